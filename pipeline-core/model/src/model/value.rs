//! Values: the right-hand side of `key: value`.

use super::{DeployTime, Name};

/// The number of a Rust expression among all of a `pipeline!`.
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
    /// No value: the source could not be read here, and a syntax error reports that.
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
    /// The string, if it is known.
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
    /// Its place.
    pub at: P,
}

/// The data of a value, each variant as the user writes it.
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
    /// `ssm "/app/vpc-id"`, `import_value "network-VpcId"`: known when a stack is deployed.
    DeployTime(DeployTime<P>),
    /// `"topic-{name}"`: texts, and between them values that are known when a stack is
    /// deployed.
    Joined(Vec<Value<P>>),
    /// `include "buildspec.yml"`
    Include {
        /// The path, relative to the crate.
        path: String,
        /// The file's content, or why it was not read.
        content: Result<String, Unreadable>,
    },
    /// `(expression)`: its value is known when the pipeline is built.
    Deferred(ExpressionId),
    /// A Rust expression that failed, with its error.
    Failed(String),
    /// No value: the source could not be read here, and a syntax error reports that.
    Missing,
}

/// Why an included file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The error of the operating system.
    Failed(String),
    /// It is larger than a template, which would hold it.
    TooLarge,
}

impl<P> Data<P> {
    /// The string of a literal or of an included file.
    pub fn text(&self) -> Option<&str> {
        match self {
            Data::String(text) => Some(text),
            Data::Include {
                content: Ok(text), ..
            } => Some(text),
            _ => None,
        }
    }

    /// The string of a literal, or a bare word: a constant may be written as either.
    pub fn constant(&self) -> Option<&str> {
        match self {
            Data::Word(word) => Some(word),
            other => other.text(),
        }
    }

    /// The first variable in the value, as `NAMESPACE.NAME`. A value with a variable is known
    /// only when the pipeline runs.
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
    /// What a text begins with, up to the first value that is known only when a stack is deployed:
    /// the whole of a text without one.
    pub fn beginning(&self) -> Option<&str> {
        match &self.data {
            Data::Joined(parts) => parts.first()?.data.text(),
            other => other.text(),
        }
    }

    /// The items of a list; a value that is none is the only one.
    pub fn items(&self) -> &[Value<P>] {
        self.data.as_list().unwrap_or(std::slice::from_ref(self))
    }

    /// Returns whether both surely say the same, in whatever order their keys stand.
    #[must_use]
    pub fn is_same(&self, other: &Value<P>) -> bool {
        match (&self.data, &other.data) {
            (Data::Map(one), Data::Map(other)) => {
                one.len() == other.len()
                    && one.iter().all(|entry| {
                        other.iter().any(|found| {
                            found.key.text == entry.key.text && found.value.is_same(&entry.value)
                        })
                    })
            }
            (Data::List(one), Data::List(other)) => {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| one.is_same(other))
            }
            (Data::Word(one), Data::Word(other)) => one == other,
            (Data::Joined(one), Data::Joined(other)) => {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| one.is_same(other))
            }
            (Data::DeployTime(one), Data::DeployTime(other)) => {
                one.word() == other.word()
                    && one.resource() == other.resource()
                    && one.name().known().is_some()
                    && one.name().known() == other.name().known()
            }
            (one, other) => match (one.constant(), other.constant()) {
                (Some(one), Some(other)) => one == other,
                _ => one.scalar().is_some() && one.scalar() == other.scalar(),
            },
        }
    }

    /// The names that stand in it: bare words, and the artifacts of files.
    pub fn names(&self) -> Vec<&str> {
        match &self.data {
            Data::Word(word) => vec![word],
            Data::File { artifact, .. } => vec![&artifact.text],
            Data::List(items) | Data::Joined(items) => {
                items.iter().flat_map(Value::names).collect()
            }
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

/// The variables in a string, `#{NAMESPACE.NAME}`, as pairs of namespace and name.
///
/// ```
/// use pipewright_model::model::variables_in;
/// let found: Vec<_> = variables_in("v#{variables.TAG}").collect();
/// assert_eq!(found, [("variables", "TAG")]);
/// ```
pub fn variables_in(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("#{")
        .skip(1)
        .filter_map(|rest| rest.split_once('}')?.0.split_once('.'))
}

/// A key and its value: `key: value`
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
            Data::DeployTime(found) => {
                let text = |text: TextExpr<Option<P>>| TextExpr {
                    text: text.text,
                    at: text.at.unwrap_or(at),
                };
                Data::DeployTime(match found {
                    DeployTime::Ssm(name) => DeployTime::Ssm(text(name)),
                    DeployTime::ImportValue(name) => DeployTime::ImportValue(text(name)),
                    DeployTime::Attribute {
                        resource,
                        attribute,
                    } => DeployTime::Attribute {
                        resource: name(resource),
                        attribute: text(attribute),
                    },
                })
            }
            Data::Joined(parts) => {
                Data::Joined(parts.into_iter().map(|part| part.locate(at)).collect())
            }
            Data::Include { path, content } => Data::Include { path, content },
            Data::Deferred(expression) => Data::Deferred(expression),
            Data::Failed(error) => Data::Failed(error),
            Data::Missing => Data::Missing,
        };
        Value { data, at }
    }
}

impl<P> Value<P> {
    /// Calls a function with every place in the value, its own first.
    pub fn for_each_place(&mut self, call: &mut dyn FnMut(&mut P)) {
        call(&mut self.at);
        match &mut self.data {
            Data::List(items) | Data::Joined(items) => {
                items.iter_mut().for_each(|item| item.for_each_place(call));
            }
            Data::DeployTime(DeployTime::Ssm(name) | DeployTime::ImportValue(name)) => {
                call(&mut name.at);
            }
            Data::DeployTime(DeployTime::Attribute {
                resource,
                attribute,
            }) => {
                call(&mut resource.at);
                call(&mut attribute.at);
            }
            Data::Map(entries) => {
                for entry in entries {
                    call(&mut entry.key.at);
                    entry.value.for_each_place(call);
                }
            }
            Data::File { artifact, path } => {
                call(&mut artifact.at);
                call(&mut path.at);
            }
            Data::Variable { namespace, name } => {
                call(&mut namespace.at);
                call(&mut name.at);
            }
            Data::String(_)
            | Data::Number(_)
            | Data::Bool(_)
            | Data::Word(_)
            | Data::Include { .. }
            | Data::Deferred(_)
            | Data::Failed(_)
            | Data::Missing => {}
        }
    }
}
