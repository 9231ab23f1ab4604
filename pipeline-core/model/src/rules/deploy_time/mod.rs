//! Values that are known only when a stack is deployed: what is declared, and where each can stand.

pub(crate) mod fits;
pub(crate) mod of_resource;
pub(crate) mod parameters;
pub(crate) mod place;

use crate::catalogue::{Key, Type, pattern};
use crate::code::code;
use crate::model::{Data, DeployTime, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::declarations::resources;
use crate::rules::remedy;
use crate::rules::values::known;

/// Checks a value that is known only when a stack is deployed, against what its key takes.
/// Returns whether it is one.
pub(crate) fn value<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    kind: &'static Type,
    written: &str,
    value: &Value<P>,
) -> bool {
    if !cx.index.model.is_deploy_time(value) {
        return false;
    }
    names(cx, value);
    let is_resource = key.resource_at_deployment && of_resource::named(cx, value).is_some();
    if !is_resource && place::is_known_when_built(subject, key, kind) {
        place::too_late(cx, written, value, place::help(kind));
    } else {
        fits::of_type(cx, subject, key, kind, written, value);
    }
    true
}

/// Checks an item of a list, or a text of a map. Returns whether it is known only when a stack is
/// deployed.
pub(crate) fn text<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    written: &str,
    value: &Value<P>,
    pattern: &'static pattern::Pattern,
) -> bool {
    if !cx.index.model.is_deploy_time(value) {
        return false;
    }
    names(cx, value);
    fits::text(cx, subject, written, value, pattern);
    true
}

/// Reports the name of a secret or a parameter whose beginning is known only when a stack is
/// deployed: the policy of the role that reads it depends on that. Returns whether it is one.
pub(crate) fn begins_unknown<P: Place>(
    cx: &mut Check<'_, P>,
    written: &str,
    value: &Value<P>,
) -> bool {
    let begins = match &value.data {
        Data::Joined(parts) => parts.first().is_none_or(|part| part.data.text().is_none()),
        _ => cx.index.model.is_deploy_time(value),
    };
    if begins {
        let help =
            "write the beginning of the name out, and put the value behind it: `\"/app/{NAME}\"`";
        place::too_late(cx, written, value, help);
    }
    begins
}

/// Describes such a value inside a sentence.
pub(crate) fn described<P: Place>(cx: &Check<'_, P>, value: &Value<P>) -> String {
    match &value.data {
        Data::DeployTime(DeployTime::Attribute {
            resource,
            attribute,
        }) => format!("`{}.{}`", resource.text, attribute.known().unwrap_or("…")),
        Data::DeployTime(found) => format!(
            "`{} \"{}\"`",
            found.word(),
            found.name().known().unwrap_or("…")
        ),
        Data::Joined(parts) => {
            let mut unknown = parts
                .iter()
                .filter(|part| cx.index.model.is_deploy_time(part));
            unknown
                .next()
                .map_or_else(|| "the text".to_owned(), |part| described(cx, part))
        }
        Data::Word(name) => format!("`{name}`"),
        _ => "it".to_owned(),
    }
}

code! {
    LOOKED_UP_NAME = "P465" Error "the name of what a stack looks up is malformed",
    why: "`ssm` names a parameter of the Systems Manager, by its name and perhaps a version, and `import_value` names another stack's export. CloudFormation looks both up in the account and the region of the stack that uses the value, and fails for other names.",
    example: "function_name: ssm \"arn:aws:ssm:us-east-1:111111111111:parameter/shop/function\",",
    fix: "Write the name alone: `ssm \"/shop/function\"`, `ssm \"/shop/function:3\"` for its third version, `import_value \"shop-Function\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html",
}

/// Checks the names of what is looked up.
pub(crate) fn names<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    match &value.data {
        Data::DeployTime(DeployTime::Attribute {
            resource,
            attribute,
        }) => {
            // A resource that has the name of an action has been reported.
            let mut runs = cx.index.runs_and_rules();
            if !runs.any(|run| run.name() == resource.text) {
                resources::attribute(cx, resource, attribute);
            }
        }
        Data::DeployTime(found) => {
            let name = found.name();
            let pattern = match found {
                DeployTime::Ssm(_) => &pattern::SSM_NAME,
                DeployTime::ImportValue(_) | DeployTime::Attribute { .. } => &pattern::EXPORT_NAME,
            };
            let Some(text) = known::string(cx, name) else {
                return;
            };
            if let Some(complaint) = pattern.complaint(text) {
                let message = format!("the name behind `{}` {complaint}", found.word());
                cx.report(&LOOKED_UP_NAME, name.at, message)
                    .maybe_help(remedy::remedy(pattern, text));
            }
        }
        Data::Joined(parts) => parts.iter().for_each(|part| names(cx, part)),
        _ => {}
    }
}

code! {
    UNDECLARED_PARAMETER = "P466" Error "a value of the deployment is not declared",
    why: "In a text, the name of a parameter in braces stands for its value. All other braces are a part of the text and go to AWS as they are. A name that is close to that of a parameter is most likely a mistake. In a policy every name in braces is one: no ARN and no principal has braces, and AWS would refuse the policy or find nothing by it. IAM's own variables have a colon, `${aws:username}`. In place of a number, a bare word is the name of a parameter. What is looked up begins with `ssm:` or `import_value:`.",
    example: "parameter topic: String;\n…\nnotification_arn: \"arn:aws:sns:us-east-1:111111111111:{topc}\",",
    fix: "Correct the name: `{topic}`. Braces that are meant stand in a Rust expression: `(\"{topc}\")`. What is declared besides parameters and resources stands in a policy without quotes: `Resource: deploys`.",
    source: "",
    lacking: Declaration,
}

/// Returns whether a value stands in what an action configures, where every value is a text.
fn is_configured<P: Place>(subject: &Subject<'_, P>) -> bool {
    matches!(subject.context, ValueContext::Action(_))
}
