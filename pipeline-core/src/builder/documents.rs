//! Policy documents that stand in a text: what a permissions boundary says. They are JSON, which the
//! rules do not read.

use crate::finding::Findings;
use crate::model::{Data, Entry, Model, Name, Origin, Value};
use crate::place::Location;
use crate::rules;
use serde_json::Value as Json;

/// Checks the statements of every boundary whose document is a text. One that is no JSON is reported
/// when the boundary is read.
pub(super) fn check(model: &Model<Location>) -> Findings<Location> {
    let mut findings = Findings::default();
    let roles = model.roles.iter().filter_map(|role| match &role.origin {
        Origin::Managed(settings) => Some((role.name.text.starts_with('_'), settings)),
        Origin::Imported(_) => None,
    });
    let rules = model.role_rules.iter();
    let rules = rules.map(|rules| (false, &rules.settings));
    for (quiet, settings) in roles.chain(rules) {
        let told = find(settings, "permissions_boundary").and_then(|value| value.data.as_map());
        let Some(document) = told.and_then(|told| find(told, "document")) else {
            continue;
        };
        let text = document.data.text().unwrap_or_default();
        if let Ok(json) = serde_json::from_str(text) {
            let document = value(json, document.at);
            findings.extend(rules::check_document(model, quiet, &document));
        }
    }
    findings
}

fn find<'e>(entries: &'e [Entry<Location>], key: &str) -> Option<&'e Value<Location>> {
    let entry = entries.iter().find(|entry| entry.key.text == key);
    entry.map(|entry| &entry.value)
}

/// JSON as a value, all of it at one place.
fn value(json: Json, at: Location) -> Value<Location> {
    let data = match json {
        Json::String(text) => Data::String(text),
        Json::Bool(truth) => Data::Bool(truth),
        Json::Array(items) => Data::List(items.into_iter().map(|item| value(item, at)).collect()),
        Json::Object(entries) => {
            let entries = entries.into_iter().map(|(key, one)| Entry {
                key: Name { text: key, at },
                value: value(one, at),
            });
            Data::Map(entries.collect())
        }
        Json::Number(number) => Data::String(number.to_string()),
        Json::Null => Data::String(String::new()),
    };
    Value { data, at }
}
