//! Placeholders in policies that nothing puts a value into.
//!
//! No ARN, principal or action of AWS has braces; IAM's own variables, `${aws:username}`, have a
//! colon.

use crate::model::{Data, Entry, Origin, Value};
use crate::place::Place;
use crate::rules::context::{Check, Section};
use crate::rules::deploy_time::UNDECLARED_PARAMETER;

/// What a policy stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The statements of a role or a project, or the document of a boundary.
    Role,
    /// A property, which takes every value.
    Resource,
    File,
}

/// Checks the policies of roles, of projects, and of resources beside the pipeline.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let model = cx.index.model;
    let roles = model.roles.iter().filter_map(|role| match &role.origin {
        Origin::Managed(settings) => Some(settings),
        Origin::Imported(_) => None,
    });
    let projects = model.projects.iter().map(|it| it.origin.entries());
    let own = roles.flatten().chain(projects.flatten());
    let rules = model.role_rules.iter().flat_map(|rules| &rules.settings);
    for entry in own.chain(rules) {
        match entry.key.text.as_str() {
            "statements" => value(cx, &entry.value, Of::Role),
            "permissions_boundary" => {
                let told = entry.value.data.as_map().unwrap_or_default().iter();
                for entry in told.filter(|entry| entry.key.text == "document") {
                    value(cx, &entry.value, Of::Role);
                }
            }
            _ => {}
        }
    }
    let properties = model.resources.iter().flat_map(|it| &it.entries);
    let overridden = model.overrides.iter().flat_map(|it| &it.entries);
    for entry in properties.chain(overridden) {
        property(cx, entry);
    }
}

/// A property that holds policies, or one in which such a property stands.
fn property<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>) {
    let name = entry.key.text.as_str();
    if ["Policy", "Policies", "Statement"]
        .iter()
        .any(|word| name.contains(word))
    {
        return value(cx, &entry.value, Of::Resource);
    }
    let mut inner = |value: &Value<P>| {
        let entries = value.data.as_map().unwrap_or_default();
        entries.iter().for_each(|entry| property(cx, entry));
    };
    match &entry.value.data {
        Data::List(items) => items.iter().for_each(inner),
        _ => inner(&entry.value),
    }
}

fn value<P: Place>(cx: &mut Check<'_, P>, found: &Value<P>, of: Of) {
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| value(cx, item, of)),
        // CloudFormation puts something in there.
        Data::Map(entries) if entries.iter().any(|entry| entry.key.text == "Fn::Sub") => {}
        Data::Map(entries) => entries.iter().for_each(|entry| value(cx, &entry.value, of)),
        Data::Joined(parts) => parts.iter().for_each(|part| value(cx, part, of)),
        Data::String(string) => text(cx, found.at, string, of),
        Data::Include {
            content: Ok(string),
            ..
        } => text(cx, found.at, string, Of::File),
        _ => {}
    }
}

/// Reports the first placeholder of a text.
fn text<P: Place>(cx: &mut Check<'_, P>, at: P, string: &str, of: Of) {
    let Some((written, name)) = in_policy(string) else {
        return;
    };
    let first = name.split('.').next().unwrap_or(name);
    let model = cx.index.model;
    let is_value = model.parameter(first).is_some() || model.resource(first).is_some();
    let help = if of == Of::File {
        "nothing is put into an included file: write the policy here as a map, or read the file in Rust and replace it there".to_owned()
    } else if is_value {
        format!("write `{{{name}}}`")
    } else if of == Of::Resource && is_made(cx, first) {
        format!("a text takes parameters and resources: write `{name}` without quotes, or its ARN")
    } else {
        "write the value; a text takes parameters and resources, `{NAME}` or `{NAME.ATTRIBUTE}`"
            .to_owned()
    };
    let message =
        format!("`{written}` stays in the policy as it is, and AWS knows nothing of this name");
    cx.report(&UNDECLARED_PARAMETER, at, message).help(help);
}

fn is_made<P: Place>(cx: &Check<'_, P>, name: &str) -> bool {
    let model = cx.index.model;
    name == "pipeline"
        || model.role(name).is_some()
        || model.project(name).is_some()
        || model.store(name).is_some()
        || model.account(name).is_some()
}

