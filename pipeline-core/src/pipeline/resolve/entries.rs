//! The entries of a declaration, an action or a map, by key, and the form of their values.

use super::unresolved::{Resolved, Unresolved, known};
use crate::model::{Data, Entry, Value, variable_reference};
use crate::pipeline::{Number, is_token, list_token};
use crate::place::Location;

/// The entries of a declaration, an action or a map.
#[derive(Clone, Copy)]
pub(super) struct Entries<'m> {
    entries: &'m [Entry<Location>],
    /// The place of what they belong to.
    at: Location,
}

impl<'m> Entries<'m> {
    pub(super) fn new(entries: &'m [Entry<Location>], at: Location) -> Entries<'m> {
        Entries { entries, at }
    }

    /// The entries of a value that is a map.
    pub(super) fn of_map(value: &'m Value<Location>) -> Resolved<Entries<'m>> {
        Ok(Entries::new(map(value)?, value.at))
    }

    pub(super) fn get(&self, key: &str) -> Option<&'m Value<Location>> {
        self.entries
            .iter()
            .find(|entry| entry.key.text == key)
            .map(|entry| &entry.value)
    }

    /// The string of a key that may be left out.
    pub(super) fn string(&self, key: &str) -> Resolved<Option<String>> {
        self.get(key).map(scalar).transpose()
    }

    /// The string of a key that is always there.
    pub(super) fn required(&self, key: &str) -> Resolved<String> {
        self.string(key)?.ok_or_else(|| self.lacks(key))
    }

    /// The error that a key is not there.
    pub(super) fn lacks(&self, key: &str) -> Unresolved {
        Unresolved::new(self.at, format!("this has no `{key}`"))
    }

    /// Returns whether a key is `true`.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.bool(key) == Some(true)
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)?.data {
            Data::Bool(found) => Some(found),
            _ => None,
        }
    }

    pub(super) fn number(&self, key: &str) -> Option<Number> {
        match &self.get(key)?.data {
            Data::Number(number) => Some(Number::Known(*number)),
            Data::String(token) if is_token(token) => Some(Number::AtDeployment(token.clone())),
            _ => None,
        }
    }

    /// The strings of a key that holds one or a list; none where it is left out.
    pub(super) fn strings(&self, key: &str) -> Resolved<Vec<String>> {
        match self.get(key) {
            Some(value) if is_one_value(value) => Ok(vec![list_token(&scalar(value)?)]),
            Some(value) => strings(value),
            None => Ok(Vec::new()),
        }
    }
}

/// Returns whether a value that is known only when a stack is deployed stands where a list does,
/// which only an export can.
pub(super) fn is_one_value(value: &Value<Location>) -> bool {
    matches!(&value.data, Data::String(token) if is_token(token))
}

/// A value that is one string for AWS.
pub(super) fn scalar(value: &Value<Location>) -> Resolved<String> {
    let unresolved = |what: &str| Err(Unresolved::new(value.at, what));
    match &value.data {
        Data::String(string) | Data::Word(string) => Ok(string.clone()),
        Data::Number(number) => Ok(number.to_string()),
        Data::Bool(found) => Ok(found.to_string()),
        Data::Include {
            content: Ok(content),
            ..
        } => Ok(content.clone()),
        Data::File { artifact, path } => Ok(format!("{}::{}", artifact.text, known(path)?)),
        Data::Variable { namespace, name } => Ok(variable_reference(&namespace.text, &name.text)),
        Data::Include { .. } => unresolved("this file could not be read"),
        Data::DeployTime(_) | Data::Joined(_) => {
            unresolved("this value is known only when its stack is deployed")
        }
        Data::List(_) | Data::Map(_) => unresolved("this is no string"),
        Data::Deferred(_) | Data::Missing | Data::Failed(_) => {
            unresolved("this value is not known")
        }
    }
}

/// One string or a list of them.
pub(super) fn strings(value: &Value<Location>) -> Resolved<Vec<String>> {
    value.items().iter().map(scalar).collect()
}

/// The entries of a map.
pub(super) fn map(value: &Value<Location>) -> Resolved<&[Entry<Location>]> {
    let entries = value.data.as_map();
    entries.ok_or_else(|| Unresolved::new(value.at, "this is no map"))
}

/// The items of a list.
pub(super) fn list(value: &Value<Location>) -> Resolved<&[Value<Location>]> {
    let items = value.data.as_list();
    items.ok_or_else(|| Unresolved::new(value.at, "this is no list"))
}
