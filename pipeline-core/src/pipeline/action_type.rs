//! Action types that are declared and made.

use super::resolve::{Written, source};
use super::settings::Declared;
use super::{ActionType, Counts, Property};
use crate::catalogue::{Key, action_type};
use crate::model::{self, Data, Entry};
use crate::place::Location;

pub(super) fn resolve(found: &model::ActionType<Location>) -> Option<ActionType> {
    let said = Declared(found.entries());
    Some(ActionType {
        name: found.name.text.clone(),
        imported: found.is_imported(),
        category: said.text("category")??,
        provider: said.text("provider")??,
        version: said.text("version")??,
        inputs: counts(found, "input_artifact_details")?,
        outputs: counts(found, "output_artifact_details")?,
        properties: match said.get("configuration_properties") {
            Some(value) => map(value)?.iter().map(property).collect::<Option<_>>()?,
            None => Vec::new(),
        },
        settings: match said.get("settings") {
            Some(value) => texts(map(value)?, action_type::SETTINGS)?,
            None => Vec::new(),
        },
        source: source("action type", &found.name),
    })
}

/// The declared action type that an action is of.
pub(super) fn index_of(model: &Written, action: &model::Action<Location>) -> Option<usize> {
    let found = model.action_type_of(action)?;
    model
        .action_types
        .iter()
        .position(|known| std::ptr::eq(known, found))
}

/// An import need not say them.
fn counts(found: &model::ActionType<Location>, key: &str) -> Option<Counts> {
    if found.setting(key).is_none() && found.is_imported() {
        return Some((0, action_type::COUNT_MAX));
    }
    found.counts(key)
}

fn property(entry: &Entry<Location>) -> Option<Property> {
    let said = Declared(map(&entry.value)?);
    Some(Property {
        name: entry.key.text.clone(),
        required: said.truth("required"),
        key: said.truth("key"),
        secret: said.truth("secret"),
        queryable: said.get("queryable").map(|_| said.truth("queryable")),
        description: said.text("description")?,
        kind: said.text("type")?,
    })
}

/// What is said, under AWS's own keys and in their order.
fn texts(entries: &[Entry<Location>], keys: &[Key]) -> Option<Vec<(&'static str, String)>> {
    let said = Declared(entries);
    let mut out = Vec::new();
    for key in keys {
        if let Some(text) = said.text(&key.written())? {
            out.push((key.name, text));
        }
    }
    Some(out)
}

fn map(value: &model::Value<Location>) -> Option<&[Entry<Location>]> {
    match &value.data {
        Data::Map(entries) => Some(entries),
        _ => None,
    }
}
