//! Maps with keys of their own.

use crate::catalogue::{Key, pattern};
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::configuration::{self, repeated};
use crate::rules::context::Check;
use crate::rules::values::strings::malformed;
use crate::rules::values::types::wrong_type;
use crate::rules::values::{known, maps};

/// Checks a map with these keys.
pub(crate) fn record<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
) {
    let Data::Map(entries) = &value.data else {
        wrong_type(cx, key, value, "a map").help(example(key, keys));
        return;
    };
    configuration::all(cx, &subject.part(key, value.at), &[keys], entries);
}

/// Checks a map with these keys, or a list of such maps.
pub(crate) fn one_or_more<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
) {
    for item in value.items() {
        if known::check_value(cx, item) {
            record(cx, subject, keys, key, item);
        }
    }
}

/// Checks a map of names, each with a map with these keys.
pub(crate) fn named<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &'static [Key],
    key: &str,
    value: &Value<P>,
) {
    let Data::Map(entries) = &value.data else {
        let example = format!("write `{key}: {{ NAME: {{ … }} }}`");
        wrong_type(cx, key, value, "a map of names").help(example);
        return;
    };
    repeated::once(cx, entries);
    for entry in entries {
        let name = &entry.key;
        let what = format!("`{}` in `{key}`", name.text);
        malformed(cx, &what, name.at, &name.text, &pattern::CONFIG_KEY);
        if known::check_value(cx, &entry.value) {
            record(cx, subject, keys, &name.text, &entry.value);
            cx.beside_unknown.spread(entry.value.at, name.at);
        }
    }
}

fn example(key: &str, keys: &[Key]) -> String {
    let first = keys.first().map(Key::written).unwrap_or_default();
    format!("write `{key}: {{ {first}: … }}`")
}

/// Checks one of several maps with the same keys.
pub(crate) fn item<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    keys: &'static [Key],
    value: &Value<P>,
) {
    if let Some(entries) = maps::entries(cx, key, value) {
        let subject = Subject {
            what: format!("an item of `{key}`"),
            at: value.at,
            context: subject.context,
            instead_of_adding: None,
        };
        configuration::all(cx, &subject, &[keys], entries);
    }
}
