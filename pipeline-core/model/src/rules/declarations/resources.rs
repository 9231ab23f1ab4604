//! Resources beside the pipeline: their types, properties and attributes.

use super::overrides;
use super::undeclared::undeclared;
use super::{resource_parts, resource_policies};
use crate::catalogue::resource_types::{self, ResourceType};
use crate::catalogue::snake_case;
use crate::code::code;
use crate::model::{Data, Entry, Name, Resource, TextExpr};
use crate::place::Place;
use crate::rules::configuration::repeated;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::places::regions;
use crate::rules::values::known;
use crate::rules::words;
use crate::similar;

/// The settings of a resource, besides its properties.
const SETTINGS: [&str; 2] = ["depends_on", "removal_policy"];

/// Types whose attributes their own content decides.
const OPEN_TYPES: [&str; 3] = [
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// Checks every resource.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    for found in &model.resources {
        place(cx, found);
        as_an_action(cx, &found.name);
        repeated::once(cx, &found.entries);
        let kind = kind(cx, found);
        for entry in &found.entries {
            if SETTINGS.contains(&entry.key.text.as_str()) {
                setting(cx, found, entry);
                continue;
            }
            if let Some(kind) = kind {
                property(cx, found, kind, entry);
            }
            if let Some(kind) = found.kind.known() {
                resource_parts::check(cx, found, kind, entry);
                resource_policies::check(cx, kind, entry);
            }
            path(cx, found, entry);
            overrides::value(cx, &entry.value, "a resource");
        }
        // What stands in a map around the properties is not missing.
        let wrapped = found.entries.iter().any(|it| it.key.text == PROPERTIES);
        if let Some(kind) = kind.filter(|_| !wrapped) {
            missing(cx, found, kind);
        }
    }
}

fn place<P: Place>(cx: &mut Check<'_, P>, found: &Resource<P>) {
    if let Some(account) = &found.environment.account
        && !cx.index.accounts.contains_key(account.text.as_str())
    {
        undeclared(cx, DeclarationKind::Account, &account.text, account.at);
    }
    if let Some(region) = &found.environment.region {
        regions::region(cx, region);
    }
}

code! {
    NAMED_AS_AN_ACTION = "P197" Error "a resource has the name of an action",
    why: "`Checkout.CommitId` is a variable of action `Checkout`, and `topic.TopicArn` an attribute of resource `topic`. Of a name that is both, it would not be known which one is meant.",
    example: "resource Checkout: \"AWS::CodeCommit::Repository\" { … }",
    fix: "Give the resource another name: `resource repository: …`.",
    source: "",
}

fn as_an_action<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>) {
    let mut runs = cx.index.runs_and_rules();
    let same = runs.find(|run| {
        let namespace = run.action.entry("namespace");
        let namespace = namespace.and_then(|entry| entry.value.data.text());
        run.action.name.text == name.text || namespace == Some(name.text.as_str())
    });
    let same = same.map(|run| run.action.name.at);
    if let Some(at) = same {
        let message = format!("`{}` is a resource and an action", name.text);
        cx.report(&NAMED_AS_AN_ACTION, name.at, message)
            .help("give the resource another name")
            .related("the action is here", at);
    }
}

