//! Values, as builder calls take them.

use std::error::Error;

use crate::model::{self, Data, Entry, Name};
use crate::place::Location;

/// A value: a string, a number, a `bool`, a list of these by [`From`], or what one of the
/// functions [`word`], [`file`], [`variable`], [`map`] and [`value`] gives.
pub type Value = model::Value<Option<Location>>;

/// A string: a `&str` or a `String` by [`From`], or what [`text`] gives.
pub type Text = model::TextExpr<Option<Location>>;

#[track_caller]
fn here(data: Data<Option<Location>>) -> Value {
    Value {
        data,
        at: Some(Location::here()),
    }
}

/// A constant of a provider, or the name of a declared thing: `word("CREATE_UPDATE")`,
/// `word("deploy_test")`.
#[must_use]
#[track_caller]
pub fn word(word: impl Into<String>) -> Value {
    here(Data::Word(word.into()))
}

/// A file in an artifact: `file("packaged", "template.yml")`.
#[must_use]
#[track_caller]
pub fn file(artifact: impl Into<String>, path: impl Into<Text>) -> Value {
    here(Data::File {
        artifact: Name::unplaced(artifact),
        path: path.into(),
    })
}

/// An output variable of an action: `variable("Checkout", "CommitId")`.
#[must_use]
#[track_caller]
pub fn variable(namespace: impl Into<String>, name: impl Into<String>) -> Value {
    here(Data::Variable {
        namespace: Name::unplaced(namespace),
        name: Name::unplaced(name),
    })
}

/// A map: `map([("Commit", variable("Checkout", "CommitId"))])`.
#[must_use]
#[track_caller]
pub fn map<K: Into<String>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Value {
    let entries = entries.into_iter();
    let entries = entries.map(|(key, value)| Entry {
        key: Name::unplaced(key),
        value: value.into(),
    });
    here(Data::Map(entries.collect()))
}

/// The value of an expression that may fail. A failure is a finding at this call, told with
/// all other findings when the pipeline is built.
///
/// ```
/// use pipewright_core::builder::{Action, value};
///
/// let commits = "7".parse::<u32>().map_err(Into::into);
/// let invoke = Action::new("Invoke", "Lambda").set("timeout_in_minutes", value(commits));
/// ```
#[must_use]
#[track_caller]
pub fn value(result: Result<impl IntoValue, Box<dyn Error>>) -> Value {
    let value = match result {
        Ok(found) => found.into_value(),
        Err(error) => Value::unplaced(Data::Failed(error.to_string())),
    };
    here(value.data)
}

/// The string of an expression that may fail; see [`value`].
///
/// ```
/// use pipewright_core::builder::{Account, text};
///
/// let region = std::env::var("REGION").map_err(Into::into);
/// let home = Account::home("tools", "111111111111").region(text(region));
/// ```
#[must_use]
#[track_caller]
pub fn text(result: Result<impl IntoText, Box<dyn Error>>) -> Text {
    let text = match result {
        Ok(found) => found.into_text().text,
        Err(error) => model::Text::Failed(error.to_string()),
    };
    Text {
        text,
        at: Some(Location::here()),
    }
}

/// What can be a value. A trait of its own, so that the compiler can say in our words what
/// an expression may yield.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a pipeline",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a text, a whole number up to `i64`, a `bool`, or a `Vec` or an array of these"
)]
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Value>> IntoValue for T {
    fn into_value(self) -> Value {
        self.into()
    }
}

/// What can be a string, and no other value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a `&str` or a `String`"
)]
pub trait IntoText {
    /// The string.
    fn into_text(self) -> Text;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Text>> IntoText for T {
    fn into_text(self) -> Text {
        self.into()
    }
}
