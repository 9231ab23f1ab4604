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

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Value<P>]> {
        match self {
            Data::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&[Entry<P>]> {
        match self {
            Data::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The string that AWS gets for a string, a number, a boolean or a variable.
    pub fn scalar(&self) -> Option<String> {
        match self {
            Data::Number(number) => Some(number.to_string()),
            Data::Bool(truth) => Some(truth.to_string()),
            other => other.string(),
        }
    }

    /// The string that AWS gets for a literal, an included file or a variable.
    pub fn string(&self) -> Option<String> {
        match self {
            Data::Variable { namespace, name } => {
                Some(variable_reference(&namespace.text, &name.text))
            }
            other => other.text().map(str::to_owned),
        }
    }

    /// Returns whether the checker cannot know the value: it is computed when the pipeline is
    /// built, or could not be read.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Data::Deferred(_) | Data::Missing)
    }
}

impl<P> Value<P> {
    /// The items of a list; a value that is none is the only one.
    pub fn items(&self) -> &[Value<P>] {
        self.data.as_list().unwrap_or(std::slice::from_ref(self))
    }

    /// The names that stand in it: bare words, and the artifacts of files.
    pub fn names(&self) -> Vec<&str> {
        match &self.data {
            Data::Word(word) => vec![word],
            Data::File { artifact, .. } => vec![&artifact.text],
            Data::List(items) => items.iter().flat_map(Value::names).collect(),
            Data::Map(entries) => entries
                .iter()
                .flat_map(|entry| entry.value.names())
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// A variable as CodePipeline reads it, `#{NAMESPACE.NAME}`.
pub fn variable_reference(namespace: &str, name: &str) -> String {
    format!("#{{{namespace}.{name}}}")
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
