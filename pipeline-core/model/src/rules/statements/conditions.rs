//! The conditions of a statement: keys of AWS, or of a service that exists, and values that their
//! operator can compare.

use std::net::IpAddr;

use crate::arn::Arn;
use crate::catalogue::services::overlap;
use crate::catalogue::{condition_keys, pattern};
use crate::code::code;
use crate::model::{Data, Name, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::places::regions;

code! {
    UNKNOWN_CONDITION_KEY = "P419" Warning "a condition key that AWS does not have",
    why: "IAM takes any text as a condition key. A request has no value for a key that AWS does not know: a condition that compares it is not met, so that its statement has no effect; and one that is met where the key is missing, as with `StringNotEquals` or `…IfExists`, bounds nothing.",
    example: "role deploy {\n    statements: [{\n        actions: [\"sqs:SendMessage\"],\n        resources: [\"*\"],\n        conditions: { StringEquals: { \"aws:SourceAcount\": \"111111111111\" } },\n    }],\n}",
    fix: "Correct the key: `aws:SourceAccount`. A key that is newer than pipewright's list stays as it is; begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
}

/// Checks the conditions of a statement. `services` are the prefixes of its calls.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, conditions: &Value<P>, services: &[&str]) {
    let operators = conditions.data.as_map().unwrap_or_default();
    if operators.is_empty() && matches!(conditions.data, Data::Map(_)) {
        empty(cx, "conditions", conditions.at, "has no operator");
    }
    for operator in operators {
        let keys = operator.value.data.as_map().unwrap_or_default();
        if keys.is_empty() && matches!(operator.value.data, Data::Map(_)) {
            empty(cx, &operator.key.text, operator.value.at, "compares no key");
        }
        for entry in keys {
            known(cx, &entry.key, services);
            if matches!(&entry.value.data, Data::List(values) if values.is_empty()) {
                empty(
                    cx,
                    &entry.key.text,
                    entry.value.at,
                    "is compared with no value",
                );
            }
            for value in entry.value.items() {
                in_region(cx, &entry.key.text, value);
                readable(cx, &operator.key.text, &entry.key.text, value);
            }
        }
    }
}

/// Checks the region that a value is, or that the ARN has which it is.
fn in_region<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    let text = value.data.text().unwrap_or_default();
    if key.eq_ignore_ascii_case("aws:RequestedRegion") {
        regions::doubtful(cx, value.at, text);
    } else if let Some(arn) = Arn::parse(text) {
        regions::doubtful(cx, value.at, arn.region);
    }
}

fn known<P: Place>(cx: &mut Check<'_, P>, key: &Name<P>, services: &[&str]) {
    // A reference has been reported.
    if condition_keys::is_known(&key.text) || key.text.contains("{{") {
        return;
    }
    let help = match condition_keys::closest(&key.text, services) {
        Some(meant) => Some(format!("did you mean `{meant}`?")),
        None if key.text.contains(':') => None,
        None => Some("a key has a prefix: `aws:SourceArn`, `s3:prefix`".to_owned()),
    };
    cx.report(
        &UNKNOWN_CONDITION_KEY,
        key.at,
        format!("AWS has no condition key `{}`", key.text),
    )
    .maybe_help(help);
}

code! {
    UNREADABLE_CONDITION_VALUE = "P548" Warning "a value that its condition cannot be compared with",
    why: "`IpAddress` compares addresses and their ranges, `DateLessThan` dates, `NumericLessThan` numbers, `Bool` and `Null` `true` and `false`, `ArnLike` ARNs, each of whose six fields is compared by itself. `aws:SourceArn` and some other keys have ARNs whatever the operator is, `aws:SourceAccount` and some others ids of accounts. `StringEquals` reads no wildcards. Any other text is refused when the role is made, or fits nothing that a request has: a condition such as `IpAddress` with this text alone, or one with an empty list, is then not met, and its statement has no effect.",
    example: "role deploy {\n    statements: [{\n        actions: [\"sqs:SendMessage\"],\n        resources: [\"*\"],\n        conditions: { IpAddress: { \"aws:SourceIp\": \"10.0.0.0/33\" } },\n    }],\n}",
    fix: "Write a value of the operator's type: `\"10.0.0.0/24\"`. Begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
}