/// The first placeholder of a text in a policy: of a word alone, or of the texts of a JSON
/// document. Sentences, and policies in other languages such as Cedar, may have braces.
fn in_policy(string: &str) -> Option<(&str, &str)> {
    let is_json = string.trim_start().starts_with('{') && string.contains('"');
    if is_json {
        return string.split('"').skip(1).step_by(2).find_map(in_policy);
    }
    let found = placeholder(string)?;
    let rest = string.replacen(found.0, "", 1);
    (!rest.contains(char::is_whitespace)).then_some(found)
}

/// The first `{name}`, `{{name}}`, `${name}` or `{ name.Attribute }` of a text: as it is
/// written, and the name.
fn placeholder(string: &str) -> Option<(&str, &str)> {
    for (brace, _) in string.match_indices('{') {
        let rest = string.get(brace + 1..)?;
        let Some((inside, _)) = rest.split_once('}') else {
            continue;
        };
        let name = inside.trim_matches(' ');
        if !is_name(name) {
            continue;
        }
        let before = string.get(..brace)?;
        let start = match before.trim_end_matches('{') {
            // Variables of CodePipeline are told of by themselves.
            before if before.ends_with('#') => continue,
            before if before.ends_with('$') => before.len() - 1,
            before => before.len(),
        };
        let after = brace + 1 + inside.len();
        let closed = string.get(after..)?;
        let end = after + closed.len() - closed.trim_start_matches('}').len();
        // What is closed more often than it is opened stands in other braces.
        let opened = brace + 1 - start;
        let end = end.min(after + opened);
        return Some((string.get(start..end)?, name));
    }
    None
}

/// `failed`, `failed.Arn`, `AWS::Region`
fn is_name(text: &str) -> bool {
    let mut parts = text.split('.').flat_map(|part| part.split("::"));
    !text.is_empty()
        && parts.all(|part| {
            part.starts_with(|first: char| first.is_alphabetic() || first == '_')
                && part.chars().all(|one| one.is_alphanumeric() || one == '_')
        })
}

#[cfg(test)]
mod tests {
    use super::{in_policy, placeholder};

    #[test]
    fn a_placeholder_is_a_name_in_braces() {
        for (string, written, name) in [
            ("{failed.Arn}", "{failed.Arn}", "failed.Arn"),
            ("{ failed.Arn }", "{ failed.Arn }", "failed.Arn"),
            ("{{failed.Arn}}", "{{failed.Arn}}", "failed.Arn"),
            ("${failed.Arn}", "${failed.Arn}", "failed.Arn"),
            (
                "arn:aws:sqs:${AWS::Region}:x:y",
                "${AWS::Region}",
                "AWS::Region",
            ),
            ("{\"Resource\": \"{queue}\"}", "{queue}", "queue"),
            ("{\"a\":{\"b\":\"{queue}\"}}", "{queue}", "queue"),
            (
                " { \"Sid\": \"Any\", \"Resource\": [\"${queue}\"] }",
                "${queue}",
                "queue",
            ),
        ] {
            assert_eq!(in_policy(string), Some((written, name)), "{string}");
        }
    }

    #[test]
    fn another_language_has_braces_of_its_own() {
        for string in [
            "permit(principal, action, resource) when { resource.public };",
            "Allows {team} to send",
            "{ \"Description\": \"for {team} and others\" }",
        ] {
            assert_eq!(in_policy(string), None, "{string}");
        }
    }

    #[test]
    fn what_aws_reads_is_none() {
        for string in [
            "arn:aws:s3:::home/${aws:username}/*",
            "${aws:PrincipalTag/team, 'none'}",
            "${*}",
            "{}",
            "{ \"Version\": \"2012-10-17\", \"Statement\": [{}] }",
            "#{variables.NAME}",
            "{{resolve:ssm:/app/name}}",
            "{",
            "a}b{c",
        ] {
            assert_eq!(placeholder(string), None, "{string}");
        }
    }
}
