//! Entries and values.

use pipewright_core::codes::{LITERAL, TOO_DEEP};
use proc_macro2::{Delimiter, Group, Literal, Span, TokenTree};

use super::input::Input;
use super::literal::{Read, read};
use super::name::word;
use super::{Reported, Space};
use crate::tree::{Entry, Phrase, Value, ValueKind, Word};

/// How deep lists and maps may stand in each other.
const DEPTH: usize = 32;

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

    fn starts_value(&self) -> bool {
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

    /// Whatever can stand behind a key.
    pub(super) fn value(&mut self) -> Value {
        let mut at = self.at(self.span());
        if self.quoted_artifact() || self.take_bare("a value") {
            let kind = ValueKind::Missing;
            return Value { kind, at };
        }
        if let Some(value) = self.repeated_value() {
            return value;
        }
        if let Some(path) = self.included() {
            at = self.at(path);
        }
        let kind = match self.token(0).cloned() {
            Some(TokenTree::Literal(_)) if self.is_repeated_file() => {
                self.file_or_variable(Space::Artifact)
            }
            Some(TokenTree::Literal(literal)) => {
                self.advance();
                self.literal(&literal)
            }
            Some(TokenTree::Punct(_)) if self.is_punct(0, '-') && self.is_literal(1) => {
                self.advance();
                self.negative()
            }
            Some(TokenTree::Ident(_)) if !self.is_keyed() => self.word_value(),
            Some(TokenTree::Group(group)) => {
                self.advance();
                self.group_value(&group)
            }
            _ => {
                self.expected("a value");
                ValueKind::Missing
            }
        };
        Value { kind, at }
    }

    fn literal(&mut self, literal: &Literal) -> ValueKind {
        match read(literal) {
            Read::Text(text) => self
                .filled(text)
                .map_or(ValueKind::Missing, ValueKind::Text),
            Read::Number(number) => ValueKind::Number(number),
            Read::Other(what) => {
                let message = format!("a value cannot be {what}");
                let source = literal.to_string();
                let help = match source.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                    Some(letter) => format!("a text has double quotes: `\"{letter}\"`"),
                    None => "values are texts, whole numbers, `true` and `false`, lists and maps; a Rust expression stands in parentheses, `(…)`".to_owned(),
                };
                self.report(&LITERAL, literal.span(), message).help(help);
                ValueKind::Missing
            }
        }
    }

    fn negative(&mut self) -> ValueKind {
        let Some(TokenTree::Literal(literal)) = self.token(0).cloned() else {
            return ValueKind::Missing;
        };
        self.advance();
        match self.literal(&literal) {
            ValueKind::Number(number) => ValueKind::Number(number.saturating_neg()),
            ValueKind::Missing => ValueKind::Missing,
            _ => {
                self.report(
                    &LITERAL,
                    literal.span(),
                    "only a number can stand behind `-`",
                );
                ValueKind::Missing
            }
        }
    }

    fn word_value(&mut self) -> ValueKind {
        let Some(ident) = self.ident(0).cloned() else {
            return ValueKind::Missing;
        };
        let first = word(&ident);
        match first.text.as_str() {
            "true" | "false" => {
                self.advance();
                return ValueKind::Bool(first.text == "true");
            }
            "include" if self.included().is_some() => {
                self.advance();
                return self.include();
            }
            _ => {}
        }
        let space = if self.is_punct(1, '/') {
            Space::Artifact
        } else if self.is_punct(1, '.') && first.text != "variables" {
            Space::Action
        } else {
            Space::Value
        };
        self.file_or_variable(space)
    }

    /// A name, and the file in it or the variable of it if one follows.
    fn file_or_variable(&mut self, space: Space) -> ValueKind {
        let Ok(first) = self.name("a value", space, false) else {
            self.advance();
            return ValueKind::Missing;
        };
        if self.take_punct('/').is_some() {
            let path = self.phrase("a path in the artifact, `\"template.yml\"`");
            let path = path.unwrap_or_else(|Reported| {
                if !self.is_separator() {
                    self.advance();
                }
                Phrase::Missing(self.span())
            });
            return ValueKind::File(first, path);
        }
        if self.take_punct('.').is_some() {
            let Some(ident) = self.ident(0).cloned() else {
                self.expected("the name of a variable");
                return ValueKind::Missing;
            };
            self.advance();
            let name = word(&ident);
            if first.text == "variables" {
                self.mark(Space::Variable, false, ident);
            }
            return ValueKind::Variable(first, name);
        }
        ValueKind::Word(first.text)
    }

    /// Where the path stands, if a file's text is included here.
    fn included(&self) -> Option<Span> {
        let path = self.token(1).filter(|_| self.is_literal(1))?;
        self.is_word(0, "include").then(|| path.span())
    }

    /// Reports and passes over a file of an artifact whose name is in quotes.
    fn quoted_artifact(&mut self) -> bool {
        let (Some(TokenTree::Literal(artifact)), Some(TokenTree::Literal(path))) =
            (self.token(0), self.token(2))
        else {
            return false;
        };
        if !self.is_punct(1, '/') || self.is_repeated_file() {
            return false;
        }
        let Read::Text(name) = read(artifact) else {
            return false;
        };
        let help = format!("a name is written without quotes: `{name} / {path}`");
        self.expected("the name of an artifact").help(help);
        (0..3).for_each(|_| self.advance());
        true
    }

    /// The file behind `include`.
    fn include(&mut self) -> ValueKind {
        match self.phrase("a file, `\"buildspec.yml\"`") {
            Ok(Phrase::Text(path)) => ValueKind::Include(path.text),
            Ok(Phrase::Rust(..) | Phrase::Missing(_)) | Err(Reported) => ValueKind::Missing,
        }
    }

    fn group_value(&mut self, group: &Group) -> ValueKind {
        if group.delimiter() == Delimiter::Parenthesis {
            return match self.expression(group) {
                Phrase::Rust(tokens, _) => ValueKind::Rust(tokens),
                Phrase::Text(_) | Phrase::Missing(_) => ValueKind::Missing,
            };
        }
        if self.context.depth >= DEPTH {
            let message = format!("this value is nested more than {DEPTH} deep");
            self.report(&TOO_DEEP, group.span_open(), message)
                .help("make it with a Rust expression in parentheses, `(…)`");
            return ValueKind::Missing;
        }
        self.context.depth = self.context.depth.saturating_add(1);
        let mut inside = self.inside(group);
        let kind = if group.delimiter() == Delimiter::Bracket {
            ValueKind::List(inside.list())
        } else {
            ValueKind::Map(inside.entries())
        };
        self.context.depth = self.context.depth.saturating_sub(1);
        kind
    }

    fn list(&mut self) -> Vec<Value> {
        let mut values = Vec::new();
        while !self.is_end() {
            let value = self.value();
            if matches!(value.kind, ValueKind::Missing) {
                self.skip_entry(|_| false);
            } else {
                self.end_entry(Input::starts_value);
            }
            values.push(value);
        }
        values
    }
}