code! {
    RESOURCE_TYPE = "P190" Error "a resource type is malformed",
    why: "A type of CloudFormation has three parts, `AWS::SNS::Topic`, whose capital letters it tells apart; a module has `::MODULE` behind it, and a custom resource is `Custom::NAME`.",
    example: "resource topic: \"SNS::Topic\" { }",
    fix: "Write all of it: `resource topic: \"AWS::SNS::Topic\" { }`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

code! {
    UNKNOWN_RESOURCE_TYPE = "P191" Warning "a resource type that is not known",
    why: "AWS's resource schemas of the date in the message have no such type, and neither its properties nor its attributes are checked. CloudFormation refuses a template with a type that does not exist.",
    example: "resource topic: \"AWS::SNS::Topc\" { }",
    fix: "Correct the type. If it is newer than the schemas, nothing has to be done; a name that begins with `_` silences the warning.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

/// The type of a resource, if its schema is known.
fn kind<P: Place>(cx: &mut Check<'_, P>, found: &Resource<P>) -> Option<ResourceType> {
    let written = known::string(cx, &found.kind)?;
    let at = found.kind.at;
    if let Some(known) = ResourceType::named(written) {
        return Some(known);
    }
    if let Some(spelled) = ResourceType::names().find(|name| name.eq_ignore_ascii_case(written)) {
        let message = format!("`{written}` is no resource type");
        cx.report(&RESOURCE_TYPE, at, message)
            .help(format!("CloudFormation spells it `{spelled}`"));
        return None;
    }
    let parts: Vec<&str> = written.split("::").collect();
    let word = |part: &&str| {
        (2..=64).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let custom = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_@-".contains(c))
    };
    let fits = match parts.as_slice() {
        ["Custom", name] => custom(name),
        [_, _, _] => parts.iter().all(word),
        [_, _, _, "MODULE"] => parts.iter().all(word),
        _ => false,
    };
    let names: Vec<String> = ResourceType::names().collect();
    let prefixed = format!("AWS::{written}");
    let close = names
        .iter()
        .find(|name| **name == prefixed)
        .map(String::as_str)
        .or_else(|| similar::closest(written, names.iter().map(String::as_str)));
    let close = close.map(|close| format!("did you mean `{close}`?"));
    if !fits {
        let message = format!("`{written}` is no resource type");
        let help = close.unwrap_or_else(|| "a type has three parts: `AWS::SNS::Topic`".to_owned());
        cx.report(&RESOURCE_TYPE, at, message).help(help);
    } else if parts.first() == Some(&"AWS") && !found.name.text.starts_with('_') {
        let message = format!(
            "AWS's resource schemas of {} have no type `{written}`",
            resource_types::AS_OF
        );
        cx.report(&UNKNOWN_RESOURCE_TYPE, at, message)
            .maybe_help(close);
    }
    None
}

code! {
    PROPERTY_SPELLING = "P192" Error "a property is not spelled as CloudFormation does",
    why: "The properties of a resource go into the template as they are. CloudFormation tells capital letters apart, and its properties have no underscores. What else a template has of a resource, `DependsOn` and `DeletionPolicy`, has a setting here.",
    example: "resource topic: \"AWS::SNS::Topic\" { display_name: \"Approvals\" }",
    fix: "Write it as CloudFormation does: `DisplayName: \"Approvals\"`. Beside the properties stand `depends_on` and `removal_policy`, in snake case.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

code! {
    UNKNOWN_PROPERTY = "P193" Warning "a property that the type is not known to have",
    why: "AWS's resource schema of the date in the message has no such property. CloudFormation refuses a template with a property that does not exist.",
    example: "resource topic: \"AWS::SNS::Topic\" { DisplayNme: \"Approvals\" }",
    fix: "Correct the name. If it is newer than the schema, nothing has to be done; a resource whose name begins with `_` is not warned of.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

fn property<P: Place>(
    cx: &mut Check<'_, P>,
    found: &Resource<P>,
    kind: ResourceType,
    entry: &Entry<P>,
) {
    let written = entry.key.text.as_str();
    let what = found.kind.known().unwrap_or_default();
    if kind.properties().any(|name| name == written) {
        return;
    }
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    let spelled = kind.properties().find(|name| plain(name) == plain(written));
    if let Some(spelled) = spelled {
        let message = format!("`{what}` has no property `{written}`");
        cx.report(&PROPERTY_SPELLING, entry.key.at, message)
            .help(format!("CloudFormation spells it `{spelled}`"));
        return;
    }
    let setting = similar::closest(written, SETTINGS);
    if snake_case(written) == written && setting.is_some() {
        let message = format!("a resource has no setting `{written}`");
        cx.report(&PROPERTY_SPELLING, entry.key.at, message)
            .maybe_help(setting.map(|setting| format!("did you mean `{setting}`?")));
        return;
    }
    if kind.attributes().any(|name| name == written) {
        let message = format!("`{written}` of `{what}` is an attribute, which AWS sets");
        cx.report(&PROPERTY_SPELLING, entry.key.at, message)
            .help("leave it out");
        return;
    }
    if let Some(advice) = of_a_template(written) {
        let message = format!("`{what}` has no property `{written}`");
        cx.report(&PROPERTY_SPELLING, entry.key.at, message)
            .help(advice);
        return;
    }
    if let Some(required) = misspelt(found, kind, written) {
        let message = format!("`{what}` has no property `{written}`");
        cx.report(&PROPERTY_SPELLING, entry.key.at, message)
            .help(format!("did you mean `{required}`, which it needs?"));
        return;
    }
    if found.name.text.starts_with('_') {
        return;
    }
    let close = closest(kind, written);
    let message = format!(
        "AWS's schema of `{what}`, of {}, has no property `{written}`",
        resource_types::AS_OF
    );
    let all: Vec<&str> = kind.properties().collect();
    let help = match close {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("it has {}", words::list(&all)),
    };
    cx.report(&UNKNOWN_PROPERTY, entry.key.at, message)
        .help(help);
}

/// The property with the most similar name, be it in snake case.
fn closest(kind: ResourceType, written: &str) -> Option<&'static str> {
    let plain: String = written.split('_').collect();
    similar::closest(written, kind.properties())
        .or_else(|| similar::closest(&plain, kind.properties()))
}

/// The required property that an unknown one is a slip of: the type cannot do without, so that
/// no newer schema explains it.
fn misspelt<P>(found: &Resource<P>, kind: ResourceType, written: &str) -> Option<&'static str> {
    let close = closest(kind, written)?;
    let mut lacks = lacks(found, kind);
    lacks.any(|name| name == close).then_some(close)
}

/// The properties that a type must have, and a resource does not.
fn lacks<P>(found: &Resource<P>, kind: ResourceType) -> impl Iterator<Item = &'static str> {
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    let there: Vec<String> = found.entries.iter().map(|it| plain(&it.key.text)).collect();
    kind.required()
        .filter(move |name| !there.contains(&plain(name)))
}

/// The advice on what a template has beside the properties of a resource.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>
fn of_a_template(word: &str) -> Option<&'static str> {
    Some(match word {
        PROPERTIES => "its properties stand directly in the `{ … }`",
        "DependsOn" => "write the names of resources: `depends_on: [NAME]`",
        "DeletionPolicy" | "UpdateReplacePolicy" => {
            "write `removal_policy: RETAIN` or `removal_policy: DELETE`"
        }
        "Type" => "the type stands before the `{`: `resource NAME: \"TYPE\" { … }`",
        "Metadata" | "Condition" | "CreationPolicy" | "UpdatePolicy" => {
            "leave it out: a resource has properties, `depends_on` and `removal_policy`"
        }
        _ => return None,
    })
}

