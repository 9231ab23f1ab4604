//! Patterns of events, as EventBridge takes them.

use crate::code::code;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::deploy_time::place;
use crate::rules::events::{alternatives, comparisons};
use crate::rules::values::known;
use crate::rules::values::types::wrong_type;
use crate::rules::words;
use crate::similar;

const PATTERN: &str = "a map, `{ source: [\"com.example\"] }`";

/// The fields that every event has.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html>
const FIELDS: &[&str] = &[
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
    "$or",
];

/// Those of them that have no fields of their own.
const LEAVES: &[&str] = &[
    "version",
    "id",
    "detail-type",
    "source",
    "time",
    "resources",
];

/// The ways to compare a field with something else than a value.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>
pub(super) const OPERATORS: &[&str] = &[
    "prefix",
    "suffix",
    "anything-but",
    "equals-ignore-case",
    "exists",
    "numeric",
    "cidr",
    "wildcard",
];

code! {
    EVENT_PATTERN = "P381" Error "a pattern of events is malformed",
    why: "A pattern names fields of an event, each with a list of what it may be: texts, numbers, `true`, `false`, or a comparison, `{ prefix: \"release-\" }`. Each comparison takes values of its own form, such as `{ numeric: [\">\", 0, \"<=\", 5] }`, `{ exists: false }` or `{ cidr: \"10.0.0.0/24\" }`, and `$or` takes two patterns or more. EventBridge refuses others when the stack is deployed. A pattern that wants a value in a field that events do not have matches nothing. The account and the region are those behind `in` and `@`.",
    example: "on_event released { pattern: { source: \"com.example.release\" } }",
    fix: "Write lists: `pattern: { source: [\"com.example.release\"] }`.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
}

/// Checks a pattern of events.
pub(crate) fn pattern<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    let Data::Map(entries) = &value.data else {
        wrong_type(cx, key, value, PATTERN);
        return;
    };
    for entry in entries {
        let (name, at) = (entry.key.text.as_str(), entry.key.at);
        let clause = match name {
            "account" => Some("in ACCOUNT"),
            "region" => Some("@ \"REGION\""),
            _ => None,
        };
        if let Some(clause) = clause {
            let message = format!("the {name} of an event stands behind its name");
            cx.report(&EVENT_PATTERN, at, message)
                .help(format!("write `on_event NAME {clause} {{ … }}`"));
        } else if !FIELDS.contains(&name) {
            let message = format!("no event has a field `{name}`");
            let help = match similar::closest(name, FIELDS.iter().copied()) {
                Some(close) => format!("a field with a similar name: `\"{close}\"`"),
                None => format!(
                    "what an event of your own says stands in `detail`; the fields are {}",
                    words::list(FIELDS)
                ),
            };
            cx.report(&EVENT_PATTERN, at, message).help(help);
        } else if let (true, Data::Map(inner)) = (LEAVES.contains(&name), &entry.value.data)
            && inner
                .iter()
                .all(|it| !OPERATORS.contains(&it.key.text.as_str()))
        {
            let message = format!("`{name}` of an event has no fields");
            cx.report(&EVENT_PATTERN, entry.value.at, message)
                .help(format!(
                    "write a list of what it may be: `\"{name}\": [\"…\"]`"
                ));
        } else if let ("detail", Data::List(items)) = (name, &entry.value.data)
            && items.iter().all(|item| !matches!(item.data, Data::Map(_)))
        {
            cx.report(
                &EVENT_PATTERN,
                entry.value.at,
                "`detail` of an event is a map, and no text",
            )
            .help("name a field of it: `detail: { state: [\"FAILED\"] }`");
        }
    }
    let names_some = |field: &str| entries.iter().any(|entry| entry.key.text == field);
    if !["source", "detail-type", "detail", "resources", "$or"]
        .iter()
        .any(|field| names_some(field))
        && entries
            .iter()
            .all(|entry| FIELDS.contains(&entry.key.text.as_str()))
    {
        cx.report(
            &EVENT_PATTERN,
            value.at,
            "this pattern matches the events of whatever happens in the account",
        )
        .help("say at least whose events they are: `source: [\"com.example\"]`");
    }
    fields(cx, entries);
}

