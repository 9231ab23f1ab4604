//! Action types that are declared and made.

use super::entries::{Entries, map};
use super::names::source;
use super::unresolved::{Resolved, Unresolved};
use crate::catalogue::{Key, action_type};
use crate::model::{self, Entry};
use crate::pipeline::{ActionType, Counts, Property};
use crate::place::Location;

pub(super) fn resolve(found: &model::ActionType<Location>) -> Resolved<ActionType> {
    let entries = Entries::new(found.entries(), found.name.at);
    Ok(ActionType {
        imported: found.is_imported(),
        category: entries.required("category")?,
        provider: entries.required("provider")?,
        version: entries.required("version")?,
        inputs: counts(found, "input_artifact_details")?,
        outputs: counts(found, "output_artifact_details")?,
        properties: match entries.get("configuration_properties") {
            Some(value) => map(value)?.iter().map(property).collect::<Resolved<_>>()?,
            None => Vec::new(),
        },
        settings: match entries.get("settings") {
            Some(value) => settings(&Entries::of_map(value)?, action_type::SETTINGS)?,
            None => Vec::new(),
        },
        source: source("action type", &found.name),
    })
}

/// The number of artifacts that an action type allows. An import need not say it.
fn counts(found: &model::ActionType<Location>, key: &str) -> Resolved<Counts> {
    if found.setting(key).is_none() && found.is_imported() {
        return Ok((0, action_type::COUNT_MAX));
    }
    found
        .counts(key)
        .ok_or_else(|| Unresolved::new(found.name.at, format!("this has no counts in `{key}`")))
}

fn property(entry: &Entry<Location>) -> Resolved<Property> {
    let entries = Entries::of_map(&entry.value)?;
    Ok(Property {
        name: entry.key.text.clone(),
        required: entries.is_true("required"),
        key: entries.is_true("key"),
        secret: entries.is_true("secret"),
        queryable: entries
            .get("queryable")
            .map(|_| entries.is_true("queryable")),
        description: entries.string("description")?,
        kind: entries.string("type")?,
    })
}

/// The strings that are there, under AWS's own keys and in their order.
fn settings(entries: &Entries<'_>, keys: &[Key]) -> Resolved<Vec<(&'static str, String)>> {
    keys.iter()
        .filter_map(|key| {
            let string = entries.string(&key.written()).transpose()?;
            Some(string.map(|string| (key.name, string)))
        })
        .collect()
}
