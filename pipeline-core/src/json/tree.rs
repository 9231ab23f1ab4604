//! A JSON tree.

use std::borrow::Cow;
use std::fmt;

use super::{compact, pretty};

/// A text of a tree; those that stand in our source are not copied.
pub(crate) type Text = Cow<'static, str>;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(i64),
    String(Text),
    Array(Vec<Json>),
    Object(Map),
}

/// The entries of an object, in the order of their keys. Nearly all have a few, so that a
/// list is smaller than a tree, and found through faster.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Map(Vec<(Text, Json)>);

/// What stands in our source as it is.
pub(crate) trait Constant {
    fn tree(self) -> Json;
}

impl Map {
    pub(crate) fn new() -> Map {
        Map(Vec::new())
    }

    pub(crate) fn one(key: impl Into<Text>, value: Json) -> Map {
        Map(vec![(key.into(), value)])
    }

    /// Sets a key.
    pub(crate) fn insert(&mut self, key: impl Into<Text>, value: Json) {
        self.set(key.into(), value);
    }

    fn set(&mut self, key: Text, value: Json) {
        // From the end: most of them come in order.
        let mut at = self.0.len();
        while at > 0 {
            let known = self.0[at - 1].0.as_bytes();
            if known < key.as_bytes() {
                break;
            }
            at -= 1;
            if known.len() == key.len() && known == key.as_bytes() {
                self.0[at].1 = value;
                return;
            }
        }
        self.0.insert(at, (key, value));
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        let mut at = 0;
        while at < self.0.len() {
            let (known, value) = &self.0[at];
            if known.len() == key.len() && known == key {
                return Some(value);
            }
            at += 1;
        }
        None
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        let found = self.0.iter_mut().find(|(known, _)| known == key);
        found.map(|(_, value)| value)
    }

    #[cfg(test)]
    pub(crate) fn remove(&mut self, key: &str) -> Option<Json> {
        let at = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(at).1)
    }

    pub(crate) fn extend(&mut self, entries: impl IntoIterator<Item = (Text, Json)>) {
        for (key, value) in entries {
            self.set(key, value);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// The entries as they are kept.
    pub(crate) fn entries(&self) -> &[(Text, Json)] {
        &self.0
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Json> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

impl IntoIterator for Map {
    type Item = (Text, Json);
    type IntoIter = std::vec::IntoIter<(Text, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Json {
    /// The value of a key of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(map) => map.get(key),
            _ => None,
        }
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        self.as_object_mut()?.get_mut(key)
    }

    /// An item of a list.
    pub(crate) fn item(&self, index: usize) -> Option<&Json> {
        match self {
            Json::Array(items) => items.get(index),
            _ => None,
        }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&Vec<Json>> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_i64(&self) -> Option<i64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Map> {
        match self {
            Json::Object(map) => Some(map),
            _ => None,
        }
    }

    pub(crate) fn as_object_mut(&mut self) -> Option<&mut Map> {
        match self {
            Json::Object(map) => Some(map),
            _ => None,
        }
    }

    /// What is reached by some keys, and indexes of lists: `/Rules/0/Id`.
    pub(crate) fn pointer(&self, path: &str) -> Option<&Json> {
        path.split('/').skip(1).try_fold(self, |at, part| match at {
            Json::Object(map) => map.get(part),
            Json::Array(items) => items.get(part.parse::<usize>().ok()?),
            _ => None,
        })
    }

    pub(crate) fn pointer_mut(&mut self, path: &str) -> Option<&mut Json> {
        path.split('/').skip(1).try_fold(self, |at, part| match at {
            Json::Object(map) => map.get_mut(part),
            Json::Array(items) => items.get_mut(part.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

/// Without spaces, or indented with `{:#}`.
impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if out.alternate() {
            pretty(self)
        } else {
            compact(self)
        };
        out.write_str(&text)
    }
}

impl Constant for &'static str {
    fn tree(self) -> Json {
        Json::String(Cow::Borrowed(self))
    }
}

impl Constant for bool {
    fn tree(self) -> Json {
        Json::Bool(self)
    }
}

impl Constant for i64 {
    fn tree(self) -> Json {
        Json::Number(self)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::String(Cow::Owned(text.to_owned()))
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Json {
        Json::String(Cow::Owned(text.clone()))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::String(Cow::Owned(text))
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Json {
        Json::Bool(truth)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Json {
        Json::Number(number)
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Json {
        Json::Number(number.into())
    }
}

impl From<Map> for Json {
    fn from(map: Map) -> Json {
        Json::Object(map)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Json {
        items.into_iter().collect()
    }
}

impl From<&Vec<String>> for Json {
    fn from(items: &Vec<String>) -> Json {
        items.iter().collect()
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Json {
        Json::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<Text>> FromIterator<(K, Json)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Json)>>(entries: I) -> Map {
        let mut out = Map::new();
        for (key, value) in entries {
            out.set(key.into(), value);
        }
        out
    }
}
