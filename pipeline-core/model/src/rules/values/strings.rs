//! Strings: whether each keeps to its pattern.

use crate::catalogue::pattern::{self, Pattern};
use crate::code::{Lacking, code};
use crate::finding::Finding;
use crate::foreign;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::declarations::partitions;
use crate::rules::deploy_time;
use crate::rules::remedy;
use crate::rules::values::arns_for_names;
use crate::rules::values::types::{near, wrong_type};

/// Checks a string, or a variable that stands for one.
pub(crate) fn string<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    if deploy_time::text(cx, subject, key, value, pattern) {
        return;
    }
    match &value.data {
        Data::String(string)
        | Data::Include {
            content: Ok(string),
            ..
        } => {
            fits(cx, subject, key, value.at, string, pattern);
        }
        Data::Variable { .. } if matches!(subject.context, ValueContext::Action(_)) => {}
        data => {
            let help = match data {
                Data::Word(word) if cx.index.variables.contains_key(word.as_str()) => {
                    Some(format!("a pipeline variable is written `variables.{word}`"))
                }
                Data::Word(word) if ["ssm", "import_value"].contains(&word.as_str()) => {
                    Some(format!("say what is looked up: `{word} \"NAME\"`"))
                }
                Data::Word(word) => Some(in_quotes(cx, word, pattern)),
                Data::List(items) => match items.as_slice() {
                    [only] => only
                        .data
                        .text()
                        .map(|string| format!("without brackets: `\"{string}\"`")),
                    _ => None,
                },
                Data::Map(entries) => Some(
                    foreign::function_of_map(entries)
                        .unwrap_or_else(|| "JSON is written as a text: `r#\"{ … }\"#`".to_owned()),
                ),
                Data::File { path, .. } => path
                    .known()
                    .filter(|path| pattern.complaint(path).is_none())
                    .map(|path| format!("write the path alone: `\"{path}\"`")),
                Data::Number(number) => Some(format!("put it in quotes: `\"{number}\"`")),
                Data::Bool(truth) => Some(format!("put it in quotes: `\"{truth}\"`")),
                Data::Variable { namespace, name } => {
                    let path = format!("{}.{}", namespace.text, name.text);
                    let image = foreign::image(&path);
                    image.map(|image| format!("write the image's name: `\"{image}\"`"))
                }
                _ => None,
            };
            let found = wrong_type(cx, key, value, "a text").maybe_help(help);
            // It may be an attribute of a resource whose declaration could not be read.
            if matches!(data, Data::Variable { .. }) {
                found.lacking(Lacking::Declaration);
            }
        }
    }
}

/// The advice on a bare word where a text is expected. A word that would be refused in quotes as well
/// stands for something else.
fn in_quotes<P: Place>(cx: &mut Check<'_, P>, word: &str, pattern: &Pattern) -> String {
    if pattern.complaint(word).is_some() {
        let account = cx.index.accounts.get(word).copied();
        let id = account.and_then(|account| account.id.known());
        if let Some(id) = id.filter(|id| pattern.complaint(id).is_none()) {
            return format!("write the id of account `{word}`: `\"{id}\"`");
        }
    }
    if let Some(near) = near(cx, word) {
        return format!("{near} a text goes in quotes: `\"{word}\"`");
    }
    format!("put it in quotes: `\"{word}\"`; a Rust expression stands in parentheses: `({word})`")
}

code! {
    MALFORMED_STRING = "P407" Error "a text that AWS does not allow there",
    why: "Names and ARNs have a pattern and a length, and a configuration value has 1 to 1,000 characters. AWS refuses others at deploy.",
    example: "name: \"my pipeline\";\n…\nstack_name: \"sample_lambda\",",
    fix: "Keep to the pattern that the message names: `name: \"my-pipeline\";`, `stack_name: \"sample-lambda\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Reports a string that does not keep to its pattern, after `what` it is.
pub(crate) fn malformed<'c, P: Place>(
    cx: &'c mut Check<'_, P>,
    what: &str,
    at: P,
    string: &str,
    pattern: &Pattern,
) -> Option<&'c mut Finding<P>> {
    let complaint = pattern.complaint(string)?;
    let later = remedy::resolved_later(cx, string).map(str::to_owned);
    let finding = cx.report(&MALFORMED_STRING, at, format!("{what} {complaint}"));
    Some(finding.maybe_help(later.or_else(|| remedy::remedy(pattern, string))))
}

