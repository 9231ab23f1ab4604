//! What the comparisons in a pattern of events compare with.

use std::net::IpAddr;

use super::patterns::EVENT_PATTERN;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::deploy_time::place;
use crate::rules::values::known;

/// The signs of `numeric`.
const SIGNS: [&str; 5] = ["<", "<=", "=", ">=", ">"];

/// The largest number that `numeric` compares, below and above zero.
const LARGEST: u64 = 5_000_000_000;

/// Checks what a comparison compares with.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, comparison: &Entry<P>) {
    let (operator, value) = (comparison.key.text.as_str(), &comparison.value);
    if !known::value(cx, value) {
        return;
    }
    if cx.index.model.is_deploy_time(value) {
        place::too_late(cx, operator, value, place::WRITE_IT_OUT);
        return;
    }
    let takes = match operator {
        "prefix" | "suffix" if !is_affix(value) => {
            "a text, or `{ \"equals-ignore-case\": \"TEXT\" }`"
        }
        "equals-ignore-case" if !is_text(value) => "a text",
        "wildcard" if !is_wildcard(value) => "a text in which no two `*` stand side by side",
        "exists" if !matches!(value.data, Data::Bool(_)) => "`true` or `false`, without quotes",
        "cidr" if !is_range(value) => "a range of addresses, `\"10.0.0.0/24\"`",
        "numeric" if !is_numeric(value) => {
            "signs and numbers in turn, `[\">\", 0]` or `[\">\", 0, \"<=\", 10]`"
        }
        "anything-but" if !is_excluded(value) => {
            "a text, a number, a list of either, or a comparison such as `{ prefix: \"TEXT\" }`"
        }
        _ => return,
    };
    cx.report(
        &EVENT_PATTERN,
        value.at,
        format!("`{operator}` takes {takes}"),
    );
}

/// Returns whether it is a text, or may be one.
fn is_text<P>(value: &Value<P>) -> bool {
    matches!(value.data, Data::String(_) | Data::Include { .. }) || is_unknown(value)
}

fn is_unknown<P>(value: &Value<P>) -> bool {
    matches!(
        value.data,
        Data::Deferred(_) | Data::Failed(_) | Data::Missing
    )
}

fn is_affix<P>(value: &Value<P>) -> bool {
    match &value.data {
        Data::Map(entries) => match entries.as_slice() {
            [only] => only.key.text == "equals-ignore-case" && is_text(&only.value),
            _ => false,
        },
        _ => is_text(value),
    }
}

fn is_wildcard<P>(value: &Value<P>) -> bool {
    is_text(value) && value.data.text().is_none_or(|text| !text.contains("**"))
}

fn is_range<P>(value: &Value<P>) -> bool {
    let Some(text) = value.data.text() else {
        return is_text(value);
    };
    let Some((address, length)) = text.split_once('/') else {
        return false;
    };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    length.parse::<u8>().is_ok_and(|length| length <= most)
}

fn is_numeric<P>(value: &Value<P>) -> bool {
    let Data::List(items) = &value.data else {
        return is_unknown(value);
    };
    let pair = |pair: &[Value<P>]| match pair {
        [sign, number] => {
            let sign = sign.data.text();
            let is_number = match &number.data {
                Data::Number(number) => number.unsigned_abs() <= LARGEST,
                _ => is_unknown(number),
            };
            sign.is_none_or(|sign| SIGNS.contains(&sign)) && is_number
        }
        _ => false,
    };
    [2, 4].contains(&items.len()) && items.chunks(2).all(pair)
}

/// Returns whether `anything-but` takes it.
fn is_excluded<P>(value: &Value<P>) -> bool {
    let texts = |value: &Value<P>, one: fn(&Value<P>) -> bool| match &value.data {
        Data::List(items) => !items.is_empty() && items.iter().all(one),
        _ => one(value),
    };
    match &value.data {
        Data::Map(entries) => match entries.as_slice() {
            [only] => match only.key.text.as_str() {
                "prefix" | "suffix" | "equals-ignore-case" => texts(&only.value, is_text),
                "wildcard" => texts(&only.value, is_wildcard),
                _ => false,
            },
            _ => false,
        },
        _ => texts(value, |one| {
            is_text(one) || matches!(one.data, Data::Number(_))
        }),
    }
}
