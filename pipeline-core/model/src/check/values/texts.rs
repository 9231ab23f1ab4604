//! Texts: whether each keeps to its pattern.

use super::wrong_type;
use crate::catalogue::pattern::{self, Pattern};
use crate::check::configuration::{Ground, Subject};
use crate::check::context::Check;
use crate::check::words;
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;

/// A text, or a variable that stands for one.
pub(in crate::check) fn text<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    match &value.data {
        Data::String(text)
        | Data::Include {
            content: Ok(text), ..
        } => {
            fits(cx, subject, key, value.at, text, pattern);
        }
        Data::Variable { .. } if matches!(subject.ground, Ground::Action(_)) => {}
        data => {
            let help = match data {
                Data::Word(word) if cx.facts.variables.contains_key(word.as_str()) => {
                    Some(format!("a pipeline variable is written `variables.{word}`"))
                }
                Data::Word(word) => Some(format!(
                    "put it in quotes: `\"{word}\"`; a Rust expression stands in parentheses: `({word})`"
                )),
                Data::List(items) => match items.as_slice() {
                    [only] => only
                        .data
                        .text()
                        .map(|text| format!("without brackets: `\"{text}\"`")),
                    _ => None,
                },
                Data::Map(_) => Some("JSON is written as a text: `r#\"{ … }\"#`".to_owned()),
                Data::Number(number) => Some(format!("put it in quotes: `\"{number}\"`")),
                Data::Bool(truth) => Some(format!("put it in quotes: `\"{truth}\"`")),
                _ => None,
            };
            wrong_type(cx, key, value, "a text", help);
        }
    }
}

/// A text against its pattern; what holds a variable is known at the run only, and
/// just its length is looked at.
pub(in crate::check) fn fits<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    at: P,
    text: &str,
    pattern: &'static Pattern,
) {
    let variable = matches!(subject.ground, Ground::Action(_)) && text.contains("#{");
    let pattern = if variable { subject.value() } else { pattern };
    if let Some(complaint) = pattern.complaint(text) {
        let help = declared_name(cx, pattern, text).or_else(|| words::remedy(pattern, text));
        cx.report(&codes::MALFORMED_TEXT, at, format!("`{key}` {complaint}"))
            .maybe_help(help);
    } else if !variable {
        for doubt in (pattern.doubts)(text) {
            cx.report(doubt.code, at, format!("`{key}`{}", doubt.message))
                .help(doubt.help);
        }
    }
}

/// What a text probably means that is the name of a declared role, and no ARN of one.
fn declared_name<P: Place>(cx: &mut Check<'_, P>, pattern: &Pattern, text: &str) -> Option<String> {
    let role = std::ptr::eq(pattern, &pattern::ROLE_ARN) && cx.facts.roles.contains_key(text);
    role.then(|| {
        cx.excuse(text);
        format!("the declared role is written without quotes: `{text}`")
    })
}
