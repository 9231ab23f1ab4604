//! Values, as builder calls take them.

#[cfg(test)]
use std::error::Error;

use crate::model::{Data, Entry, Name, Said, Text, Value};

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
pub fn file(artifact: impl Into<String>, path: impl Into<Said>) -> Value<()> {
    plain(Data::File {
        artifact: unplaced(artifact),
        path: Text {
            said: path.into(),
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
#[cfg(test)]
pub(crate) fn value<T: Into<Value<()>>>(
    expression: impl FnOnce() -> Result<T, Box<dyn Error>>,
) -> Value<()> {
    match expression() {
        Ok(found) => found.into(),
        Err(error) => plain(Data::Failed(error.to_string())),
    }
}

/// What an expression yields as a text, or its error.
#[cfg(test)]
pub(crate) fn text<T: Into<Said>>(expression: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Said {
    match expression() {
        Ok(found) => found.into(),
        Err(error) => Said::Failed(error.to_string()),
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Said::Now(text.to_owned())
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Said::Now(text)
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Self {
        Said::Now(text.clone())
    }
}

impl From<&str> for Value<()> {
    fn from(text: &str) -> Self {
        plain(Data::Text(text.to_owned()))
    }
}

impl From<String> for Value<()> {
    fn from(text: String) -> Self {
        plain(Data::Text(text))
    }
}

impl From<&String> for Value<()> {
    fn from(text: &String) -> Self {
        plain(Data::Text(text.clone()))
    }
}

impl From<bool> for Value<()> {
    fn from(truth: bool) -> Self {
        plain(Data::Bool(truth))
    }
}

/// Whole numbers that fit.
macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Value<()> {
            fn from(number: $number) -> Self {
                plain(Data::Number(i64::from(number)))
            }
        })*
    };
}
from_numbers!(i8 i16 i32 i64 u8 u16 u32);

impl<T: Into<Value<()>>> From<Vec<T>> for Value<()> {
    fn from(items: Vec<T>) -> Self {
        plain(Data::List(items.into_iter().map(Into::into).collect()))
    }
}

impl<T: Into<Value<()>>, const N: usize> From<[T; N]> for Value<()> {
    fn from(items: [T; N]) -> Self {
        plain(Data::List(items.into_iter().map(Into::into).collect()))
    }
}
