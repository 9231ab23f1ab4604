//! Values that name an artifact, or a file in one.

use super::wrong_type;
use crate::catalogue::pattern;
use crate::check::configuration::{Ground, Subject};
use crate::check::context::Check;
use crate::check::{expressions, flow, words};
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;

/// A file in an input artifact.
pub(super) fn file<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let takes = "a file in an artifact";
    let Ground::Action(run) = subject.ground else {
        return;
    };
    match &value.data {
        Data::File { artifact, path } => {
            flow::is_input(cx, run, &artifact.text, artifact.at);
            let known = expressions::known(cx, path);
            if let Some(complaint) = known.and_then(|path| pattern::CONFIG_VALUE.complaint(path)) {
                cx.report(
                    &codes::MALFORMED_TEXT,
                    path.at,
                    format!("the path of `{key}` {complaint}"),
                );
            }
        }
        Data::Word(word) if cx.facts.artifacts.contains_key(word.as_str()) => {
            wrong_type(
                cx,
                key,
                value,
                takes,
                Some(format!("say which file: `{word} / \"PATH\"`")),
            );
        }
        Data::String(text) => {
            let (artifact, path) = text.split_once("::").unwrap_or(("ARTIFACT", text));
            wrong_type(
                cx,
                key,
                value,
                takes,
                Some(format!("write `{} / \"{path}\"`", words::title(artifact))),
            );
        }
        _ => wrong_type(
            cx,
            key,
            value,
            takes,
            Some("write `ARTIFACT / \"PATH\"`".to_owned()),
        ),
    }
}

/// An input artifact.
pub(super) fn artifact<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Ground::Action(run) = subject.ground else {
        return;
    };
    match &value.data {
        Data::Word(name) | Data::String(name) => flow::is_input(cx, run, name, value.at),
        _ => wrong_type(cx, key, value, "an input artifact", None),
    }
}
