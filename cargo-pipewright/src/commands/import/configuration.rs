//! The configuration of an action, key by key.

use pipewright_model::catalogue::{Kind, Slot, Type};
use serde_json::Value;

use super::intrinsics::shown_below;
use super::marks::has_marks;
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn configuration(
        &mut self,
        run: &Value,
        kind: &'static Kind,
        inputs: &[String],
        place: (&str, &str),
        entries: &mut Vec<String>,
    ) {
        let template = self.template;
        let mut found: Vec<(String, Value, Slot)> = Vec::new();
        let configuration = template.chosen(&mut self.marks, &run["Configuration"]);
        if !configuration.is_object() && !configuration.is_null() {
            let words = "`Configuration` is left out: it is no map, but";
            self.marks.remark(shown_below(words, &configuration));
        }
        for (key, value) in configuration.as_object().into_iter().flatten() {
            found.push((key.clone(), value.clone(), Slot::Configuration));
        }
        for (key, value) in run.as_object().into_iter().flatten() {
            found.push((key.clone(), value.clone(), Slot::Action));
        }
        let first = &run["OutputArtifacts"][0];
        for (key, value) in first.as_object().into_iter().flatten() {
            found.push((key.clone(), value.clone(), Slot::Outputs));
        }
        if let Some(key) = kind
            .own_keys
            .iter()
            .find(|key| matches!(key.kind, Type::Configuration))
        {
            if configuration.as_object().is_some_and(|map| !map.is_empty()) {
                let written = self.value(&key.kind, &configuration, inputs);
                self.entry(&key.written(), written, &configuration, entries);
            }
            return;
        }
        for (key, value, slot) in found {
            let Some(known) = kind
                .keys
                .iter()
                .find(|known| known.name == key && known.slot == slot)
            else {
                if slot == Slot::Configuration {
                    self.unknown_key(kind, &key, &value, entries);
                }
                continue;
            };
            let value = if slot == Slot::Configuration {
                value
            } else {
                template.chosen(&mut self.marks, &value)
            };
            let written = match &known.kind {
                Type::Project => self.project(&value, place.0, place.1),
                other => self.value(other, &value, inputs),
            };
            let can_be_given =
                matches!(known.kind, Type::String(_) | Type::Secret) && !known.known_when_built;
            let written = match written {
                // A text that the template works out can be given when it is deployed.
                Err(why) if can_be_given && !value.is_null() => {
                    let words = format!("in the place of `{key}` stands a parameter: {why}; it is");
                    self.marks.remark(shown_below(&words, &value));
                    Ok(self.invented(&key, &why))
                }
                other => other,
            };
            self.entry(&known.written(), written, &value, entries);
        }
        if self.is_started_by_hand(kind, &configuration) {
            entries.push("start_on_change: false".to_owned());
        }
    }

    fn unknown_key(&mut self, kind: &Kind, key: &str, value: &Value, entries: &mut Vec<String>) {
        let other = kind
            .keys
            .iter()
            .find(|known| known.name.eq_ignore_ascii_case(key));
        let hint = other
            .map(|other| format!("; `{}` may be meant", other.name))
            .unwrap_or_default();
        let words = format!(
            "`{key}` is left out: `{}` has no such key{hint}; it is",
            kind.name
        );
        entries.push(self.comment(&shown_below(&words, value)));
    }

    /// Returns whether changes of a source start nothing: it is not polled, and no rule waits for them.
    fn is_started_by_hand(&self, kind: &Kind, configuration: &Value) -> bool {
        let template = self.template;
        let polled = configuration
            .get("PollForSourceChanges")
            .and_then(|polled| template.known(polled).ok());
        let is_polled = polled.is_none_or(|polled| !polled.eq_ignore_ascii_case("false"));
        kind.own_keys.iter().any(|key| key.name == "StartOnChange")
            && !is_polled
            && !template.resources.is_empty()
            && !template
                .resources
                .values()
                .any(|resource| is_a_start(&resource["Properties"], kind))
    }

    fn entry(
        &mut self,
        key: &str,
        written: Result<String, String>,
        value: &Value,
        entries: &mut Vec<String>,
    ) {
        let remarks = self.remarks();
        if !remarks.is_empty() {
            entries.push(remarks);
        }
        match written {
            Ok(written) => entries.push(format!("{key}: {written}")),
            Err(why) => {
                let why = if has_marks(&why) {
                    "it is known at deployment".to_owned()
                } else {
                    why
                };
                let words = format!("`{key}` is left out: {why}; it is");
                entries.push(self.comment(&shown_below(&words, value)));
            }
        }
    }
}

/// Returns whether a rule starts pipelines by the events of such a source.
fn is_a_start(rule: &Value, kind: &Kind) -> bool {
    let Some(events) = &kind.events else {
        return true;
    };
    let sources = &rule["EventPattern"]["source"];
    sources.as_array().into_iter().flatten().any(|source| {
        source
            .as_str()
            .is_some_and(|source| events.pattern.contains(&format!("\"{source}\"")))
    })
}
