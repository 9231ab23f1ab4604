//! Values that name an artifact, or a file in one.

use crate::catalogue::pattern;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::flow::inputs;
use crate::rules::values::known;
use crate::rules::values::strings::malformed;
use crate::rules::values::types::wrong_type;
use crate::rules::words;

/// Checks a file in an input artifact.
pub(crate) fn file<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let takes = "a file in an artifact";
    let ValueContext::Action(run) = subject.context else {
        return;
    };
    match &value.data {
        Data::File { artifact, path } => {
            inputs::check_input(cx, run, &artifact.text, artifact.at);
            if let Some(known) = known::string(cx, path) {
                let what = format!("the path of `{key}`");
                malformed(cx, &what, path.at, known, &pattern::FILE_IN_ARTIFACT);
            }
        }
        Data::Word(word) if cx.index.artifacts.contains_key(word.as_str()) => {
            wrong_type(cx, key, value, takes).help(format!("say which file: `{word} / \"PATH\"`"));
        }
        Data::String(string) => {
            let (artifact, path) = string.split_once("::").unwrap_or(("ARTIFACT", string));
            wrong_type(cx, key, value, takes)
                .help(format!("write `{} / \"{path}\"`", words::title(artifact)));
        }
        _ => {
            wrong_type(cx, key, value, takes).help("write `ARTIFACT / \"PATH\"`");
        }
    }
}

/// Checks an input artifact.
pub(crate) fn artifact<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let ValueContext::Action(run) = subject.context else {
        return;
    };
    match &value.data {
        Data::Word(name) | Data::String(name) => inputs::check_input(cx, run, name, value.at),
        _ => {
            wrong_type(cx, key, value, "an input artifact");
        }
    }
}
