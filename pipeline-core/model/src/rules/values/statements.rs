//! IAM policy statements.

use crate::catalogue::{condition_keys, declared};
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::values::scalars::UNKNOWN_CONSTANT;
use crate::rules::values::types::wrong_type;
use crate::rules::values::{known, maps, strings};
use crate::rules::words;
use crate::similar;

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
        // One error is enough where a key stands in the place of an operator.
        if !known_operator(cx, operator) && !matches!(operator.value.data, Data::Map(_)) {
            known::check_value(cx, &operator.value);
            continue;
        }
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

/// Returns whether a condition operator is one that IAM has; one that is not is reported.
fn known_operator<P: Place>(cx: &mut Check<'_, P>, operator: &Entry<P>) -> bool {
    let said = operator.key.text.as_str();
    let Err(close) = declared::condition_operator(said) else {
        return true;
    };
    let help = match close {
        Some(close) => Some(format!("an operator with a similar name: `{close}`")),
        None => without_operator(said, &operator.value).or_else(|| of_a_set(said)),
    };
    cx.report(
        &UNKNOWN_CONSTANT,
        operator.key.at,
        format!("there is no condition operator `{said}`"),
    )
    .maybe_help(help);
    false
}

/// The advice on what an operator of several values begins with.
fn of_a_set(said: &str) -> Option<String> {
    if let Some((_, operator)) = said.split_once(':') {
        declared::condition_operator(operator).ok()?;
        let sets = declared::SETS.iter();
        let sets: Vec<String> = sets.map(|set| format!("{set}:{operator}")).collect();
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        return Some(format!("it can be {}", words::choice(&sets)));
    }
    let set = similar::closest(said, declared::SETS.iter().copied())?;
    Some(format!(
        "the operator stands behind it: `\"{set}:StringEquals\"`"
    ))
}

/// The advice on a condition key that stands in no operator: `{ "aws:SourceAccount": "…" }`.
fn without_operator<P>(key: &str, value: &Value<P>) -> Option<String> {
    key.split_once([':', '/'])?;
    if matches!(value.data, Data::Map(_)) {
        return None;
    }
    let mut texts = Vec::new();
    let mut items = Vec::new();
    for item in value.items() {
        items.push(match (&item.data, item.data.scalar()) {
            (Data::Number(_) | Data::Bool(_), Some(scalar)) => scalar,
            (_, Some(scalar)) => format!("\"{scalar}\""),
            _ => "…".to_owned(),
        });
        texts.extend(item.data.scalar());
    }
    let mut written = items.join(", ");
    if matches!(value.data, Data::List(_)) {
        written = format!("[{written}]");
    }
    let any = |found: fn(&str) -> bool| texts.iter().any(|text| found(text));
    let operator = if condition_keys::is_of_arns(key) || any(|text| text.starts_with("arn:")) {
        "ArnLike"
    } else if key.eq_ignore_ascii_case("aws:SourceIp")
        || key.eq_ignore_ascii_case("aws:VpcSourceIp")
    {
        "IpAddress"
    } else if any(|text| matches!(text, "true" | "false")) {
        "Bool"
    } else if condition_keys::has_several(key) {
        "\"ForAnyValue:StringEquals\""
    } else if any(|text| text.contains(['*', '?'])) {
        "StringLike"
    } else {
        "StringEquals"
    };
    Some(format!(
        "a key stands in an operator: `{{ {operator}: {{ \"{key}\": {written} }} }}`"
    ))
}
