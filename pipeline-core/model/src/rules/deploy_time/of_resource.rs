//! Values of declared resources where the ARN of a thing stands: whether the resource is such a thing,
//! and the value its ARN.

use crate::catalogue::pattern::Pattern;
use crate::catalogue::resource_types::ResourceType;
use crate::code::code;
use crate::model::{Data, DeployTime, Resource, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::words;

/// What a key takes by its ARN.
struct Taken {
    /// The name of the pattern of the ARN.
    pattern: &'static str,
    /// The thing in words.
    words: &'static str,
    kinds: &'static [&'static str],
    /// The attributes that are the ARN; an empty one is what the name alone stands for.
    attributes: &'static [&'static str],
}

/// Sources: the pages of the types in
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
static TAKEN: &[Taken] = &[
    Taken {
        pattern: "TOPIC_ARN",
        words: "an SNS topic",
        kinds: &["AWS::SNS::Topic"],
        attributes: &["", "TopicArn"],
    },
    Taken {
        pattern: "KEY_ARN",
        words: "a KMS key",
        kinds: &["AWS::KMS::Key", "AWS::KMS::ReplicaKey"],
        attributes: &["Arn"],
    },
    Taken {
        pattern: "QUEUE_ARN",
        words: "an SQS queue",
        kinds: &["AWS::SQS::Queue"],
        attributes: &["Arn"],
    },
    Taken {
        pattern: "CONNECTION_ARN",
        words: "a connection",
        kinds: &[
            "AWS::CodeConnections::Connection",
            "AWS::CodeStarConnections::Connection",
        ],
        attributes: &["", "ConnectionArn"],
    },
];

/// Types with a value that their own content decides, which can be any ARN.
const OPEN_TYPES: &[&str] = &[
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::SSM::Parameter",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// The declared resource that a value is of, with the attribute; an empty one where its name stands
/// alone.
pub(crate) fn named<'m, 'v, P: Place>(
    cx: &Check<'m, P>,
    value: &'v Value<P>,
) -> Option<(&'m Resource<P>, &'v str)> {
    let (name, attribute) = match &value.data {
        Data::Word(name) => (name.as_str(), ""),
        Data::DeployTime(DeployTime::Attribute {
            resource,
            attribute,
        }) => (resource.text.as_str(), attribute.known()?),
        _ => return None,
    };
    Some((cx.index.model.resource(name)?, attribute))
}

code! {
    RESOURCE_OF_ANOTHER_KIND = "P541" Error "a resource that its key does not take",
    why: "A key that takes the ARN of a topic, a key, a queue or a connection takes a declared resource of that type, by the value that is its ARN. The name of a queue alone is its URL, and that of a key its id. A topic and its key are of one region.",
    example: "resource missed: \"AWS::SQS::Queue\" { }\nschedule nightly \"rate(1 day)\" { dead_letter_queue: missed }",
    fix: "Write the value that is the ARN: `dead_letter_queue: missed.Arn`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

/// Checks a value that is of a declared resource, against the pattern of an ARN.
pub(super) fn check<P: Place>(
    cx: &mut Check<'_, P>,
    written: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    let Some(taken) = TAKEN.iter().find(|one| one.pattern == pattern.name) else {
        return;
    };
    let Some((resource, attribute)) = named(cx, value) else {
        return;
    };
    let Some(kind) = resource.kind.known() else {
        return;
    };
    let Some(known) = ResourceType::named(kind).filter(|_| !OPEN_TYPES.contains(&kind)) else {
        return;
    };
    let name = &resource.name.text;
    if !taken.kinds.contains(&kind) {
        let message = format!(
            "`{written}` takes {}, and `{name}` is `{kind}`",
            taken.words
        );
        let kinds = words::choice(taken.kinds);
        cx.report(&RESOURCE_OF_ANOTHER_KIND, value.at, message)
            .help(format!("name a resource of type {kinds}"))
            .related(format!("`{name}` is declared here"), resource.name.at);
        return;
    }
    // An attribute that the type does not have is told already.
    let exists = attribute.is_empty() || known.attributes().any(|one| one == attribute);
    if exists && !taken.attributes.contains(&attribute) {
        let (shown, right) = match (attribute, taken.attributes.first()) {
            ("", Some(first)) => (name.clone(), format!("{name}.{first}")),
            (_, Some(&"") | None) => (format!("{name}.{attribute}"), name.clone()),
            (_, Some(first)) => (format!("{name}.{attribute}"), format!("{name}.{first}")),
        };
        let message = format!(
            "`{written}` takes the ARN of {}, and `{shown}` is not it",
            taken.words
        );
        cx.report(&RESOURCE_OF_ANOTHER_KIND, value.at, message)
            .help(format!("write `{right}`"));
    }
}
