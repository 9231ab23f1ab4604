//! A model into rows.

use crate::model::{Data, Model, Moment, Origin, Text, TextExpr, Value};

/// A place as rows have it.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1.
    pub column: usize,
    /// The file, where it is another one than the pipeline's.
    pub file: Option<String>,
}

/// A model as rows, and what goes with them.
#[derive(Debug)]
pub struct Rows<P> {
    /// The rows.
    pub rows: Vec<String>,
    /// The Rust expressions that they name, in the order of their numbers.
    pub later: Vec<Later<P>>,
    /// The files that they name, each path with its place.
    pub included: Vec<(String, P)>,
}

/// A Rust expression.
#[derive(Debug)]
pub struct Later<P> {
    /// Its number in the model.
    pub number: usize,
    /// Where it stands.
    pub at: P,
    /// Whether it has to be a text, and no other value.
    pub text: bool,
}

/// Writes a model. `spot` says where a place is.
pub fn write<P: Copy>(model: &Model<P>, spot: &dyn Fn(P) -> Spot) -> Rows<P> {
    let mut writer = Writer {
        spot,
        rows: Vec::new(),
        row: String::new(),
        later: Vec::new(),
        included: Vec::new(),
    };
    model.put(&mut writer);
    writer.rows.push(writer.row);
    writer.later.sort_by_key(|later| later.number);
    for (index, later) in writer.later.iter().enumerate() {
        debug_assert_eq!(index, later.number, "every expression stands in one place");
    }
    Rows {
        rows: writer.rows,
        later: writer.later,
        included: writer.included,
    }
}

/// A row that is being written, and what came before it.
pub(super) struct Writer<'a, P> {
    spot: &'a dyn Fn(P) -> Spot,
    rows: Vec<String>,
    row: String,
    later: Vec<Later<P>>,
    included: Vec<(String, P)>,
}

impl<P: Copy> Writer<'_, P> {
    /// Begins a row.
    pub(super) fn row(&mut self, word: &str) {
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
        self.word(word);
    }

    /// What holds no space.
    fn word(&mut self, word: &str) {
        self.row.push_str(word);
        self.row.push(' ');
    }

    /// Its length before it, since it can hold anything.
    fn text(&mut self, text: &str) {
        self.row.push_str(&text.len().to_string());
        self.row.push('"');
        self.word(text);
    }

    pub(super) fn place(&mut self, at: P) {
        let Spot { line, column, file } = (self.spot)(at);
        self.word(&format!("{line}:{column}"));
        if let Some(file) = file {
            self.word("of");
            self.text(&file);
        }
    }

    fn later(&mut self, number: usize, at: P, text: bool) {
        self.word("later");
        self.word(&number.to_string());
        self.later.push(Later { number, at, text });
    }
}

/// What can be written.
pub(super) trait Put<P> {
    fn put(&self, to: &mut Writer<'_, P>);
}

impl<P: Copy> Put<P> for String {
    fn put(&self, to: &mut Writer<'_, P>) {
        to.text(self);
    }
}

impl<P: Copy> Put<P> for bool {
    fn put(&self, to: &mut Writer<'_, P>) {
        to.word(if *self { "yes" } else { "no" });
    }
}

impl<P: Copy, T: Put<P>> Put<P> for Option<T> {
    fn put(&self, to: &mut Writer<'_, P>) {
        match self {
            Some(found) => {
                to.word("+");
                found.put(to);
            }
            None => to.word("-"),
        }
    }
}

impl<P: Copy, T: Put<P>> Put<P> for Vec<T> {
    fn put(&self, to: &mut Writer<'_, P>) {
        to.word("[");
        for item in self {
            item.put(to);
        }
        to.word("]");
    }
}

impl<P: Copy> Put<P> for Moment {
    fn put(&self, to: &mut Writer<'_, P>) {
        to.word(self.word());
    }
}

impl<P: Copy, I: Put<P>> Put<P> for Origin<P, I> {
    fn put(&self, to: &mut Writer<'_, P>) {
        match self {
            Origin::Managed(settings) => {
                to.word("managed");
                settings.put(to);
            }
            Origin::Imported(what) => {
                to.word("imported");
                what.put(to);
            }
        }
    }
}

impl<P: Copy> Put<P> for TextExpr<P> {
    fn put(&self, to: &mut Writer<'_, P>) {
        to.place(self.at);
        match &self.text {
            Text::Known(text) => {
                to.word("now");
                to.text(text);
            }
            Text::Missing => to.word("missing"),
            Text::Deferred(number) => to.later(number.0, self.at, true),
            Text::Failed(error) => {
                to.word("failed");
                to.text(error);
            }
        }
    }
}

impl<P: Copy> Put<P> for Value<P> {
    fn put(&self, to: &mut Writer<'_, P>) {
        to.place(self.at);
        match &self.data {
            Data::String(text) => {
                to.word("text");
                to.text(text);
            }
            Data::Number(number) => {
                to.word("number");
                to.word(&number.to_string());
            }
            Data::Bool(truth) => truth.put(to),
            Data::List(items) => {
                to.word("list");
                items.put(to);
            }
            Data::Map(entries) => {
                to.word("map");
                entries.put(to);
            }
            Data::Word(word) => {
                to.word("word");
                to.text(word);
            }
            Data::File { artifact, path } => {
                to.word("file");
                artifact.put(to);
                path.put(to);
            }
            Data::Variable { namespace, name } => {
                to.word("variable");
                namespace.put(to);
                name.put(to);
            }
            Data::Include { path, .. } => {
                to.word("include");
                to.word(&to.included.len().to_string());
                to.included.push((path.clone(), self.at));
            }
            Data::Missing => to.word("missing"),
            Data::Deferred(number) => to.later(number.0, self.at, false),
            Data::Failed(error) => {
                to.word("failed");
                to.text(error);
            }
        }
    }
}