const PROPERTIES: &str = "Properties";

code! {
    MISSING_PROPERTY = "P194" Error "a resource lacks a property",
    why: "AWS's resource schema says which properties a type must have. CloudFormation refuses the template without them.",
    example: "resource repository: \"AWS::CodeCommit::Repository\" { }",
    fix: "Add what the message names: `RepositoryName: \"app\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    lacking: Part,
}

fn missing<P: Place>(cx: &mut Check<'_, P>, found: &Resource<P>, kind: ResourceType) {
    let slips = found.entries.iter().map(|entry| entry.key.text.as_str());
    let slips = slips.filter(|word| !kind.properties().any(|name| name == *word));
    let slips: Vec<&str> = slips
        .filter_map(|word| misspelt(found, kind, word))
        .collect();
    let lacks: Vec<&str> = lacks(found, kind)
        .filter(|name| !slips.contains(name))
        .collect();
    if lacks.is_empty() {
        return;
    }
    let what = found.kind.known().unwrap_or_default();
    let message = format!(
        "resource `{}` lacks {}, which `{what}` needs",
        found.name.text,
        words::list(&lacks)
    );
    cx.report(&MISSING_PROPERTY, found.name.at, message)
        .maybe_help(lacks.first().map(|name| format!("write `{name}: …`")));
}

