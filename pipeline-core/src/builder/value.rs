//! Values, strings and names, as builder calls take them.
//!
//! Each has a place of its own where a function made it; the place of anything else is that of
//! the builder call that takes it.

use std::error::Error;

use super::convert::{AnyText, AnyValue};
use crate::model::{self, Data, Entry, TextExpr};
use crate::place::Location;

/// A value: what stands behind a key.
///
/// Strings, whole numbers, `bool`s, and lists of these are values as they are.
///
/// ```
/// use pipewright_core::builder::{Value, map, variable};
///
/// let branches: Value = ["main", "release"].into();
/// let overrides: Value = map([("Commit", variable("Checkout", "CommitId"))]);
/// ```
#[derive(Clone, Debug)]
pub struct Value(pub(super) model::Value<Option<Location>>);

/// A string that a Rust program may compute.
#[derive(Clone, Debug)]
pub struct Text {
    pub(super) text: model::Text,
    pub(super) at: Option<Location>,
}

/// The name of something that is declared, or of something that AWS offers.
#[derive(Clone, Debug)]
pub struct Name {
    pub(super) text: String,
    pub(super) at: Option<Location>,
}

impl Value {
    /// The same value with the place of this call.
    #[must_use]
    #[track_caller]
    pub fn here(mut self) -> Self {
        self.0.at = Some(Location::here());
        self
    }

    pub(super) fn plain(data: Data<Option<Location>>) -> Self {
        Value(model::Value { data, at: None })
    }

    pub(super) fn placed(data: Data<Option<Location>>, at: Location) -> Self {
        Value(model::Value { data, at: Some(at) })
    }

    /// The same value with another place, such as one in a file that the program has read.
    #[must_use]
    pub fn at(mut self, file: &'static str, line: u32, column: u32) -> Self {
        self.0.at = Some(Location::at(file, line, column));
        self
    }
}

impl Text {
    /// The same string with the place of this call.
    #[must_use]
    #[track_caller]
    pub fn here(mut self) -> Self {
        self.at = Some(Location::here());
        self
    }

    /// The same string with another place, such as one in a file that the program has read.
    #[must_use]
    pub fn at(mut self, file: &'static str, line: u32, column: u32) -> Self {
        self.at = Some(Location::at(file, line, column));
        self
    }

    pub(super) fn or_at(self, at: Location) -> TextExpr<Location> {
        TextExpr {
            text: self.text,
            at: self.at.unwrap_or(at),
        }
    }
}

impl Name {
    /// The same name with another place, such as one in a file that the program has read.
    #[must_use]
    pub fn at(mut self, file: &'static str, line: u32, column: u32) -> Self {
        self.at = Some(Location::at(file, line, column));
        self
    }

    pub(super) fn or_at(self, at: Location) -> model::Name<Location> {
        model::Name {
            text: self.text,
            at: self.at.unwrap_or(at),
        }
    }

    pub(super) fn maybe_placed(self) -> model::Name<Option<Location>> {
        model::Name {
            text: self.text,
            at: self.at,
        }
    }
}

/// A value whose place is this call: a finding about it points here, and not at the builder
/// call that takes it.
#[must_use]
#[track_caller]
pub fn value(value: impl AnyValue) -> Value {
    let at = Location::here();
    let mut value = value.into_value();
    value.0.at = Some(at);
    value
}

/// A string whose place is this call.
#[must_use]
#[track_caller]
pub fn text(text: impl AnyText) -> Text {
    let at = Some(Location::here());
    Text {
        at,
        ..text.into_text()
    }
}

/// A name whose place is this call.
#[must_use]
#[track_caller]
pub fn name(name: impl Into<Name>) -> Name {
    let at = Some(Location::here());
    Name { at, ..name.into() }
}

/// A value that may have failed; the error becomes a finding, `P400`, beside all others.
///
/// ```
/// use pipewright_core::builder::{Action, try_value};
///
/// let checkout = Action::new("Checkout", "CodeCommit")
///     .set("repository_name", try_value(std::env::var("REPOSITORY")));
/// ```
#[must_use]
#[track_caller]
pub fn try_value<E: Into<Box<dyn Error>>>(result: Result<impl AnyValue, E>) -> Value {
    let at = Location::here();
    match result {
        Ok(value) => {
            let mut value = value.into_value();
            value.0.at = Some(at);
            value
        }
        Err(error) => Value::placed(Data::Failed(error.into().to_string()), at),
    }
}

/// A string that may have failed; the error becomes a finding, `P400`, beside all others.
#[must_use]
#[track_caller]
pub fn try_text<E: Into<Box<dyn Error>>>(result: Result<impl AnyText, E>) -> Text {
    let at = Some(Location::here());
    match result {
        Ok(text) => Text {
            at,
            ..text.into_text()
        },
        Err(error) => Text {
            text: model::Text::Failed(error.into().to_string()),
            at,
        },
    }
}

/// A constant of a provider, or the name of a declared thing: `word("CREATE_UPDATE")`,
/// `word("deploy_test")`.
#[must_use]
#[track_caller]
pub fn word(text: impl Into<String>) -> Value {
    Value::placed(Data::Word(text.into()), Location::here())
}

/// A file in an artifact: `file("packaged", "template.yml")`.
#[must_use]
#[track_caller]
pub fn file(artifact: impl Into<Name>, path: impl Into<Text>) -> Value {
    let path = path.into();
    let data = Data::File {
        artifact: artifact.into().maybe_placed(),
        path: TextExpr {
            text: path.text,
            at: path.at,
        },
    };
    Value::placed(data, Location::here())
}

/// An output variable of an action: `variable("Checkout", "CommitId")`.
#[must_use]
#[track_caller]
pub fn variable(namespace: impl Into<Name>, name: impl Into<Name>) -> Value {
    let data = Data::Variable {
        namespace: namespace.into().maybe_placed(),
        name: name.into().maybe_placed(),
    };
    Value::placed(data, Location::here())
}

/// A list: `list(["a", "b"])`.
#[must_use]
#[track_caller]
pub fn list<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Value {
    let at = Location::here();
    let items = items.into_iter().map(|item| item.into().0).collect();
    Value::placed(Data::List(items), at)
}

/// A map: `map([("Commit", variable("Checkout", "CommitId"))])`.
#[must_use]
#[track_caller]
pub fn map<K: Into<Name>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Value {
    let at = Location::here();
    let entries = entries.into_iter().map(|(key, value)| Entry {
        key: key.into().maybe_placed(),
        value: value.into().0,
    });
    Value::placed(Data::Map(entries.collect()), at)
}
