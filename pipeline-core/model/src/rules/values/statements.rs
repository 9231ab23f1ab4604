//! IAM policy statements.

use crate::catalogue::declared;
use crate::model::{Data, Name, Value};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::values::scalars::UNKNOWN_CONSTANT;
use crate::rules::values::types::wrong_type;
use crate::rules::values::{known, maps, strings};

/// Checks a list of statements.
pub(crate) fn statements<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Data::List(items) = &value.data else {
        wrong_type(cx, key, value, "a list of statements")
            .help("write it in brackets: `[{ actions: […], resources: […] }]`");
        return;
    };
    for item in items {
        if !known::check_value(cx, item) {
            continue;
        }
        match &item.data {
            Data::Map(entries) => {
                configuration::all(
                    cx,
                    &subject.statement(item.at),
                    &[declared::STATEMENT],
                    entries,
                );
            }
            _ => {
                wrong_type(cx, key, item, "a list of statements")
                    .help("a statement is a map: `{ actions: […], resources: […] }`");
            }
        }
    }
}

/// Checks the conditions of a statement: operators, each with keys, each with a value or several.
pub(crate) fn conditions<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    for operator in maps::entries(cx, key, value).into_iter().flatten() {
        known_operator(cx, &operator.key);
        if !known::check_value(cx, &operator.value) {
            continue;
        }
        let keys = maps::entries(cx, &operator.key.text, &operator.value);
        for entry in keys.into_iter().flatten() {
            let what = format!("`{}`", entry.key.text);
            strings::visible(cx, "this key", entry.key.at, &entry.key.text);
            for value in entry.value.items() {
                if let Some(string) = maps::scalar(cx, subject, &entry.key.text, value) {
                    strings::visible(cx, &what, value.at, &string);
                }
            }
        }
    }
}

/// Checks that a condition operator is one that IAM has.
fn known_operator<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>) {
    let said = name.text.as_str();
    let Err(close) = declared::condition_operator(said) else {
        return;
    };
    cx.report(
        &UNKNOWN_CONSTANT,
        name.at,
        format!("there is no condition operator `{said}`"),
    )
    .maybe_help(close.map(|close| format!("an operator with a similar name: `{close}`")));
}
