//! Rust values as values of a pipeline: what a builder call takes.

use super::{Name, Text, Value};
use crate::model::{self, Data};
use crate::place::Location;

/// A type that can be a value. A trait of our own, so that the compiler's error lists in our
/// words what an expression may yield.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a pipeline",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a text, a whole number up to `i64`, a `bool`, or a `Vec` or an array of these"
)]
pub trait AnyValue {
    /// The value.
    fn into_value(self) -> Value;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Value>> AnyValue for T {
    fn into_value(self) -> Value {
        self.into()
    }
}

/// A type that can be a string, and no other value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a `&str` or a `String`"
)]
pub trait AnyText {
    /// The string.
    fn into_text(self) -> Text;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Text>> AnyText for T {
    fn into_text(self) -> Text {
        self.into()
    }
}

/// Strings, which can be a name, a text or a value.
macro_rules! from_strings {
    ($($string:ty)*) => {$(
        impl From<$string> for Text {
            fn from(text: $string) -> Self {
                Text {
                    text: model::Text::Known(text.into()),
                    at: None,
                }
            }
        }

        impl From<$string> for Value {
            fn from(text: $string) -> Self {
                Value::plain(Data::String(text.into()))
            }
        }
    )*};
}
from_strings!(&str String &String);

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        let data = match text.text {
            model::Text::Known(known) => Data::String(known),
            model::Text::Deferred(id) => Data::Deferred(id),
            model::Text::Failed(error) => Data::Failed(error),
            model::Text::Missing => Data::Missing,
        };
        Value(model::Value { data, at: text.at })
    }
}

impl<T: Into<String>> From<T> for Name {
    fn from(text: T) -> Self {
        Name {
            text: text.into(),
            at: None,
        }
    }
}

/// Data that only the macro's model holds, for the tests of the rules.
#[doc(hidden)]
impl From<Data<Option<Location>>> for Value {
    fn from(data: Data<Option<Location>>) -> Self {
        Value::plain(data)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Value::plain(Data::Bool(truth))
    }
}

/// Whole numbers that fit.
macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Value::plain(Data::Number(i64::from(number)))
            }
        })*
    };
}
from_numbers!(i8 i16 i32 i64 u8 u16 u32);

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Value::plain(Data::List(
            items.into_iter().map(|item| item.into().0).collect(),
        ))
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Self {
        Value::plain(Data::List(
            items.into_iter().map(|item| item.into().0).collect(),
        ))
    }
}
