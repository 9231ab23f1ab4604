//! Maps with keys of their own, and how long lists are.

use super::configuration::{self, Subject};
use super::context::Check;
use super::expressions;
use super::values::wrong_type;
use crate::catalogue::Key;
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;

/// A map with these keys.
pub(super) fn record<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
) {
    let Data::Map(entries) = &value.data else {
        wrong_type(cx, key, value, "a map", Some(example(key, keys)));
        return;
    };
    let known: Vec<_> = keys.iter().collect();
    configuration::all(cx, &subject.part(key, value.at), &known, entries);
}

/// A list of such maps, or a single one.
pub(super) fn records<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
    most: usize,
) {
    for item in items(value) {
        if expressions::is_known(cx, item) {
            record(cx, subject, keys, key, item);
        }
    }
    length(cx, key, value, (1, most));
}

/// The items of a list; a value that is none is the only one.
pub(super) fn items<P>(value: &Value<P>) -> &[Value<P>] {
    match &value.data {
        Data::List(items) => items,
        _ => std::slice::from_ref(value),
    }
}

/// A list keeps to a number of items.
pub(super) fn length<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    (least, most): (usize, usize),
) {
    let Data::List(items) = &value.data else {
        return;
    };
    if (least..=most).contains(&items.len()) {
        return;
    }
    let at = items.get(most).map_or(value.at, |surplus| surplus.at);
    let number = match items.len() {
        0 => "is empty".to_owned(),
        1 => "has 1 item".to_owned(),
        number => format!("has {number} items"),
    };
    cx.report(
        &codes::LIST_LENGTH,
        at,
        format!("`{key}` {number}, and takes {least} to {most}"),
    );
}

fn example(key: &str, keys: &[Key]) -> String {
    let first = keys.first().map(Key::written).unwrap_or_default();
    format!("write `{key}: {{ {first}: … }}`")
}
