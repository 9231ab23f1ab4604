//! `#{…}` and `{{resolve:…}}` in texts: whether they name something.

use super::context::Check;
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::similar;

/// The services that CloudFormation resolves references of, in any property.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
const SERVICES: [&str; 2] = ["secretsmanager", "ssm"];

/// The texts of a configuration value, whose variables CodePipeline puts in.
pub(super) fn value<P: Place>(cx: &mut Check<'_, P>, found: &Value<P>) {
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| value(cx, item)),
        Data::Map(entries) => entries.iter().for_each(|entry| value(cx, &entry.value)),
        Data::File { path, .. } => variables(cx, path.at, path.known().unwrap_or_default()),
        // A script that is read from a file may have such braces of its own.
        Data::String(text) => variables(cx, found.at, text),
        _ => {}
    }
}

/// Variables that are not written as CodePipeline reads them.
fn variables<P: Place>(cx: &mut Check<'_, P>, at: P, text: &str) {
    for rest in text.split("#{").skip(1) {
        let Some((inside, _)) = rest.split_once('}') else {
            let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
            let begun: String = rest.chars().take_while(name).collect();
            cx.report(
                &codes::NO_VARIABLE,
                at,
                format!("`#{{{begun}` is not closed"),
            )
            .help(format!("write `#{{{begun}}}`"));
            continue;
        };
        // Blanks are part of a name, and no action has such a one: that is reported there.
        let plain = inside.trim();
        if plain
            .split_once('.')
            .is_some_and(|(namespace, name)| !namespace.is_empty() && !name.is_empty())
        {
            continue;
        }
        let namespace = plain.trim_matches('.');
        let help = if namespace.is_empty() {
            "say which: `#{ACTION.VARIABLE}`".to_owned()
        } else {
            format!("say which of its variables: `#{{{namespace}.VARIABLE}}`")
        };
        cx.report(
            &codes::NO_VARIABLE,
            at,
            format!("`#{{{inside}}}` names no variable"),
        )
        .help(help);
    }
}

/// References that CloudFormation does not resolve in a pipeline.
pub(super) fn references<P: Place>(cx: &mut Check<'_, P>, at: P, text: &str) {
    for rest in text.split("{{resolve:").skip(1) {
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
        cx.report(&codes::UNKNOWN_SERVICE, at, message).help(help);
    }
}
