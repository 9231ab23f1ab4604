//! IAM policy statements.

use super::configuration::{self, Subject};
use super::context::Check;
use super::expressions;
use super::maps::{entries, scalar};
use super::values::wrong_type;
use crate::catalogue::declared;
use crate::catalogue::declared::CONDITION_OPERATORS;
use crate::codes;
use crate::model::{Data, Entry, Name, Value};
use crate::place::Place;
use crate::similar;

/// A list of statements.
pub(super) fn statements<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Data::List(items) = &value.data else {
        wrong_type(
            cx,
            key,
            value,
            "a list of statements",
            Some("write it in brackets: `[{ actions: […], resources: […] }]`".to_owned()),
        );
        return;
    };
    let known: Vec<_> = declared::STATEMENT.iter().collect();
    for item in items {
        if !expressions::is_known(cx, item) {
            continue;
        }
        match &item.data {
            Data::Map(entries) => {
                configuration::all(cx, &subject.statement(item.at), &known, entries);
            }
            _ => wrong_type(
                cx,
                key,
                item,
                "a list of statements",
                Some("a statement is a map: `{ actions: […], resources: […] }`".to_owned()),
            ),
        }
    }
}

/// Statements that allow more than anyone can have meant to.
pub(super) fn wildcards<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    entries: &[Entry<P>],
) {
    for statement in maps(entries) {
        let denies = find(statement, "effect")
            .is_some_and(|effect| effect.value.data.constant() == Some("Deny"));
        let Some(Data::List(actions)) = find(statement, "actions").map(|entry| &entry.value.data)
        else {
            continue;
        };
        for action in actions.iter().filter(|_| !denies) {
            let what = match action.data.text() {
                Some("*") => "every action",
                Some(text) if text.ends_with(":*") => "every action of a service",
                _ => continue,
            };
            let text = action.data.text().unwrap_or_default();
            cx.report(
                &codes::ACTION_WILDCARD,
                action.at,
                format!("{} allows {what}, `{text}`", subject.what),
            )
            .help("name the API calls that are needed: `[\"s3:GetObject\", \"s3:PutObject\"]`");
        }
    }
}

fn maps<P>(entries: &[Entry<P>]) -> impl Iterator<Item = &[Entry<P>]> {
    let list = match find(entries, "statements").map(|entry| &entry.value.data) {
        Some(Data::List(items)) => items.as_slice(),
        _ => &[],
    };
    list.iter().filter_map(|item| match &item.data {
        Data::Map(entries) => Some(entries.as_slice()),
        _ => None,
    })
}

fn find<'a, P>(entries: &'a [Entry<P>], key: &str) -> Option<&'a Entry<P>> {
    entries.iter().find(|entry| entry.key.text == key)
}

/// Conditions of a statement: operators, each with keys, each with a value or several.
pub(super) fn conditions<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    for operator in entries(cx, key, value).into_iter().flatten() {
        known_operator(cx, &operator.key);
        if !expressions::is_known(cx, &operator.value) {
            continue;
        }
        let keys = entries(cx, &operator.key.text, &operator.value);
        for entry in keys.into_iter().flatten() {
            let values = match &entry.value.data {
                Data::List(items) => items.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            for value in values {
                scalar(cx, subject, &entry.key.text, value);
            }
        }
    }
}

/// A condition operator is one that IAM has.
fn known_operator<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>) {
    let said = name.text.as_str();
    let set = ["ForAnyValue:", "ForAllValues:"];
    let bare = set
        .iter()
        .find_map(|set| said.strip_prefix(set))
        .unwrap_or(said);
    let bare = bare.strip_suffix("IfExists").unwrap_or(bare);
    if CONDITION_OPERATORS.contains(&bare) {
        return;
    }
    let close = similar::closest(bare, CONDITION_OPERATORS.iter().copied());
    cx.report(
        &codes::UNKNOWN_CONSTANT,
        name.at,
        format!("there is no condition operator `{said}`"),
    )
    .maybe_help(close.map(|close| format!("an operator with a similar name: `{close}`")));
}
