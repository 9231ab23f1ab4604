//! What has to be a text: a literal, or a Rust expression in parentheses.

use pipewright_model::codes::{LITERAL, UNEXPECTED};
use proc_macro2::{Delimiter, Group, Ident, Literal, TokenTree};

use super::input::Input;
use super::literal::{Read, read};
use super::name::is_keyword;
use super::variable::is_word;
use super::{Reported, Space};
use crate::tree::{Phrase, Word};

impl Input<'_> {
    /// The Rust expression in parentheses.
    pub(super) fn expression(&mut self, group: &Group) -> Phrase {
        let tokens = self.with_variables(group.stream());
        if tokens.is_empty() {
            self.report(
                &UNEXPECTED,
                group.span_close(),
                "expected a Rust expression, found `)`",
            );
            return Phrase::Missing(group.span_open());
        }
        if self.context.scope.is_blind() {
            return Phrase::Missing(group.span_open());
        }
        Phrase::Rust(tokens, group.span_open())
    }

    /// A text: a literal, or a Rust expression.
    pub(super) fn phrase(&mut self, what: &str) -> Result<Phrase, Reported> {
        if let Some(phrase) = self.repeated_text(what) {
            return Ok(phrase);
        }
        let span = self.span();
        if self.take_bare(what) || self.take_bare_word(what) {
            return Ok(Phrase::Missing(span));
        }
        match self.token(0).cloned() {
            Some(TokenTree::Literal(literal)) => {
                self.advance();
                Ok(self.text(&literal, what))
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                self.advance();
                Ok(self.expression(&group))
            }
            _ => {
                self.expected(what);
                Err(Reported)
            }
        }
    }

    /// The text of a literal; of a number, its digits, so that reading can go on.
    fn text(&mut self, literal: &Literal, what: &str) -> Phrase {
        let found = match read(literal) {
            Read::Text(text) => {
                let at = self.at(literal.span());
                return match self.filled(text) {
                    Some(text) => Phrase::Text(Word { text, at }),
                    None => Phrase::Missing(literal.span()),
                };
            }
            Read::Number(_) => "a number",
            Read::Other(kind) => kind,
        };
        let message = format!("expected {what}, found {found}");
        let finding = self.report(&LITERAL, literal.span(), message);
        let digits = literal.to_string();
        if digits.chars().all(|digit| digit.is_ascii_digit()) {
            finding.help(format!("put it in quotes: `\"{digits}\"`"));
        }
        Phrase::Missing(literal.span())
    }

    /// A name that may be a text where AWS allows more than an identifier.
    pub(super) fn title(
        &mut self,
        what: &str,
        space: Space,
        declares: bool,
    ) -> Result<Word, Reported> {
        let Some(TokenTree::Literal(literal)) = self.token(0).cloned() else {
            return self.name(what, space, declares);
        };
        let Read::Text(text) = read(&literal) else {
            self.expected(what);
            return Err(Reported);
        };
        self.advance();
        let name = self.filled_name(&text, literal.span());
        // Where it could stand without quotes too, the editor knows it by that word.
        if name.text == text && is_word(&text) && text.is_ascii() {
            let ident = Ident::new(&text, literal.span());
            if !is_keyword(&ident) {
                self.mark(space, declares, ident);
            }
        }
        Ok(name)
    }
}
