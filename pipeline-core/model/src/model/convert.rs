//! Conversions from Rust values to values of a pipeline, for builder calls. A value has the
//! place of the call that makes it, or else that of the call that takes it.

use super::{Data, Entry, Name, Text, TextExpr, Value};
use crate::place::Location;

/// A place that only some values have.
type Place = Option<Location>;

impl Value<Place> {
    /// A value without a place of its own.
    #[must_use]
    pub fn unplaced(data: Data<Place>) -> Self {
        Value { data, at: None }
    }

    /// The same value with a place for everything in it: its own, or else that of the value
    /// around it.
    #[must_use]
    pub fn locate(self, outer: Location) -> Value<Location> {
        let at = self.at.unwrap_or(outer);
        let data = match self.data {
            Data::String(string) => Data::String(string),
            Data::Number(number) => Data::Number(number),
            Data::Bool(truth) => Data::Bool(truth),
            Data::List(items) => {
                Data::List(items.into_iter().map(|item| item.locate(at)).collect())
            }
            Data::Map(entries) => {
                Data::Map(entries.into_iter().map(|entry| entry.locate(at)).collect())
            }
            Data::Word(word) => Data::Word(word),
            Data::File { artifact, path } => Data::File {
                artifact: artifact.locate(at),
                path: path.locate(at),
            },
            Data::Variable { namespace, name } => Data::Variable {
                namespace: namespace.locate(at),
                name: name.locate(at),
            },
            Data::Include { path, content } => Data::Include { path, content },
            Data::Deferred(expression) => Data::Deferred(expression),
            Data::Failed(error) => Data::Failed(error),
            Data::Missing => Data::Missing,
        };
        Value { data, at }
    }
}

impl Entry<Place> {
    /// The same entry: a key without a place has that of its value.
    fn locate(self, outer: Location) -> Entry<Location> {
        let value = self.value.locate(outer);
        Entry {
            key: self.key.locate(value.at),
            value,
        }
    }
}

impl Name<Place> {
    /// A name without a place of its own.
    #[must_use]
    pub fn unplaced(text: impl Into<String>) -> Self {
        Name {
            text: text.into(),
            at: None,
        }
    }

    fn locate(self, outer: Location) -> Name<Location> {
        Name {
            text: self.text,
            at: self.at.unwrap_or(outer),
        }
    }
}

impl TextExpr<Place> {
    /// A string without a place of its own.
    #[must_use]
    pub fn unplaced(text: Text) -> Self {
        TextExpr { text, at: None }
    }

    /// The same string with a place: its own, or else that of the value around it.
    #[must_use]
    pub fn locate(self, outer: Location) -> TextExpr<Location> {
        TextExpr {
            text: self.text,
            at: self.at.unwrap_or(outer),
        }
    }
}

/// Strings, as strings and as values.
macro_rules! from_strings {
    ($($string:ty)*) => {
        $(
            impl From<$string> for TextExpr<Place> {
                fn from(string: $string) -> Self {
                    TextExpr::unplaced(Text::Known(string.into()))
                }
            }

            impl From<$string> for Value<Place> {
                fn from(string: $string) -> Self {
                    Value::unplaced(Data::String(string.into()))
                }
            }
        )*
    };
}
from_strings!(&str String &String);

impl From<bool> for Value<Place> {
    fn from(truth: bool) -> Self {
        Value::unplaced(Data::Bool(truth))
    }
}

/// Conversions from the integers that fit into an `i64`.
macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Value<Place> {
            fn from(number: $number) -> Self {
                Value::unplaced(Data::Number(i64::from(number)))
            }
        })*
    };
}
from_numbers!(i8 i16 i32 i64 u8 u16 u32);

impl<T: Into<Value<Place>>> From<Vec<T>> for Value<Place> {
    fn from(items: Vec<T>) -> Self {
        Value::unplaced(Data::List(items.into_iter().map(Into::into).collect()))
    }
}

impl<T: Into<Value<Place>>, const N: usize> From<[T; N]> for Value<Place> {
    fn from(items: [T; N]) -> Self {
        Value::from(Vec::from(items))
    }
}
