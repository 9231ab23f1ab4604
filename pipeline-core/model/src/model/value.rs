//! Values: what stands behind a key.

use super::Name;

/// A Rust expression of a `pipeline!`, by its number among all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpressionId(pub usize);

/// A string, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// A literal, or a string that the program has computed.
    Known(String),
    /// A Rust expression: its string is known when the pipeline is built.
    Deferred(ExpressionId),
    /// A Rust expression that failed, with its error.
    Failed(String),
    /// Nothing: the source could not be read here, and a syntax error says so.
    Missing,
}

/// A string and its place.
#[derive(Clone, Debug)]
pub struct TextExpr<P> {
    /// The string.
    pub text: Text,
    /// Its place.
    pub at: P,
}

impl<P> TextExpr<P> {
    /// The string, where it is known.
    pub fn known(&self) -> Option<&str> {
        match &self.text {
            Text::Known(text) => Some(text),
            Text::Deferred(_) | Text::Failed(_) | Text::Missing => None,
        }
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Value<P> {
    /// The value.
    pub data: Data<P>,
    /// Where it stands.
    pub at: P,
}

/// What a value can be.
#[derive(Clone, Debug)]
pub enum Data<P> {
    /// `"main"`
    String(String),
    /// `10`
    Number(i64),
    /// `true`
    Bool(bool),
    /// `["a", "b"]`
    List(Vec<Value<P>>),
    /// `{ KEY: "value" }`
    Map(Vec<Entry<P>>),
    /// `CHANGE_SET_REPLACE`, or the name of a declared thing.
    Word(String),
    /// `packaged / "template.yml"`
    File {
        /// The artifact.
        artifact: Name<P>,
        /// The path in it.
        path: TextExpr<P>,
    },
    /// `Checkout.CommitId`, `variables.IMAGE_TAG`
    Variable {
        /// The action, its namespace, or `variables`.
        namespace: Name<P>,
        /// The variable.
        name: Name<P>,
    },
    /// `include "buildspec.yml"`
    Include {
        /// The path, relative to the crate.
        path: String,
        /// What the file holds, or why it could not be read.
        content: Result<String, String>,
    },
    /// `(expression)`: its value is known when the pipeline is built.
    Deferred(ExpressionId),
    /// A Rust expression that failed, with its error.
    Failed(String),
    /// Nothing: the source could not be read here, and a syntax error says so.
    Missing,
}

impl<P> Data<P> {
    /// The text of a literal or of an included file.
    pub fn text(&self) -> Option<&str> {
        match self {
            Data::String(text) => Some(text),
            Data::Include {
                content: Ok(text), ..
            } => Some(text),
            _ => None,
        }
    }

    /// The text of a literal, or a bare word: a constant may be written as either.
    pub fn constant(&self) -> Option<&str> {
        match self {
            Data::Word(word) => Some(word),
            other => other.text(),
        }
    }

    /// The first variable that it is or that its text holds, `NAMESPACE.NAME`: part of
    /// the value is known only when the pipeline runs.
    pub fn first_variable(&self) -> Option<String> {
        match self {
            Data::Variable { namespace, name } => Some(format!("{}.{}", namespace.text, name.text)),
            other => {
                let (_, rest) = other.text()?.split_once("#{")?;
                Some(rest.split_once('}')?.0.to_owned())
            }
        }
    }

    /// Returns whether the checker cannot know the value: it is computed when the pipeline is
    /// built, or could not be read.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Data::Deferred(_) | Data::Missing)
    }
}

/// The variables that a text names, `#{NAMESPACE.NAME}`, as namespace and name.
pub fn variables_in(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("#{")
        .skip(1)
        .filter_map(|rest| rest.split_once('}')?.0.split_once('.'))
}

/// `key: value`
#[derive(Clone, Debug)]
pub struct Entry<P> {
    /// The key.
    pub key: Name<P>,
    /// Its value.
    pub value: Value<P>,
}

impl<P: Copy> Value<Option<P>> {
    /// The same value, with this place for all in it that has none, neither itself nor by what
    /// it stands in.
    pub fn locate(self, at: P) -> Value<P> {
        let at = self.at.unwrap_or(at);
        let name = |name: Name<Option<P>>| Name {
            text: name.text,
            at: name.at.unwrap_or(at),
        };
        let data = match self.data {
            Data::String(text) => Data::String(text),
            Data::Number(number) => Data::Number(number),
            Data::Bool(truth) => Data::Bool(truth),
            Data::List(items) => {
                Data::List(items.into_iter().map(|item| item.locate(at)).collect())
            }
            Data::Map(entries) => Data::Map(
                entries
                    .into_iter()
                    .map(|entry| {
                        let key = name(entry.key);
                        Entry {
                            value: entry.value.locate(key.at),
                            key,
                        }
                    })
                    .collect(),
            ),
            Data::Word(word) => Data::Word(word),
            Data::File { artifact, path } => Data::File {
                artifact: name(artifact),
                path: TextExpr {
                    text: path.text,
                    at: path.at.unwrap_or(at),
                },
            },
            Data::Variable {
                namespace,
                name: variable,
            } => Data::Variable {
                namespace: name(namespace),
                name: name(variable),
            },
            Data::Include { path, content } => Data::Include { path, content },
            Data::Deferred(expression) => Data::Deferred(expression),
            Data::Failed(error) => Data::Failed(error),
            Data::Missing => Data::Missing,
        };
        Value { data, at }
    }
}
