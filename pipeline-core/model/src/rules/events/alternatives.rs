//! Alternatives in patterns of events, `$or`.

use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::events::patterns::{EVENT_PATTERN, OPERATORS, fields};
use crate::rules::values::known;
use crate::rules::words;

/// More names that no field inside of `$or` can have.
///
/// Source: <https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/Constants.java>
const RESERVED: &[&str] = &[
    "exactly",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
    "ip-address-not-in-range",
];

/// The patterns of `$or`, of which one has to match.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let Data::List(items) = &value.data else {
        cx.report(&EVENT_PATTERN, value.at, "`$or` takes a list of patterns")
            .help(
                "write at least two: `\"$or\": [{ state: [\"FAILED\"] }, { stage: [\"Deploy\"] }]`",
            );
        return;
    };
    if items.len() < 2 {
        let count = words::count(items.len(), "pattern");
        let help = match items.len() {
            0 => "leave it out, or write two patterns",
            _ => "leave `$or` out, and write its pattern in place of it",
        };
        cx.report(
            &EVENT_PATTERN,
            value.at,
            format!("`$or` has {count}, and needs two"),
        )
        .help(help);
    }
    for item in items {
        match &item.data {
            Data::Map(inner) => {
                if let Some(entry) = inner.iter().find(|it| is_reserved(&it.key.text)) {
                    let message =
                        format!("`{}` is no name of a field inside of `$or`", entry.key.text);
                    cx.report(&EVENT_PATTERN, entry.key.at, message).help(
                        "`$or` joins patterns of fields; the values of one field stand in a list",
                    );
                    continue;
                }
                if inner.is_empty() {
                    cx.report(&EVENT_PATTERN, item.at, "this pattern names no field")
                        .help("name a field, or leave it out");
                }
                fields(cx, inner);
            }
            _ if known::check_value(cx, item) => {
                cx.report(
                    &EVENT_PATTERN,
                    item.at,
                    "each item of `$or` is a pattern, a map",
                )
                .help("name the field: `{ state: [\"FAILED\"] }`");
            }
            _ => {}
        }
    }
}

/// Returns whether EventBridge takes a name for that of a comparison, where a field stands in `$or`.
fn is_reserved(name: &str) -> bool {
    OPERATORS.contains(&name) || RESERVED.contains(&name)
}
