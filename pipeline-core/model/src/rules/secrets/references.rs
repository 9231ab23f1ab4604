//! References to secrets: `{{resolve:secretsmanager:…}}`.

use super::keys::REPLACE;
use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::secrets::keys;
use crate::rules::values::types::wrong_type;
use crate::similar;

/// The references that CloudFormation resolves in any property.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
const REFERENCES: [&str; 2] = ["{{resolve:secretsmanager:", "{{resolve:ssm:"];

/// A reference that CloudFormation resolves in a few properties, none of them a
/// pipeline's.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html>
const SECURE_STRING: &str = "{{resolve:ssm-secure:";

code! {
    SECRET_IN_THE_OPEN = "P420" Error "a secret is written out",
    why: "Tokens and passwords in a pipeline's source end up in the repository, in the template, and in CloudFormation's console. CloudFormation can put them in when it creates the pipeline: a reference to Secrets Manager or to a parameter of Systems Manager works in any property; one to a secure string, `ssm-secure`, does not in a pipeline, and fails the deploy.",
    example: "Checkout: GitHub { o_auth_token: \"ghp_…\" };",
    fix: "Keep the secret in Secrets Manager and refer to it: `\"{{resolve:secretsmanager:github:SecretString:token}}\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
}

/// Checks a value that nobody may read.
pub(crate) fn secret<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    let example = "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`";
    let Some(string) = value.data.text() else {
        let takes = "a reference to a secret";
        wrong_type(cx, key, value, takes).help(example);
        return;
    };
    if REFERENCES.iter().any(|start| is_reference(string, start)) {
        return;
    }
    let service = string.strip_prefix("{{resolve:");
    let service = service.and_then(|rest| rest.split([':', '}']).next());
    if service.is_some_and(|service| !matches!(service, "secretsmanager" | "ssm" | "ssm-secure")) {
        return services(cx, value.at, string);
    }
    if let Some(meant) = unbalanced(string) {
        let message = format!(
            "`{key}` is no reference to a secret: its braces are not closed, or not opened"
        );
        cx.report(&SECRET_IN_THE_OPEN, value.at, message)
            .help(format!("write `\"{meant}\"`"));
        return;
    }
    let message = if is_reference(string, SECURE_STRING) {
        format!(
            "`{key}` cannot be a secure string: CloudFormation does not resolve those in a pipeline"
        )
    } else if matches!(value.data, Data::Include { .. }) {
        format!("`{key}` is a secret, and this writes the file into the template for all to read")
    } else {
        format!("`{key}` is a secret, and this writes it into the template for all to read")
    };
    let help = match keys::key_in(string) {
        Some(_) => format!("{example}; {REPLACE}"),
        None => example.to_owned(),
    };
    cx.report(&SECRET_IN_THE_OPEN, value.at, message).help(help);
}

/// The reference that a string would be with the right braces.
fn unbalanced(string: &str) -> Option<String> {
    let inside = string.trim_matches(['{', '}']);
    let meant = format!("{{{{{inside}}}}}");
    let is = |start: &&str| is_reference(&meant, start);
    (meant != string && REFERENCES.iter().any(is)).then_some(meant)
}

/// Returns whether the whole string is one reference that names something.
fn is_reference(string: &str, start: &str) -> bool {
    string
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix("}}"))
        .is_some_and(|name| !name.is_empty() && !name.contains(['{', '}']))
}

/// The services that CloudFormation resolves references of, in any property.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
const SERVICES: [&str; 2] = ["secretsmanager", "ssm"];

code! {
    UNKNOWN_SERVICE = "P428" Error "a reference that CloudFormation does not resolve here",
    why: "CloudFormation puts in what `{{resolve:secretsmanager:…}}` and `{{resolve:ssm:…}}` refer to, in any property. It resolves `ssm-secure` in a few properties, none of them a pipeline's, and knows no other service: the deploy fails, or the text stays as it is.",
    example: "user_parameters: \"{{resolve:secretsmanger:app}}\",",
    fix: "Name the service as CloudFormation does: `{{resolve:secretsmanager:app}}`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
}

/// Reports references that CloudFormation does not resolve in a pipeline.
pub(crate) fn services<P: Place>(cx: &mut Check<'_, P>, at: P, string: &str) {
    if cx.is_marked_reference(string) {
        return;
    }
    for rest in string.split("{{resolve:").skip(1) {
        let service = rest.split([':', '}']).next().unwrap_or_default();
        if SERVICES.contains(&service) {
            continue;
        }
        let (message, help) = if service == "ssm-secure" {
            (
                "CloudFormation does not resolve `ssm-secure` in a pipeline".to_owned(),
                "keep it in Secrets Manager: `{{resolve:secretsmanager:NAME:SecretString:KEY}}`"
                    .to_owned(),
            )
        } else {
            let close = similar::closest(service, SERVICES);
            (
                format!("CloudFormation resolves no references of a service `{service}`"),
                match close {
                    Some(close) => format!("a service with a similar name: `{close}`"),
                    None => "it can be `secretsmanager` or `ssm`".to_owned(),
                },
            )
        };
        cx.report(&UNKNOWN_SERVICE, at, message).help(help);
    }
}
