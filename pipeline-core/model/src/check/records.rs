//! Maps with keys of their own.

use super::configuration::{self, Subject};
use super::context::Check;
use super::expressions;
use super::values::wrong_type;
use crate::catalogue::{Key, pattern};
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

/// A map with these keys, or a list of such maps.
pub(super) fn one_or_more<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
) {
    for item in items(value) {
        if expressions::is_known(cx, item) {
            record(cx, subject, keys, key, item);
        }
    }
}

/// A map of names, each with a map with these keys.
pub(super) fn named<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
) {
    let Data::Map(entries) = &value.data else {
        let example = format!("write `{key}: {{ NAME: {{ … }} }}`");
        wrong_type(cx, key, value, "a map of names", Some(example));
        return;
    };
    configuration::once(cx, entries);
    for entry in entries {
        let name = &entry.key;
        if let Some(complaint) = pattern::CONFIG_KEY.complaint(&name.text) {
            cx.report(
                &codes::MALFORMED_TEXT,
                name.at,
                format!("`{}` in `{key}` {complaint}", name.text),
            );
        }
        if expressions::is_known(cx, &entry.value) {
            record(cx, subject, keys, &name.text, &entry.value);
        }
    }
}

/// The items of a list; a value that is none is the only one.
pub(super) fn items<P>(value: &Value<P>) -> &[Value<P>] {
    match &value.data {
        Data::List(items) => items,
        _ => std::slice::from_ref(value),
    }
}

fn example(key: &str, keys: &[Key]) -> String {
    let first = keys.first().map(Key::written).unwrap_or_default();
    format!("write `{key}: {{ {first}: … }}`")
}
