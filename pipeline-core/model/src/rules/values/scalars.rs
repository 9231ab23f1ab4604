//! Numbers, booleans and constants.

use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::values::known;
use crate::rules::values::types::wrong_type;
use crate::rules::words;
use crate::similar;

code! {
    NUMBER_OUT_OF_RANGE = "P409" Error "a number that is too small or too large",
    why: "AWS allows the numbers that the message names, and refuses others at deploy.",
    example: "Review: Manual { timeout_in_minutes: 1 };",
    fix: "Take a number in the range.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Checks that a value is a whole number in a range.
pub(crate) fn number<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    (least, most): (i64, i64),
) {
    match &value.data {
        Data::Number(number) if (least..=most).contains(number) => {}
        Data::Number(number) => {
            let range = if most == i64::MAX {
                format!("is at least {least}")
            } else {
                format!("goes from {least} to {most}")
            };
            let message = format!("`{key}` is {number}, and {range}");
            cx.report(&NUMBER_OUT_OF_RANGE, value.at, message);
        }
        data => {
            let help = match data {
                Data::String(string) if string.parse::<i64>().is_ok() => {
                    Some(format!("without quotes: `{string}`"))
                }
                _ => None,
            };
            wrong_type(cx, key, value, "a whole number").maybe_help(help);
        }
    }
}

/// Checks that a value is `true` or `false`.
pub(crate) fn boolean<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    if let Data::Bool(_) = value.data {
        return;
    }
    let said = value.data.constant().map(str::to_ascii_lowercase);
    let meant = match said.as_deref() {
        Some("true" | "yes" | "on") => Some("true"),
        Some("false" | "no" | "off") => Some("false"),
        _ => None,
    };
    let help = meant.map(|plain| {
        let quoted = matches!(value.data, Data::String(_));
        let quotes = if quoted { ", without quotes" } else { "" };
        format!("write `{plain}`{quotes}")
    });
    wrong_type(cx, key, value, "`true` or `false`").maybe_help(help);
}

code! {
    UNKNOWN_CONSTANT = "P406" Error "a value that is not one of the key's constants",
    why: "The key takes one of a few constants, in AWS's own spelling. With another one AWS refuses the pipeline when it is created, or the action fails at its first run.",
    example: "action_mode: CHANGE_SET_CREATE,",
    fix: "Take one of those that the message names: `CHANGE_SET_REPLACE`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
}

/// Checks that a value is one of a key's constants.
pub(crate) fn constant<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    constants: &[&str],
    takes: &str,
) {
    if !known::check_value(cx, value) {
        return;
    }
    let Some(found) = value.data.constant() else {
        wrong_type(cx, key, value, takes).help(one_of(constants));
        return;
    };
    if constants.contains(&found) {
        return;
    }
    let begun = || {
        let mut begun = constants.iter().copied();
        begun.find(|known| {
            known
                .strip_prefix(found)
                .is_some_and(|rest| rest.starts_with('_'))
        })
    };
    let close = begun().or_else(|| similar::closest(found, constants.iter().copied()));
    let help = match close {
        Some(close) => format!("a value with a similar name: `{close}`"),
        None => one_of(constants),
    };
    cx.report(
        &UNKNOWN_CONSTANT,
        value.at,
        format!("`{key}` cannot be `{found}`"),
    )
    .help(help);
}

fn one_of(constants: &[&str]) -> String {
    format!("it can be {}", words::choice(constants))
}

/// The items of a list that are known.
pub(crate) fn list<'v, P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &'v Value<P>,
    takes: &str,
) -> Vec<&'v Value<P>> {
    let Data::List(items) = &value.data else {
        let help = match &value.data {
            Data::String(string) => {
                let items: Vec<&str> = string.split(',').map(str::trim).collect();
                let items = items.join("\", \"");
                Some(format!("put it in brackets: `[\"{items}\"]`"))
            }
            Data::Word(word) => Some(format!("put it in brackets: `[{word}]`")),
            _ => None,
        };
        wrong_type(cx, key, value, takes).maybe_help(help);
        return Vec::new();
    };
    items
        .iter()
        .filter(|item| known::check_value(cx, item))
        .collect()
}
