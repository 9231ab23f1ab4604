//! Values of declared resources where the ARN or the name of a thing stands: whether the resource is
//! such a thing, and the value its ARN or its name.

use crate::catalogue::Key;
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

/// The types of what a key names, by what stands before the name in its ARN.
static NAMED: &[(&str, &[&str])] = &[
    (
        "arn:{partition}:s3:::",
        &["AWS::S3::Bucket", "AWS::S3::AccessPoint"],
    ),
    (
        "arn:{partition}:lambda:{region}:{account}:function:",
        &[
            "AWS::Lambda::Function",
            "AWS::Lambda::Alias",
            "AWS::Lambda::Version",
        ],
    ),
    (
        "arn:{partition}:ecr:{region}:{account}:repository/",
        &["AWS::ECR::Repository"],
    ),
    (
        "arn:{partition}:ecr-public::{account}:repository/",
        &["AWS::ECR::PublicRepository"],
    ),
    (
        "arn:{partition}:ecs:{region}:{account}:cluster/",
        &["AWS::ECS::Cluster"],
    ),
    (
        "arn:{partition}:ecs:{region}:{account}:service/{ClusterName}/",
        &["AWS::ECS::Service", "AWS::ECS::ExpressGatewayService"],
    ),
    (
        "arn:{partition}:eks:{region}:{account}:cluster/",
        &["AWS::EKS::Cluster"],
    ),
    (
        "arn:{partition}:codecommit:{region}:{account}:",
        &["AWS::CodeCommit::Repository"],
    ),
    (
        "arn:{partition}:codedeploy:{region}:{account}:application:",
        &["AWS::CodeDeploy::Application"],
    ),
    (
        "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{ApplicationName}/",
        &["AWS::CodeDeploy::DeploymentGroup"],
    ),
    (
        "arn:{partition}:codebuild:{region}:{account}:project/",
        &["AWS::CodeBuild::Project"],
    ),
    (
        "arn:{partition}:codepipeline:{region}:{account}:",
        &["AWS::CodePipeline::Pipeline"],
    ),
    (
        "arn:{partition}:cloudwatch:{region}:{account}:alarm:",
        &["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"],
    ),
    (
        "arn:{partition}:elasticbeanstalk:{region}:{account}:application/",
        &["AWS::ElasticBeanstalk::Application"],
    ),
    (
        "arn:{partition}:elasticbeanstalk:{region}:{account}:environment/{ApplicationName}/",
        &["AWS::ElasticBeanstalk::Environment"],
    ),
    (
        "arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/",
        &["AWS::AppConfig::DeploymentStrategy"],
    ),
    (
        "arn:{partition}:appconfig:{region}:{account}:application/{Application}/environment/",
        &["AWS::AppConfig::Environment"],
    ),
    (
        "arn:{partition}:appconfig:{region}:{account}:application/{Application}/configurationprofile/",
        &["AWS::AppConfig::ConfigurationProfile"],
    ),
    (
        "arn:{partition}:appconfig:{region}:{account}:application/",
        &["AWS::AppConfig::Application"],
    ),
    (
        "arn:{partition}:devicefarm:{region}:{account}:project:",
        &["AWS::DeviceFarm::Project"],
    ),
    (
        "arn:{partition}:catalog:{region}:{account}:product/",
        &["AWS::ServiceCatalog::CloudFormationProduct"],
    ),
    (
        "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/",
        &["AWS::ElasticLoadBalancingV2::TargetGroup"],
    ),
    (
        "arn:{partition}:ec2:{region}:{account}:vpc/",
        &["AWS::EC2::VPC"],
    ),
    (
        "arn:{partition}:ec2:{region}:{account}:subnet/",
        &["AWS::EC2::Subnet"],
    ),
    (
        "arn:{partition}:ec2:{region}:{account}:security-group/",
        &["AWS::EC2::SecurityGroup"],
    ),
];

/// The types whose own value is no name, with the attribute that is.
const NAMES: &[(&str, &str)] = &[
    ("AWS::CodeCommit::Repository", "Name"),
    ("AWS::ECS::Service", "Name"),
    (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "TargetGroupName",
    ),
];

/// ARNs of several forms: what takes none of them takes no ARN.
const ARNS: &[&str] = &[
    "arn:aws:s3:::x",
    "arn:aws:iam::111111111111:role/x",
    "arn:aws:sns:us-east-1:111111111111:x",
    "arn:aws:lambda:us-east-1:111111111111:function:x",
    "arn:aws:ecs:us-east-1:111111111111:cluster/x",
    "arn:aws:kms:us-east-1:111111111111:key/0123abcd-0123-0123-0123-0123456789ab",
];

