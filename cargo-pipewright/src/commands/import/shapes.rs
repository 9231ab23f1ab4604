//! Lists, maps and texts of the file, read so that nothing of another shape is passed over.

use serde_json::Value;

use super::intrinsics::{function, is_nothing, shown_below};
use super::writer::Writer;

/// An item of a list: the comments in front of it, and the map that it is, if it is one.
pub(super) struct Item {
    pub(super) comments: String,
    pub(super) map: Option<Value>,
}

impl Writer<'_> {
    /// The maps of a list. What is no map, and what a condition leaves out, is a comment at its place.
    pub(super) fn each(&mut self, list: &Value, what: &str) -> Vec<Item> {
        let items = self.items_of(list, what);
        let mut out = Vec::new();
        let mut comments = self.remarks();
        for (place, item) in items.iter().enumerate() {
            let map = self.item(item, place, what);
            comments += &self.remarks();
            out.push(Item {
                comments: std::mem::take(&mut comments),
                map,
            });
        }
        if !comments.is_empty() {
            out.push(Item {
                comments,
                map: None,
            });
        }
        out
    }

    /// The same, where what is left out are remarks on whatever holds the list.
    pub(super) fn maps(&mut self, list: &Value, what: &str) -> Vec<Value> {
        let items = self.items_of(list, what);
        let items = items.iter().enumerate();
        items
            .filter_map(|(place, item)| self.item(item, place, what))
            .collect()
    }

    fn items_of(&mut self, list: &Value, what: &str) -> Vec<Value> {
        match self.template.chosen_itself(&mut self.marks, list) {
            Value::Array(items) => items,
            nothing if nothing.is_null() || is_nothing(&nothing) => Vec::new(),
            other => {
                let why = match function(&other) {
                    Some(_) => "what it has is known at deployment",
                    None => "it is no list",
                };
                let words = format!("`{what}` is left out: {why}; it is");
                self.marks.remark(shown_below(&words, &other));
                Vec::new()
            }
        }
    }

    fn item(&mut self, item: &Value, place: usize, what: &str) -> Option<Value> {
        let item = self.template.chosen_itself(&mut self.marks, item);
        if item.is_object() && function(&item).is_none() {
            return Some(item);
        }
        if !is_nothing(&item) {
            let words = format!("item {} of `{what}` is left out: it is", place + 1);
            self.marks.remark(shown_below(&words, &item));
        }
        None
    }

    /// A text that has to be known now. If something else is there, this is a remark.
    pub(super) fn setting(&mut self, map: &Value, key: &str) -> Option<String> {
        let value = map.get(key)?;
        match self.known(value) {
            Ok(text) => Some(text),
            Err(why) => {
                let words = format!("`{key}` is left out: {why}; it is");
                self.marks.remark(shown_below(&words, value));
                None
            }
        }
    }

    /// One of these words. Another one is a remark.
    pub(super) fn one_of(&mut self, map: &Value, key: &str, words: &[&str]) -> Option<String> {
        let word = self.setting(map, key)?;
        if words.contains(&word.as_str()) {
            return Some(word);
        }
        self.marks
            .remark(format!("`{key}` is left out: `{word}` is not known"));
        None
    }

    /// Remarks on the keys of a map that nothing here stands for.
    pub(super) fn others(&mut self, map: &Value, of: &str, known: &[&str]) {
        match map {
            Value::Object(map) => {
                for (key, value) in map {
                    let is_empty = value.as_array().is_some_and(Vec::is_empty);
                    if !known.contains(&key.as_str()) && !is_empty {
                        let words = format!("`{key}` of {of} is left out; it is");
                        self.marks.remark(shown_below(&words, value));
                    }
                }
            }
            Value::Null => {}
            other => {
                let words = format!("{of} is left out: it is no map, but");
                self.marks.remark(shown_below(&words, other));
            }
        }
    }
}
