//! Values, as builder calls take them.

use std::error::Error;

use crate::model::{Data, Entry, Name, Text, TextExpr, Value};

fn plain(data: Data<()>) -> Value<()> {
    Value { data, at: () }
}

fn unplaced(text: impl Into<String>) -> Name<()> {
    Name {
        text: text.into(),
        at: (),
    }
}

/// A constant of a provider, or the name of a declared thing: `word("CREATE_UPDATE")`,
/// `word("deploy_test")`.
#[must_use]
pub fn word(text: impl Into<String>) -> Value<()> {
    plain(Data::Word(text.into()))
}

/// A file in an artifact: `file("packaged", "template.yml")`.
#[must_use]
pub fn file(artifact: impl Into<String>, path: impl Into<Text>) -> Value<()> {
    plain(Data::File {
        artifact: unplaced(artifact),
        path: TextExpr {
            text: path.into(),
            at: (),
        },
    })
}

/// An output variable of an action: `variable("Checkout", "CommitId")`.
#[must_use]
pub fn variable(namespace: impl Into<String>, name: impl Into<String>) -> Value<()> {
    plain(Data::Variable {
        namespace: unplaced(namespace),
        name: unplaced(name),
    })
}

/// A map: `map([("Commit", variable("Checkout", "CommitId"))])`.
#[must_use]
pub fn map<K: Into<String>, V: Into<Value<()>>>(
    entries: impl IntoIterator<Item = (K, V)>,
) -> Value<()> {
    plain(Data::Map(
        entries
            .into_iter()
            .map(|(key, value)| Entry {
                key: unplaced(key),
                value: value.into(),
            })
            .collect(),
    ))
}

/// What an expression yields as a value, or its error.
#[doc(hidden)]
pub fn value<T: Into<Value<()>>>(
    expression: impl FnOnce() -> Result<T, Box<dyn Error>>,
) -> Value<()> {
    match expression() {
        Ok(found) => found.into(),
        Err(error) => plain(Data::Failed(error.to_string())),
    }
}

/// What an expression yields as a text, or its error.
#[doc(hidden)]
pub fn text<T: Into<Text>>(expression: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Text {
    match expression() {
        Ok(found) => found.into(),
        Err(error) => Text::Failed(error.to_string()),
    }
}
