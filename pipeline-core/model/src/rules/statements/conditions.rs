//! The conditions of a statement: keys of AWS, or of a service that exists, and values that their
//! operator can compare.

use std::net::IpAddr;

use crate::catalogue::condition_keys;
use crate::code::code;
use crate::model::{Data, Entry, Name, Value};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    UNKNOWN_CONDITION_KEY = "P419" Warning "a condition key that AWS does not have",
    why: "IAM takes any text as a condition key. A request has no value for a key that AWS does not know: a condition that compares it is not met, so that its statement has no effect; and one that is met where the key is missing, as with `StringNotEquals` or `…IfExists`, bounds nothing.",
    example: "role deploy {\n    statements: [{\n        actions: [\"sqs:SendMessage\"],\n        resources: [\"*\"],\n        conditions: { StringEquals: { \"aws:SourceAcount\": \"111111111111\" } },\n    }],\n}",
    fix: "Correct the key: `aws:SourceAccount`. A key that is newer than pipewright's list stays as it is; begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
}

/// Reports the condition keys that AWS does not have.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, statement: &[Entry<P>]) {
    let conditions = statement.iter().filter(|it| it.key.text == "conditions");
    for operator in conditions.flat_map(inner) {
        for entry in inner(operator) {
            known(cx, &entry.key);
            for value in entry.value.items() {
                readable(cx, &operator.key.text, value);
            }
        }
    }
}

/// The entries of a map in an entry.
fn inner<P>(entry: &Entry<P>) -> &[Entry<P>] {
    match &entry.value.data {
        Data::Map(entries) => entries,
        _ => &[],
    }
}

fn known<P: Place>(cx: &mut Check<'_, P>, key: &Name<P>) {
    if condition_keys::is_known(&key.text) {
        return;
    }
    let meant = condition_keys::closest(&key.text);
    cx.report(
        &UNKNOWN_CONDITION_KEY,
        key.at,
        format!("AWS has no condition key `{}`", key.text),
    )
    .maybe_help(meant.map(|meant| format!("did you mean `{meant}`?")));
}

code! {
    UNREADABLE_CONDITION_VALUE = "P548" Warning "a value that its condition's operator cannot compare",
    why: "`IpAddress` compares addresses and their ranges, `DateLessThan` dates, `NumericLessThan` numbers, `Bool` and `Null` `true` and `false`. Any other text is refused when the role is made, or fits nothing that a request has: a condition such as `IpAddress` with this text alone is then not met, and its statement has no effect.",
    example: "role deploy {\n    statements: [{\n        actions: [\"sqs:SendMessage\"],\n        resources: [\"*\"],\n        conditions: { IpAddress: { \"aws:SourceIp\": \"10.0.0.0/33\" } },\n    }],\n}",
    fix: "Write a value of the operator's type: `\"10.0.0.0/24\"`. Begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
}

/// Reports a value that its operator cannot compare.
fn readable<P: Place>(cx: &mut Check<'_, P>, operator: &str, value: &Value<P>) {
    let Some(text) = value
        .data
        .scalar()
        .filter(|_| !matches!(value.data, Data::Variable { .. }))
    else {
        return;
    };
    // What a variable of IAM stands for is known with the request only.
    if text.contains("${") {
        return;
    }
    let plain = operator.rsplit(':').next().unwrap_or(operator);
    let plain = plain.strip_suffix("IfExists").unwrap_or(plain);
    let takes = match plain {
        "Bool" | "Null" if !["true", "false"].contains(&text.to_ascii_lowercase().as_str()) => {
            "`true` or `false`"
        }
        "IpAddress" | "NotIpAddress" if !is_range(&text) => {
            "an address or a range of addresses, `10.0.0.0/24`"
        }
        _ if plain.starts_with("Numeric") && text.parse::<f64>().is_err() => "a number",
        _ if plain.starts_with("Date") && !is_date(&text) => "a date, `2027-01-31T06:00:00Z`",
        _ => return,
    };
    cx.report(
        &UNREADABLE_CONDITION_VALUE,
        value.at,
        format!("`{operator}` compares with {takes}, and not with `{text}`"),
    );
}

fn is_range(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    length.is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= most))
}

/// Returns whether it is a date of ISO 8601, or a number of seconds.
fn is_date(text: &str) -> bool {
    let year = text.get(..4);
    text.parse::<i64>().is_ok()
        || year.is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || "-:.+TZ".contains(c))
}
