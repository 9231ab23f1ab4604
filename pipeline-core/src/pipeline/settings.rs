//! The settings of a declaration or an action, by key.

use super::config::{Variable, scalar, variables};
use crate::model::{self, Data, Entry, Model};
use crate::place::Location;

/// The settings of a declaration, by key.
pub(super) struct Declared<'a>(pub(super) &'a [Entry<Location>]);

impl Declared<'_> {
    pub(super) fn get(&self, key: &str) -> Option<&model::Value<Location>> {
        self.0
            .iter()
            .find(|entry| entry.key.text == key)
            .map(|entry| &entry.value)
    }

    /// The text of a key, or nothing where the key is not there.
    pub(super) fn text(&self, key: &str) -> Option<Option<String>> {
        match self.get(key) {
            Some(value) => Some(Some(scalar(value)?)),
            None => Some(None),
        }
    }

    pub(super) fn truth(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|value| &value.data),
            Some(Data::Bool(true))
        )
    }

    pub(super) fn is_false(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|value| &value.data),
            Some(Data::Bool(false))
        )
    }

    pub(super) fn number(&self, key: &str) -> Option<i64> {
        match self.get(key)?.data {
            Data::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        match self.get(key) {
            Some(value) => texts(value),
            None => Some(Vec::new()),
        }
    }

    pub(super) fn variables(&self, model: &Model<Location>, key: &str) -> Option<Vec<Variable>> {
        match self.get(key).map(|value| &value.data) {
            Some(Data::Map(entries)) => variables(model, entries),
            Some(_) => None,
            None => Some(Vec::new()),
        }
    }
}

/// One text or a list of them.
pub(super) fn texts(value: &model::Value<Location>) -> Option<Vec<String>> {
    match &value.data {
        Data::List(items) => items.iter().map(scalar).collect(),
        _ => Some(vec![scalar(value)?]),
    }
}