/// Checks the fields of a pattern.
pub(super) fn fields<P: Place>(cx: &mut Check<'_, P>, entries: &[Entry<P>]) {
    let mut seen: Vec<&str> = Vec::new();
    for entry in entries {
        let name = entry.key.text.as_str();
        if seen.contains(&name) {
            cx.report(
                &EVENT_PATTERN,
                entry.key.at,
                format!("field `{name}` stands here twice"),
            )
            .help("put what it may be into one list");
        }
        seen.push(name);
        if !known::check_value(cx, &entry.value) {
            continue;
        }
        if cx.index.model.is_deploy_time(&entry.value) {
            place::too_late(cx, name, &entry.value, place::WRITE_IT_OUT);
            continue;
        }
        if name == "$or" {
            alternatives::check(cx, &entry.value);
            continue;
        }
        match &entry.value.data {
            Data::List(items) => {
                if items.is_empty() {
                    cx.report(
                        &EVENT_PATTERN,
                        entry.value.at,
                        format!("`{name}` may be nothing, so that no event matches"),
                    )
                    .help("say what it may be, or leave it out");
                }
                for item in items {
                    self::item(cx, name, item);
                }
            }
            Data::Map(inner) if inner.is_empty() => {
                cx.report(
                    &EVENT_PATTERN,
                    entry.value.at,
                    format!("`{name}` names no field"),
                )
                .help("name a field of it, or leave it out");
            }
            Data::Map(inner) => operator_or_fields(cx, name, &entry.value, inner),
            other => {
                let written = match other {
                    Data::String(text) => format!("[\"{text}\"]"),
                    Data::Word(word) => format!("[\"{word}\"]"),
                    Data::Number(number) => format!("[{number}]"),
                    Data::Bool(truth) => format!("[{truth}]"),
                    _ => "[…]".to_owned(),
                };
                cx.report(
                    &EVENT_PATTERN,
                    entry.value.at,
                    format!("`{name}` takes a list of what it may be"),
                )
                .help(format!("put it in brackets: `{written}`"));
            }
        }
    }
}

/// A map is a part of the event, or was meant to compare.
fn operator_or_fields<P: Place>(
    cx: &mut Check<'_, P>,
    name: &str,
    value: &Value<P>,
    inner: &[Entry<P>],
) {
    let compares = |entry: &Entry<P>| {
        let operator = entry.key.text.as_str();
        let lists = ["numeric", "anything-but"].contains(&operator);
        OPERATORS.contains(&operator)
            && match &entry.value.data {
                Data::Map(_) => false,
                // A field of the event can be called like a comparison.
                Data::List(items) => items.is_empty() || lists,
                _ => true,
            }
    };
    if let Some(entry) = inner.iter().find(|entry| compares(entry)) {
        let operator = &entry.key.text;
        let help = match inner.len() {
            1 => format!("put the map in brackets: `[{{ {operator}: … }}]`"),
            _ => format!("write a map for each in brackets: `[{{ {operator}: … }}, …]`"),
        };
        let message = format!("`{name}` takes a list, in which `{operator}` compares");
        cx.report(&EVENT_PATTERN, value.at, message).help(help);
        return;
    }
    fields(cx, inner);
}

/// An item of a list: a value, or a comparison.
fn item<P: Place>(cx: &mut Check<'_, P>, field: &str, item: &Value<P>) {
    if !known::check_value(cx, item) {
        return;
    }
    if cx.index.model.is_deploy_time(item) {
        place::too_late(cx, field, item, place::WRITE_IT_OUT);
        return;
    }
    match &item.data {
        Data::String(_) | Data::Include { .. } | Data::Number(_) | Data::Bool(_) => {}
        Data::Map(entries) => match entries.as_slice() {
            [] => {
                cx.report(
                    &EVENT_PATTERN,
                    item.at,
                    format!("an item of `{field}` compares by nothing"),
                )
                .help("write a value, or a comparison: `{ prefix: \"release-\" }`");
            }
            [only] if OPERATORS.contains(&only.key.text.as_str()) => comparisons::check(cx, only),
            [only] => {
                let operator = &only.key.text;
                let help = match similar::closest(operator, OPERATORS.iter().copied()) {
                    Some(close) => format!("a comparison with a similar name: `\"{close}\"`"),
                    None => format!("it can be {}", words::choice(OPERATORS)),
                };
                let message = format!("EventBridge cannot compare by `{operator}`");
                cx.report(&EVENT_PATTERN, only.key.at, message).help(help);
            }
            _ => {
                let message = format!("an item of `{field}` compares in one way");
                cx.report(&EVENT_PATTERN, item.at, message)
                    .help("write a map for each: `[{ prefix: \"a\" }, { suffix: \"b\" }]`");
            }
        },
        Data::Word(word) => {
            let message = format!("`{field}` takes a list of texts, and this is a bare word");
            cx.report(&EVENT_PATTERN, item.at, message)
                .help(format!("put it in quotes: `\"{word}\"`"));
        }
        _ => {
            let message =
                format!("an item of `{field}` is a text, a number, `true`, `false` or a map");
            cx.report(&EVENT_PATTERN, item.at, message);
        }
    }
}
