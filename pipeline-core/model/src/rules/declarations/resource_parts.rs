//! The maps in the properties of resources beside the pipeline, at any depth.

use super::resources::{MISSING_PROPERTY, PROPERTY_SPELLING, UNKNOWN_PROPERTY};
use crate::catalogue::resource_parts::ResourcePart;
use crate::catalogue::resource_types;
use crate::model::{Data, Entry, Name, Resource, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::words;
use crate::similar;

/// Checks the maps that a property of a resource holds.
pub(super) fn check<P: Place>(
    cx: &mut Check<'_, P>,
    found: &Resource<P>,
    kind: &str,
    entry: &Entry<P>,
) {
    let Some(part) = ResourcePart::of_property(kind, &entry.key.text) else {
        return;
    };
    let place = Nested {
        resource: &found.name,
        kind,
        path: entry.key.text.clone(),
    };
    place.value(cx, part, &entry.value);
}

/// A property of a resource, or of a map in one.
struct Nested<'m, P> {
    resource: &'m Name<P>,
    kind: &'m str,
    /// The names down to it, with dots.
    path: String,
}

impl<P: Place> Nested<'_, P> {
    fn value(&self, cx: &mut Check<'_, P>, part: ResourcePart, value: &Value<P>) {
        match &value.data {
            Data::List(items) => {
                for item in items {
                    self.value(cx, part, item);
                }
            }
            Data::Map(entries) if !is_function(entries) => self.map(cx, part, value, entries),
            _ => {}
        }
    }

    fn map(
        &self,
        cx: &mut Check<'_, P>,
        part: ResourcePart,
        value: &Value<P>,
        entries: &[Entry<P>],
    ) {
        for entry in entries {
            self.property(cx, part, entry);
            if let Some(inner) = part.part(&entry.key.text) {
                let below = Nested {
                    path: format!("{}.{}", self.path, entry.key.text),
                    ..*self
                };
                below.value(cx, inner, &entry.value);
            }
        }
        let is_there = |name: &&str| entries.iter().any(|entry| is_same(&entry.key.text, name));
        let lacks: Vec<&str> = part.required().filter(|name| !is_there(name)).collect();
        if let Some(first) = lacks.first() {
            let message = format!(
                "`{}` of resource `{}` lacks {}, which `{}` needs there",
                self.path,
                self.resource.text,
                words::list(&lacks),
                self.kind
            );
            cx.report(&MISSING_PROPERTY, value.at, message)
                .help(format!("write `{first}: …`"));
        }
    }

    fn property(&self, cx: &mut Check<'_, P>, part: ResourcePart, entry: &Entry<P>) {
        let written = entry.key.text.as_str();
        if part.properties().any(|name| name == written) {
            return;
        }
        let (path, kind) = (&self.path, self.kind);
        if let Some(spelled) = part.properties().find(|name| is_same(name, written)) {
            let message = format!("`{path}` of `{kind}` has no property `{written}`");
            cx.report(&PROPERTY_SPELLING, entry.key.at, message)
                .help(format!("CloudFormation spells it `{spelled}`"));
            return;
        }
        if part.is_open() || self.resource.text.starts_with('_') {
            return;
        }
        let message = format!(
            "AWS's schema of `{kind}`, of {}, has no property `{written}` in `{path}`",
            resource_types::AS_OF
        );
        let all: Vec<&str> = part.properties().collect();
        let help = match similar::closest(written, all.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("it has {}", words::list(&all)),
        };
        cx.report(&UNKNOWN_PROPERTY, entry.key.at, message)
            .help(help);
    }
}

/// Returns whether two names differ in capital letters and underscores only.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| *letter != '_');
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

/// Returns whether a map is a function of CloudFormation, whose value is not known here.
pub(super) fn is_function<P>(entries: &[Entry<P>]) -> bool {
    let [only] = entries else {
        return false;
    };
    let name = only.key.text.as_str();
    name == "Ref" || name.starts_with("Fn::")
}
