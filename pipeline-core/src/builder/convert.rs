//! Rust values as values of a pipeline: what a builder call takes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::value::entries_of;
use super::{Name, Text, Value};
use crate::model::{self, Data};
use crate::place::Location;

/// A type that can be a value. A trait of our own, so that the compiler's error lists in our
/// words what an expression may yield.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a pipeline",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a text, a whole number or a `bool`, a list or a map of these, or an `Option` of one, where `None` leaves the key out"
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
    note = "a Rust expression here yields a string: `&str`, `String` or `Cow<str>`"
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
                    text: model::Text::Known(text.to_string()),
                    at: None,
                }
            }
        }

        impl From<$string> for Value {
            fn from(text: $string) -> Self {
                Value::plain(Data::String(text.to_string()))
            }
        }
    )*};
}
from_strings!(&str &&str String &String Cow<'_, str> &Cow<'_, str> Box<str>);

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        let data = match text.text {
            model::Text::Known(known) => Data::String(known),
            model::Text::Deferred(id) => Data::Deferred(id),
            model::Text::Failed(error) => Data::Failed(error),
            model::Text::Missing => Data::Missing,
        };
        Value(Some(model::Value { data, at: text.at }))
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

/// Whole numbers. One that is larger than any of AWS's is an error at its place.
macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Value::plain(i64::try_from(number).map_or_else(
                    |_| Data::Failed(format!("{number} is larger than any number of AWS")),
                    Data::Number,
                ))
            }
        })*
    };
}
from_numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

/// `None` leaves out what it would be the value of.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value(None), Into::into)
    }
}

fn items<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Value {
    let items = items.into_iter().filter_map(|item| item.into().0);
    Value::plain(Data::List(items.collect()))
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(list: Vec<T>) -> Self {
        items(list)
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(list: [T; N]) -> Self {
        items(list)
    }
}

impl<T: Clone + Into<Value>> From<&[T]> for Value {
    fn from(list: &[T]) -> Self {
        items(list.iter().cloned())
    }
}

impl<T: Clone + Into<Value>, const N: usize> From<&[T; N]> for Value {
    fn from(list: &[T; N]) -> Self {
        items(list.iter().cloned())
    }
}

impl<T: Clone + Into<Value>> From<&Vec<T>> for Value {
    fn from(list: &Vec<T>) -> Self {
        items(list.iter().cloned())
    }
}

/// A list in the set's order.
impl<T: Into<Value>> From<BTreeSet<T>> for Value {
    fn from(set: BTreeSet<T>) -> Self {
        items(set)
    }
}

impl<K: Into<Name>, V: Into<Value>> From<BTreeMap<K, V>> for Value {
    fn from(map: BTreeMap<K, V>) -> Self {
        Value::plain(Data::Map(entries_of(map)))
    }
}

/// A map in the order of its keys, so that each build writes the same.
impl<K: Into<Name>, V: Into<Value>, S> From<HashMap<K, V, S>> for Value {
    fn from(map: HashMap<K, V, S>) -> Self {
        let mut entries = entries_of(map);
        entries.sort_by(|one, other| one.key.text.cmp(&other.key.text));
        Value::plain(Data::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value as it would be written.
    fn shown(value: Value) -> String {
        fn written<P>(value: &model::Value<P>) -> String {
            match &value.data {
                Data::String(text) => format!("{text:?}"),
                Data::Number(number) => number.to_string(),
                Data::Bool(truth) => truth.to_string(),
                Data::Failed(error) => format!("failed: {error}"),
                Data::List(items) => {
                    let items: Vec<String> = items.iter().map(written).collect();
                    format!("[{}]", items.join(", "))
                }
                Data::Map(entries) => {
                    let entries = entries.iter();
                    let entries: Vec<String> = entries
                        .map(|entry| format!("{}: {}", entry.key.text, written(&entry.value)))
                        .collect();
                    format!("{{{}}}", entries.join(", "))
                }
                _ => "something else".to_owned(),
            }
        }
        value.0.as_ref().map_or("nothing".to_owned(), written)
    }

    #[test]
    fn what_people_have_is_a_value() {
        let text = String::from("a");
        for value in [
            shown(Value::from("a")),
            shown(Value::from(&"a")),
            shown(Value::from(&text)),
            shown(Value::from(text.clone())),
            shown(Value::from(Cow::Borrowed("a"))),
            shown(Value::from(&Cow::<str>::Owned(text.clone()))),
            shown(Value::from(text.clone().into_boxed_str())),
            shown(Value::from(Some("a"))),
            shown(Value::from(Some(Some(&text)))),
        ] {
            assert_eq!(value, r#""a""#);
        }
        let list = ["a", "b"];
        for value in [
            shown(Value::from(list)),
            shown(Value::from(&list)),
            shown(Value::from(&list[..])),
            shown(Value::from(list.to_vec())),
            shown(Value::from(&list.map(String::from).to_vec())),
            shown(Value::from(BTreeSet::from(["b", "a"]))),
            shown(Value::from([Some("a"), None, Some("b")])),
        ] {
            assert_eq!(value, r#"["a", "b"]"#);
        }
        assert_eq!(shown(Value::from([[1_u8, 2].len()])), "[2]");
        assert_eq!(shown(Value::from(-1_isize)), "-1");
        assert_eq!(shown(Value::from(true)), "true");
    }

    #[test]
    fn a_map_of_any_order_is_one_by_its_keys() {
        let names: Vec<String> = (0..64).map(|number| format!("KEY_{number:02}")).collect();
        let ordered: BTreeMap<&str, &str> = names.iter().map(|name| (&**name, "x")).collect();
        let hashed: HashMap<String, &str> = names.iter().map(|name| (name.clone(), "x")).collect();
        assert_eq!(shown(Value::from(hashed)), shown(Value::from(ordered)));
        assert_eq!(
            shown(Value::from(BTreeMap::from([("A", Some(1)), ("B", None)]))),
            "{A: 1}"
        );
    }

    #[test]
    fn none_is_nothing_and_a_number_that_is_too_large_is_an_error() {
        assert_eq!(shown(Value::from(None::<&str>)), "nothing");
        assert_eq!(
            shown(Value::from(u64::MAX)),
            "failed: 18446744073709551615 is larger than any number of AWS"
        );
    }
}