/// Reports a condition that no request meets, since it compares nothing.
fn empty<P: Place>(cx: &mut Check<'_, P>, name: &str, at: P, what: &str) {
    cx.report(&UNREADABLE_CONDITION_VALUE, at, format!("`{name}` {what}"))
        .help("write what it is compared with, or leave the condition out");
}

/// Reports a value that its operator cannot compare, or that its key never has.
fn readable<P: Place>(cx: &mut Check<'_, P>, operator: &str, key: &str, value: &Value<P>) {
    let Some(text) = value
        .data
        .scalar()
        .filter(|_| !matches!(value.data, Data::Variable { .. }))
    else {
        return;
    };
    // What a variable of IAM stands for is known with the request only.
    if text.contains("${") || text.contains("{{") {
        return;
    }
    let plain = operator.rsplit(':').next().unwrap_or(operator);
    let plain = plain.strip_suffix("IfExists").unwrap_or(plain);
    if let (Some(like), Some(sign)) = (pattern_operator(plain), text.find(['*', '?']))
        && (text.contains('*') || condition_keys::is_of_arns(key))
    {
        let sign = &text[sign..=sign];
        let message = format!("`{operator}` takes the `{sign}` in `{text}` for a character");
        cx.report(&UNREADABLE_CONDITION_VALUE, value.at, message)
            .help(format!("write `{}`", operator.replace(plain, like)));
        return;
    }
    let takes = match plain {
        "Bool" | "Null" if !["true", "false"].contains(&text.to_ascii_lowercase().as_str()) => {
            "`true` or `false`"
        }
        "IpAddress" | "NotIpAddress" if !is_range(&text) => {
            "an address or a range of addresses, `10.0.0.0/24`"
        }
        _ if plain.starts_with("Numeric") && text.parse::<f64>().is_err() => "a number",
        _ if plain.starts_with("Date") && !is_date(&text) => "a date, `2027-01-31T06:00:00Z`",
        _ if plain.starts_with("Arn") && !is_pattern_of_arns(&text) => {
            "an ARN of six fields, `arn:aws:sns:us-east-1:111111111111:reviews`"
        }
        _ if plain.starts_with("String")
            && condition_keys::is_of_arns(key)
            && !is_like_arns(&text) =>
        {
            return of_arns(cx, key, value.at, &text);
        }
        _ if plain.starts_with("String") && condition_keys::is_of_accounts(key) => {
            return of_accounts(cx, key, value.at, &text);
        }
        _ => return,
    };
    cx.report(
        &UNREADABLE_CONDITION_VALUE,
        value.at,
        format!("`{operator}` compares with {takes}, and not with `{text}`"),
    );
}

/// The operator that reads wildcards, for one that does not.
fn pattern_operator(plain: &str) -> Option<&'static str> {
    match plain {
        "StringEquals" | "StringEqualsIgnoreCase" => Some("StringLike"),
        "StringNotEquals" | "StringNotEqualsIgnoreCase" => Some("StringNotLike"),
        _ => None,
    }
}

fn of_arns<P: Place>(cx: &mut Check<'_, P>, key: &str, at: P, text: &str) {
    cx.report(
        &UNREADABLE_CONDITION_VALUE,
        at,
        format!("`{key}` is an ARN, which `{text}` cannot be"),
    )
    .help("write all of it: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`");
}

fn of_accounts<P: Place>(cx: &mut Check<'_, P>, key: &str, at: P, text: &str) {
    // A pattern can be one.
    if text.contains(['*', '?']) || pattern::ACCOUNT_ID.complaint(text).is_none() {
        return;
    }
    let message = format!("`{key}` is the id of an account, which `{text}` cannot be");
    cx.report(&UNREADABLE_CONDITION_VALUE, at, message)
        .help("write the twelve digits");
}

/// Returns whether a text is a pattern of ARNs whose fields are compared one by one.
fn is_pattern_of_arns(text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    text == "*" || fields.len() == 6 && overlap(fields[0], "arn") && !fields[5].is_empty()
}

/// Returns whether a text, or a pattern of texts, can be an ARN.
fn is_like_arns(text: &str) -> bool {
    overlap(text, "arn:?*:?*:*:*:?*")
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