code! {
    UNKNOWN_RESOURCE_ATTRIBUTE = "P195" Error "a resource has no such attribute",
    why: "Behind the name of a resource stands an attribute that `Fn::GetAtt` gives, as CloudFormation spells it. The name alone is what `Ref` gives: often a name or an ARN, as the page of the type says.",
    example: "resource topic: \"AWS::SNS::Topic\" { }\n…\nReview: Manual { notification_arn: topic.Arn };",
    fix: "Take an attribute that the message names: `topic.TopicArn`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
}

/// Checks an attribute of a resource.
pub(crate) fn attribute<P: Place>(
    cx: &mut Check<'_, P>,
    resource: &Name<P>,
    attribute: &TextExpr<P>,
) {
    let Some(found) = cx.index.resources.get(resource.text.as_str()).copied() else {
        return undeclared(cx, DeclarationKind::Resource, &resource.text, resource.at);
    };
    let (Some(what), Some(written)) = (found.kind.known(), attribute.known()) else {
        return;
    };
    let Some(kind) = ResourceType::named(what).filter(|_| !OPEN_TYPES.contains(&what)) else {
        return;
    };
    // CloudFormation gives some properties too.
    let known = kind.attributes().chain(kind.properties());
    if known.clone().any(|name| name == written) {
        return;
    }
    let all: Vec<&str> = kind.attributes().collect();
    let ends = all.iter().find(|name| name.ends_with(written));
    let close = similar::closest(written, all.iter().copied()).or(ends.copied());
    let help = match close {
        Some(close) => format!("did you mean `{}.{close}`?", resource.text),
        None if all.is_empty() => format!("it has none: `{}` alone is its `Ref`", resource.text),
        None => format!("it has {}", words::list(&all)),
    };
    let message = format!("`{what}` has no attribute `{written}`");
    cx.report(&UNKNOWN_RESOURCE_ATTRIBUTE, attribute.at, message)
        .help(help);
}

code! {
    RESOURCE_PATH = "P196" Error "a setting or a path of a resource that it cannot have",
    why: "`depends_on` takes a list of declared resources, and `removal_policy` `RETAIN` or `DELETE`. Roles with an IAM path that begins with `/pipewright/` are admitted to the stores of the pipeline of that path, so that no resource has one.",
    example: "resource lambda: \"AWS::IAM::Role\" { Path: \"/pipewright/app/\", … }",
    fix: "Take another path: `/service/`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
}

/// Checks that no role is in the pipelines' own path.
fn path<P: Place>(cx: &mut Check<'_, P>, found: &Resource<P>, entry: &Entry<P>) {
    let iam = found
        .kind
        .known()
        .is_some_and(|kind| kind.starts_with("AWS::IAM::"));
    if !iam || entry.key.text != "Path" {
        return;
    }
    let own = match entry.value.data.text() {
        Some(path) => path.starts_with("/pipewright"),
        None => !entry.value.data.is_unknown(),
    };
    if own {
        let message = "a role with this path could be one of the pipeline's";
        cx.report(&RESOURCE_PATH, entry.value.at, message)
            .help("write a path that does not begin with `/pipewright/`");
    }
}

fn setting<P: Place>(cx: &mut Check<'_, P>, found: &Resource<P>, entry: &Entry<P>) {
    if !known::check_value(cx, &entry.value) {
        return;
    }
    if entry.key.text == "removal_policy" {
        let fits = matches!(entry.value.data.constant(), Some("RETAIN" | "DELETE"));
        if !fits {
            let message = "`removal_policy` is `RETAIN` or `DELETE`";
            cx.report(&RESOURCE_PATH, entry.value.at, message)
                .help("`RETAIN` keeps the resource when its stack is deleted");
        }
        return;
    }
    for item in entry.value.items() {
        let Data::Word(word) = &item.data else {
            let message = "`depends_on` takes names of declared resources";
            cx.report(&RESOURCE_PATH, item.at, message)
                .help("write them without quotes: `depends_on: [topic]`");
            continue;
        };
        if *word == found.name.text {
            let message = format!("`{word}` depends on itself");
            cx.report(&RESOURCE_PATH, item.at, message)
                .help("leave it out");
        } else if !cx.index.resources.contains_key(word.as_str()) {
            undeclared(cx, DeclarationKind::Resource, word, item.at);
        }
    }
}
