//! Entries, `key: value`.

use proc_macro2::{Delimiter, TokenTree};

use super::input::Input;
use super::literal::{Read, read};
use super::name::word;
use crate::tree::{Entry, Value, ValueKind, Word};

impl Input<'_> {
    /// `key: value, …`
    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        while !self.is_end() {
            match self.entry(Input::is_keyed) {
                Some(entry) if !matches!(entry.value.kind, ValueKind::Missing) => {
                    entries.push(entry);
                    self.end_entry(Input::is_keyed);
                }
                broken => {
                    entries.extend(broken);
                    self.skip_entry(Input::is_keyed);
                }
            }
        }
        entries
    }

    /// `key: value`; `starts` knows where the next one begins.
    pub(super) fn entry(&mut self, starts: fn(&Self) -> bool) -> Option<Entry> {
        let Some(mut key) = self.key() else {
            self.expected("a key");
            if !self.is_separator() {
                self.advance();
            }
            return None;
        };
        if self.is_colon(0) {
            self.advance();
        } else {
            key.at.written = false;
            self.missing_colon(&key.text);
            if self.is_punct(0, '=') {
                self.advance();
                self.take_punct('>');
            } else if starts(self) || !self.starts_value() {
                let value = self.missing_value();
                return Some(Entry { key, value });
            }
        }
        let value = self.value();
        Some(Entry { key, value })
    }

    fn key(&mut self) -> Option<Word> {
        let key = match self.token(0).cloned()? {
            TokenTree::Ident(ident) => word(&ident),
            TokenTree::Literal(literal) => match read(&literal) {
                Read::Text(text) => {
                    let span = literal.span();
                    let at = self.at(span);
                    match self.filled(text) {
                        Some(text) => Word { text, at },
                        None => Word::missing(span),
                    }
                }
                Read::Number(_) | Read::Other(_) => return None,
            },
            TokenTree::Group(_) | TokenTree::Punct(_) => return None,
        };
        self.advance();
        Some(key)
    }

    fn missing_colon(&mut self, key: &str) {
        let ahead = match (self.is_punct(0, '='), self.is_punct(1, '>')) {
            (true, true) => 2,
            (equals, _) => usize::from(equals),
        };
        let value = match self.token(ahead) {
            Some(TokenTree::Literal(literal)) => literal.to_string(),
            Some(TokenTree::Ident(ident)) if !self.is_keyed() => ident.to_string(),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                "{ … }".to_owned()
            }
            Some(TokenTree::Group(_)) => "[…]".to_owned(),
            _ => "…".to_owned(),
        };
        self.expected(&format!("`:` behind `{key}`"))
            .help(format!("write `{key}: {value}`"));
    }

    pub(super) fn starts_value(&self) -> bool {
        matches!(
            self.token(0),
            Some(TokenTree::Group(_) | TokenTree::Literal(_) | TokenTree::Ident(_))
        )
    }

    fn missing_value(&self) -> Value {
        Value {
            kind: ValueKind::Missing,
            at: self.at(self.span()),
        }
    }
}