/// Types with a value that their own content decides, which can be any name and any ARN.
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
    why: "A key that names a thing takes a declared resource of that type. It takes the value that AWS asks for: a name, or an ARN. The name of a declared queue alone is its URL, and that of a key its id; that of a bucket or of a function is its name, that of an ECS service its ARN. A topic and its key are of one region.",
    example: "resource missed: \"AWS::SQS::Queue\" { }\nschedule nightly \"rate(1 day)\" { dead_letter_queue: missed }",
    fix: "Name a resource of the type that the key takes, by the value that it asks for: `dead_letter_queue: missed.Arn`, `bucket_name: site`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

/// Checks a value that is of a declared resource.
pub(crate) fn check<P: Place>(
    cx: &mut Check<'_, P>,
    key: &Key,
    written: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    let Some((resource, attribute)) = named(cx, value) else {
        return;
    };
    let Some(kind) = resource.kind.known() else {
        return;
    };
    let Some(known) = ResourceType::named(kind).filter(|_| !OPEN_TYPES.contains(&kind)) else {
        return;
    };
    // One that the type does not have is told already.
    if !attribute.is_empty() && !known.attributes().any(|one| one == attribute) {
        return;
    }
    match TAKEN.iter().find(|one| one.pattern == pattern.name) {
        Some(taken) => arn(cx, written, value, taken, (resource, kind, attribute)),
        None => name(
            cx,
            key,
            written,
            value,
            pattern,
            (resource, kind, attribute),
        ),
    }
}

/// Checks a value where an ARN stands.
fn arn<P: Place>(
    cx: &mut Check<'_, P>,
    written: &str,
    value: &Value<P>,
    taken: &Taken,
    (resource, kind, attribute): (&Resource<P>, &str, &str),
) {
    let name = &resource.name.text;
    if !taken.kinds.contains(&kind) {
        let message = format!(
            "`{written}` takes {}, and `{name}` is `{kind}`",
            taken.words
        );
        another_kind(cx, value, resource, message, taken.kinds);
    } else if !taken.attributes.contains(&attribute) {
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

/// Checks a value where a name stands.
fn name<P: Place>(
    cx: &mut Check<'_, P>,
    key: &Key,
    written: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
    (resource, kind, attribute): (&Resource<P>, &str, &str),
) {
    let kinds = kinds_of(key);
    let name = &resource.name.text;
    // What other attributes give can be of another thing: a subnet has the id of its network.
    if let Some(first) = kinds.first()
        && !kinds.contains(&kind)
        && ["", "Arn"].contains(&attribute)
    {
        let message =
            format!("`{written}` names a resource of type `{first}`, and `{name}` is `{kind}`");
        another_kind(cx, value, resource, message, &kinds);
    } else if let Some((_, right)) = NAMES.iter().find(|(one, _)| *one == kind)
        && attribute.is_empty()
        && kinds.contains(&kind)
    {
        let message =
            format!("`{written}` takes the name of `{name}`, and `{name}` alone is not it");
        cx.report(&RESOURCE_OF_ANOTHER_KIND, value.at, message)
            .help(format!("write `{name}.{right}`"));
    } else if attribute.ends_with("Arn") && ARNS.iter().all(|arn| pattern.complaint(arn).is_some())
    {
        let message = format!("`{written}` takes no ARN, and `{name}.{attribute}` is one");
        let found = cx.report(&RESOURCE_OF_ANOTHER_KIND, value.at, message);
        if kinds.contains(&kind) {
            let right = NAMES.iter().find(|(one, _)| *one == kind);
            found.help(match right {
                Some((_, right)) => format!("its name is `{name}.{right}`"),
                None => format!("`{name}` alone is its name"),
            });
        }
    }
}

fn another_kind<P: Place>(
    cx: &mut Check<'_, P>,
    value: &Value<P>,
    resource: &Resource<P>,
    message: String,
    kinds: &[&str],
) {
    let name = &resource.name.text;
    cx.report(&RESOURCE_OF_ANOTHER_KIND, value.at, message)
        .help(format!("name a resource of type {}", words::choice(kinds)))
        .related(format!("`{name}` is declared here"), resource.name.at);
}

/// The types of what the value of a key names; none where they are not known.
fn kinds_of(key: &Key) -> Vec<&'static str> {
    let placeholder = format!("{{{}}}", key.name);
    let mut found = Vec::new();
    for existing in key.existing.iter().flatten() {
        let start = existing
            .arn
            .split_once(&placeholder)
            .map(|(start, _)| start);
        let Some((_, kinds)) = NAMED.iter().find(|(one, _)| Some(*one) == start) else {
            return Vec::new();
        };
        found.extend(*kinds);
    }
    found
}
