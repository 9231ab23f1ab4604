//! Conversions from Rust values to values of a pipeline, for builder calls.

use super::{Data, Text, Value};

fn plain(data: Data<()>) -> Value<()> {
    Value { data, at: () }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::Known(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::Known(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Text::Known(text.clone())
    }
}

impl From<&str> for Value<()> {
    fn from(text: &str) -> Self {
        plain(Data::String(text.to_owned()))
    }
}

impl From<String> for Value<()> {
    fn from(text: String) -> Self {
        plain(Data::String(text))
    }
}

impl From<&String> for Value<()> {
    fn from(text: &String) -> Self {
        plain(Data::String(text.clone()))
    }
}

impl From<bool> for Value<()> {
    fn from(truth: bool) -> Self {
        plain(Data::Bool(truth))
    }
}

/// Conversions from the integers that fit into an `i64`.
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
