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
/// Strings, whole numbers, `bool`s, and lists and maps of these are values as they are. `None` leaves
/// out the key, the element or the entry that it would be the value of.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use std::collections::BTreeMap;
///
/// use pipewright::{Action, Value, map, variable};
///
/// let branches: Value = ["main", "release"].into();
/// let stages: Value = BTreeMap::from([("TEST", 1), ("PROD", 2)]).into();
/// let overrides: Value = map([("Commit", variable("Checkout", "CommitId"))]);
///
/// // Where the variable is not set, neither is the key.
/// let reason = std::env::var("REASON").ok();
/// let review = Action::new("Review", "Manual").set("custom_data", reason);
/// ```
#[derive(Clone, Debug)]
pub struct Value(pub(super) Option<model::Value<Option<Location>>>);

/// A string that a Rust program may compute.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Account, try_text};
///
/// let prod = Account::new("prod", try_text(std::env::var("PROD_ACCOUNT")));
/// ```
#[derive(Clone, Debug)]
pub struct Text {
    pub(super) text: model::Text,
    pub(super) at: Option<Location>,
}

/// The name of something that is declared, or of something that AWS offers.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Stage, name};
///
/// // A name that a program has read from a file has its place there.
/// let stage = Stage::new(name("Publish").at("stages.csv", 3, 1));
/// ```
#[derive(Clone, Debug)]
pub struct Name {
    pub(super) text: String,
    pub(super) at: Option<Location>,
}

impl Value {
    /// The same value with the place of this call.
    #[must_use]
    #[track_caller]
    pub fn here(self) -> Self {
        self.with_place(Location::here())
    }

    /// The same value with another place, such as one in a file that the program has read.
    #[must_use]
    pub fn at(self, file: &'static str, line: u32, column: u32) -> Self {
        self.with_place(Location::at(file, line, column))
    }

    fn with_place(mut self, at: Location) -> Self {
        if let Some(value) = &mut self.0 {
            value.at = Some(at);
        }
        self
    }

    pub(super) fn plain(data: Data<Option<Location>>) -> Self {
        Value(Some(model::Value { data, at: None }))
    }

    pub(super) fn placed(data: Data<Option<Location>>, at: Location) -> Self {
        Value(Some(model::Value { data, at: Some(at) }))
    }

    /// The value where it may be left out, by a call at this place.
    pub(super) fn or_left_out(self, at: Location) -> Option<model::Value<Location>> {
        self.0.map(|value| value.locate(at))
    }

    /// The value where there must be one, by a call at this place.
    pub(super) fn or_failed(self, at: Location) -> model::Value<Location> {
        let found = self.or_left_out(at);
        found.unwrap_or_else(|| model::Value {
            data: Data::Failed("it is `None`, and a value has to stand here".to_owned()),
            at,
        })
    }

    /// The truth that it is, if it is one.
    pub(super) fn truth(&self) -> Option<bool> {
        match self.0.as_ref()?.data {
            Data::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// The error of the expression that it was, if that failed, and its place.
    pub(super) fn failure(&self) -> Option<(&str, Location)> {
        let value = self.0.as_ref()?;
        match &value.data {
            Data::Failed(error) => Some((error, value.at?)),
            _ => None,
        }
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
    value.into_value().with_place(Location::here())
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
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, try_value};
///
/// let checkout = Action::new("Checkout", "CodeCommit")
///     .set("repository_name", try_value(std::env::var("REPOSITORY")));
/// ```
#[must_use]
#[track_caller]
pub fn try_value<E: Into<Box<dyn Error>>>(result: Result<impl AnyValue, E>) -> Value {
    let at = Location::here();
    match result {
        Ok(value) => value.into_value().with_place(at),
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
    let items = items.into_iter().filter_map(|item| item.into().0);
    Value::placed(Data::List(items.collect()), at)
}

/// A map: `map([("Commit", variable("Checkout", "CommitId"))])`.
#[must_use]
#[track_caller]
pub fn map<K: Into<Name>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Value {
    let at = Location::here();
    Value::placed(Data::Map(entries_of(entries)), at)
}

/// The entries of a map, without those whose value is `None`.
pub(super) fn entries_of<K: Into<Name>, V: Into<Value>>(
    entries: impl IntoIterator<Item = (K, V)>,
) -> Vec<Entry<Option<Location>>> {
    let entries = entries.into_iter().filter_map(|(key, value)| {
        Some(Entry {
            key: key.into().maybe_placed(),
            value: value.into().0?,
        })
    });
    entries.collect()
}
