//! Rows into a model.

use std::error::Error;

use crate::model::{Data, Model, Moment, Origin, Text, TextExpr, Value};
use crate::place::Location;

/// What a Rust expression yields. The type of a closure, so that `?` can stand in it.
pub type Expression<T> = Result<T, Box<dyn Error>>;

/// What can be a value. A trait of its own, so that the compiler can say in our words what
/// an expression may yield.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a pipeline",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a text, a whole number up to `i64`, a `bool`, or a `Vec` or an array of these"
)]
pub trait AnyValue {
    /// The value.
    fn data(self) -> Data<()>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Value<()>>> AnyValue for T {
    fn data(self) -> Data<()> {
        self.into().data
    }
}

/// What can be a text, and no other value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    label = "yields `{Self}`",
    note = "a Rust expression here yields a `&str` or a `String`"
)]
pub trait AnyText {
    /// The text.
    fn data(self) -> Data<()>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Text>> AnyText for T {
    fn data(self) -> Data<()> {
        match self.into() {
            Text::Known(text) => Data::String(text),
            Text::Deferred(number) => Data::Deferred(number),
            Text::Failed(error) => Data::Failed(error),
            Text::Missing => Data::Missing,
        }
    }
}

/// What the Rust expressions of a pipeline yield, in the order of their numbers.
#[derive(Debug, Default)]
pub struct Values(Vec<Value<()>>);

impl Values {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Values::default()
    }

    /// The next one, which can be any value.
    pub fn value(&mut self, found: Expression<impl AnyValue>) {
        self.add(found.map(AnyValue::data));
    }

    /// The next one, which has to be a text.
    pub fn text(&mut self, found: Expression<impl AnyText>) {
        self.add(found.map(AnyText::data));
    }

    fn add(&mut self, found: Expression<Data<()>>) {
        let data = found.unwrap_or_else(|error| Data::Failed(error.to_string()));
        self.0.push(Value { data, at: () });
    }
}

/// Reads what [`write`](super::write) wrote: nothing, where that did not write it.
#[must_use]
pub fn read(
    file: &'static str,
    rows: &'static [&'static str],
    included: &'static [&'static str],
    values: Values,
) -> Option<Model<Location>> {
    Take::take(&mut Reader {
        file,
        row: "",
        rows,
        values: values.0.into_iter().map(Some).collect(),
        included,
    })
}

/// What is left to be read.
pub(super) struct Reader {
    file: &'static str,
    row: &'static str,
    rows: &'static [&'static str],
    values: Vec<Option<Value<()>>>,
    included: &'static [&'static str],
}

impl Reader {
    fn word(&mut self) -> Option<&'static str> {
        let (word, rest) = self.rest()?.split_once(' ')?;
        self.row = rest;
        Some(word)
    }

    /// Whether this word is next; then it is read.
    fn next_is(&mut self, word: &str) -> Option<bool> {
        let rest = self.rest()?.strip_prefix(word);
        let rest = rest.and_then(|rest| rest.strip_prefix(' '));
        self.row = rest.unwrap_or(self.row);
        Some(rest.is_some())
    }

    pub(super) fn expect(&mut self, word: &str) -> Option<()> {
        self.next_is(word)?.then_some(())
    }

    /// The rest of the row, or the next one.
    fn rest(&mut self) -> Option<&'static str> {
        if self.row.is_empty() {
            (self.row, self.rows) = self.rows.split_first()?;
        }
        Some(self.row)
    }

    fn number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.word()?.parse().ok()
    }

    fn text(&mut self) -> Option<&'static str> {
        let (length, rest) = self.rest()?.split_once('"')?;
        let (text, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.row = rest.strip_prefix(' ')?;
        Some(text)
    }

    pub(super) fn place(&mut self) -> Option<Location> {
        let (line, column) = self.word()?.split_once(':')?;
        let (line, column) = (line.parse().ok()?, column.parse().ok()?);
        let other = self.next_is("of")?;
        let file = if other { self.text()? } else { self.file };
        Some(Location::at(file, line, column))
    }

    /// What the expression yielded whose number is next.
    fn later(&mut self) -> Option<Value<()>> {
        let number: usize = self.number()?;
        self.values.get_mut(number)?.take()
    }
}

/// What can be read.
pub(super) trait Take: Sized {
    fn take(from: &mut Reader) -> Option<Self>;
}

impl Take for String {
    fn take(from: &mut Reader) -> Option<Self> {
        from.text().map(str::to_owned)
    }
}

impl Take for bool {
    fn take(from: &mut Reader) -> Option<Self> {
        Some(from.word()? == "yes")
    }
}

impl<T: Take> Take for Option<T> {
    fn take(from: &mut Reader) -> Option<Self> {
        Some(match from.word()? {
            "+" => Some(T::take(from)?),
            _ => None,
        })
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(from: &mut Reader) -> Option<Self> {
        from.expect("[")?;
        let mut items = Vec::new();
        while !from.next_is("]")? {
            items.push(T::take(from)?);
        }
        Some(items)
    }
}

impl Take for Moment {
    fn take(from: &mut Reader) -> Option<Self> {
        let word = from.word()?;
        Moment::ALL.into_iter().find(|moment| moment.word() == word)
    }
}

impl<I: Take> Take for Origin<Location, I> {
    fn take(from: &mut Reader) -> Option<Self> {
        Some(match from.word()? {
            "managed" => Origin::Managed(Take::take(from)?),
            _ => Origin::Imported(Take::take(from)?),
        })
    }
}

impl Take for TextExpr<Location> {
    fn take(from: &mut Reader) -> Option<Self> {
        let at = from.place()?;
        let said = match from.word()? {
            "now" => Text::Known(Take::take(from)?),
            "later" => match from.later()?.data {
                Data::String(text) => Text::Known(text),
                Data::Failed(error) => Text::Failed(error),
                _ => return None,
            },
            "failed" => Text::Failed(Take::take(from)?),
            _ => return None,
        };
        Some(TextExpr { text: said, at })
    }
}

impl Take for Value<Location> {
    fn take(from: &mut Reader) -> Option<Self> {
        let at = from.place()?;
        let data = match from.word()? {
            "text" => Data::String(Take::take(from)?),
            "number" => Data::Number(from.number()?),
            "yes" => Data::Bool(true),
            "no" => Data::Bool(false),
            "list" => Data::List(Take::take(from)?),
            "map" => Data::Map(Take::take(from)?),
            "word" => Data::Word(Take::take(from)?),
            "file" => Data::File {
                artifact: Take::take(from)?,
                path: Take::take(from)?,
            },
            "variable" => Data::Variable {
                namespace: Take::take(from)?,
                name: Take::take(from)?,
            },
            "include" => {
                let number: usize = from.number()?;
                Data::String((*from.included.get(number)?).to_owned())
            }
            "later" => from.later()?.locate(at).data,
            "failed" => Data::Failed(Take::take(from)?),
            _ => return None,
        };
        Some(Value { data, at })
    }
}
