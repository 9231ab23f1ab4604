//! Values.

use pipewright_model::codes::{LITERAL, TOO_DEEP};
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Group, Literal, Span, TokenTree};

use super::input::Input;
use super::literal::{Read, read};
use super::name::word;
use super::{Reported, Space};
use crate::tree::{Phrase, Value, ValueKind};

/// How deep lists and maps may stand in each other.
const DEPTH: usize = 32;

impl Input<'_> {
    /// Whatever can stand behind a key.
    pub(super) fn value(&mut self) -> Value {
        let mut at = self.at(self.span());
        let file = self.is_quoted_file() || self.is_hyphenated_file();
        if !file && self.take_bare("a value") {
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
            Some(_) if file => self.file_or_variable(Space::Artifact),
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
            _ if self.is_literal(1) && closest(&first.text, ["include"]).is_some() => {
                self.expected("a value").help("did you mean `include`?");
                (0..2).for_each(|_| self.advance());
                return ValueKind::Missing;
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
        let Ok(first) = self.title("a value", space, false) else {
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

    /// Whether a file of an artifact stands here whose name is a text.
    fn is_quoted_file(&self) -> bool {
        let text = matches!(self.token(0), Some(TokenTree::Literal(literal)) if matches!(read(literal), Read::Text(_)));
        text && self.is_punct(1, '/')
    }

    /// Whether a file of an artifact stands here whose name should be a text.
    fn is_hyphenated_file(&self) -> bool {
        let hyphenated = self.hyphenated();
        hyphenated.is_some_and(|(_, length)| self.is_punct(length, '/'))
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
        let bracket = group.delimiter() == Delimiter::Bracket;
        let kind = if bracket && inside.is_keyed() {
            let key = inside.token(0).map(ToString::to_string).unwrap_or_default();
            inside
                .expected("a value")
                .help(format!("a map stands in braces: `{{ {key}: … }}`"));
            inside.entries();
            ValueKind::Missing
        } else if bracket {
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