/// Checks a string that keeps to no pattern: for characters that nobody sees.
pub(crate) fn visible<P: Place>(cx: &mut Check<'_, P>, what: &str, at: P, string: &str) {
    if !string.is_empty() && malformed(cx, what, at, string, &pattern::ANY).is_none() {
        invisible(cx, what, at, string);
    }
}

code! {
    INVISIBLE = "P234" Warning "a text holds a character that nobody sees",
    why: "A character without width, such as a zero-width space or a byte order mark, comes along when a text is copied from a web page or written by some editors. AWS takes it as it is: a command is not found, a name is another one than it seems, and a search does not find it.",
    example: "commands: [\"make\\u{200b} test\"],",
    fix: "Leave the character out: `commands: [\"make test\"]`. One that is meant stands in a Rust expression, where its escape is seen.",
    source: "https://www.unicode.org/reports/tr36/",
}

fn invisible<P: Place>(cx: &mut Check<'_, P>, what: &str, at: P, string: &str) {
    if let Some(found) = pattern::invisible(string) {
        cx.report(&INVISIBLE, at, format!("{what} {found}"))
            .help("leave it out, or type the text anew");
    }
}

/// Checks a string against its pattern. One that holds a variable is known at the run only, and
/// just its length is checked.
pub(crate) fn fits<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    at: P,
    string: &str,
    pattern: &'static Pattern,
) {
    if arns_for_names::reports(cx, key, at, string, pattern) {
        return;
    }
    let later = string.contains("#{") || string.contains("{{resolve:");
    let variable = matches!(subject.context, ValueContext::Action(_)) && later;
    let pattern = if variable { subject.value() } else { pattern };
    if let Some(complaint) = pattern.complaint(string) {
        let help = variable_alone(cx, pattern, string)
            .or_else(|| reference(cx, string))
            .or_else(|| declared_name(cx, pattern, string))
            .or_else(|| no_variable(cx, subject, string))
            .or_else(|| remedy::remedy(pattern, string));
        let complaint = partitions::localized(cx, pattern, complaint);
        let help = help.map(|help| partitions::localized(cx, pattern, help));
        cx.report(&MALFORMED_STRING, at, format!("`{key}` {complaint}"))
            .maybe_help(help);
    } else if !variable && (!pattern.is_of_arns() || partitions::check_partition(cx, string, at)) {
        for doubt in (pattern.doubts)(string) {
            cx.report(doubt.code, at, format!("`{key}`{}", doubt.message))
                .help(doubt.help);
        }
        invisible(cx, &format!("`{key}`"), at, string);
    } else if variable {
        invisible(cx, &format!("`{key}`"), at, string);
    }
}

/// Advice for a reference of CloudFormation's. It is marked, so that no other rule reports it.
fn reference<P: Place>(cx: &mut Check<'_, P>, string: &str) -> Option<String> {
    let advice = foreign::reference(string);
    if advice.is_some() {
        cx.mark_reference(string);
    }
    advice
}

/// Advice for a text where a variable is expected, that names one in another language's form.
fn variable_alone<P: Place>(
    cx: &mut Check<'_, P>,
    pattern: &Pattern,
    string: &str,
) -> Option<String> {
    if *pattern != pattern::EXPRESSION {
        return None;
    }
    let plain = string.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let variable = match plain.split_once('.') {
        Some(_) => plain.to_owned(),
        None if cx.index.variables.contains_key(plain) => format!("variables.{plain}"),
        None => return None,
    };
    let of_name = |c: char| c.is_ascii_alphanumeric() || "@-_.".contains(c);
    if !variable.chars().all(of_name) {
        return None;
    }
    if let Some(name) = variable.strip_prefix("variables.") {
        cx.mark_meant(name);
    }
    Some(format!("write it without quotes: `{variable}`"))
}

/// Advice for a variable, or a reference, in a text that is needed before the pipeline is made.
fn no_variable<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    string: &str,
) -> Option<String> {
    if matches!(subject.context, ValueContext::Action(_)) {
        return None;
    }
    let of_a_run = "variables are put into what actions configure: write it out, or compute it with a Rust expression in parentheses";
    let variable = string.contains("#{").then_some(of_a_run);
    variable
        .or_else(|| remedy::resolved_later(cx, string))
        .map(str::to_owned)
}

/// Advice for a string that is the name of a declared role, where the ARN of a role is expected.
fn declared_name<P: Place>(
    cx: &mut Check<'_, P>,
    pattern: &Pattern,
    string: &str,
) -> Option<String> {
    let role = *pattern == pattern::ROLE_ARN && cx.index.roles.contains_key(string);
    role.then(|| {
        cx.mark_meant(string);
        format!("the declared role is written without quotes: `{string}`")
    })
}
