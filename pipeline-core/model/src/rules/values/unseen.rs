//! Characters that nobody sees, in texts that keep to no pattern: those of events' patterns, outputs,
//! overrides and resources.

use super::strings::visible;
use crate::model::{Data, Entry, OutputValue, Value};
use crate::place::Place;
use crate::rules::context::{Check, Section};

/// Checks the declarations whose texts are AWS's or the user's own.
pub(crate) fn declarations<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let model = cx.index.model;
    for output in &model.outputs {
        if let OutputValue::Text(text) = &output.value {
            value(cx, "the value", text);
        }
    }
    let patterns = model.events.iter().flat_map(|event| &event.settings);
    let patterns = patterns.filter(|entry| entry.key.text == "pattern");
    let overrides = model.overrides.iter().flat_map(|found| &found.entries);
    let resources = model.resources.iter().flat_map(|found| &found.entries);
    for entry in patterns.chain(overrides).chain(resources) {
        self::entry(cx, entry);
    }
}

fn entry<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>) {
    visible(cx, "the name of a field", entry.key.at, &entry.key.text);
    value(cx, &format!("`{}`", entry.key.text), &entry.value);
}

fn value<P: Place>(cx: &mut Check<'_, P>, what: &str, found: &Value<P>) {
    match &found.data {
        Data::List(items) | Data::Joined(items) => {
            items.iter().for_each(|item| value(cx, what, item));
        }
        Data::Map(entries) => entries.iter().for_each(|found| entry(cx, found)),
        other => visible(cx, what, found.at, other.text().unwrap_or_default()),
    }
}
