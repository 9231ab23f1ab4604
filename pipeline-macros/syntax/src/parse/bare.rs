//! A Rust expression without its parentheses, and a text without its quotes.

use pipewright_model::catalogue::region;
use pipewright_model::codes::UNEXPECTED;
use proc_macro2::{Delimiter, TokenTree};

use super::declare::{REGION, starts_declaration};
use super::input::Input;
use super::name::is_keyword;
use crate::place::source;

impl Input<'_> {
    /// Reports and passes over what stands here in place of a value or a text, if it is
    /// more than one token and could not be anything else.
    pub(super) fn take_bare(&mut self, what: &str) -> bool {
        let arn = self.is_arn();
        if !arn && (self.is_keyed() || !self.starts_expression()) {
            return false;
        }
        let length = if arn {
            self.arn_length()
        } else {
            self.expression_length().max(1)
        };
        let tokens: Vec<TokenTree> = (0..length)
            .filter_map(|ahead| self.token(ahead).cloned())
            .collect();
        let text = source(&tokens);
        let span = self.span();
        match text {
            Some(text) if arn || is_text(&text) => {
                let message = format!("expected {what}, found `{text}`");
                self.report(&UNEXPECTED, span, message)
                    .help(format!("put it in quotes: `\"{text}\"`"));
            }
            text => {
                let text = text.unwrap_or_else(|| "…".to_owned());
                let help = match (self.group(1, Delimiter::Parenthesis), length) {
                    (Some(path), 2) if self.is_word(0, "include") => {
                        format!("without parentheses: `include {}`", path.stream())
                    }
                    _ if self.is_word(0, "vec") && self.is_macro(0) => {
                        "a list is written `[…]`, without `vec!`".to_owned()
                    }
                    _ => format!("put it in parentheses: `({text})`"),
                };
                let message = format!("expected {what}, found a Rust expression");
                self.report(&UNEXPECTED, span, message).help(help);
            }
        }
        (0..length).for_each(|_| self.advance());
        true
    }

    /// The name with hyphens that stands here without quotes, and how many tokens it has.
    pub(super) fn hyphenated(&self) -> Option<(String, usize)> {
        let first = self.ident(0).filter(|ident| !is_keyword(ident))?;
        let mut tokens = vec![TokenTree::Ident(first.clone())];
        while self.is_punct(tokens.len(), '-') {
            let part = self.token(tokens.len().saturating_add(1))?;
            if !matches!(part, TokenTree::Ident(_) | TokenTree::Literal(_)) {
                return None;
            }
            tokens.extend(self.token(tokens.len()).cloned());
            tokens.push(part.clone());
        }
        let text = source(&tokens).filter(|text| is_text(text))?;
        Some((text, tokens.len()))
    }

    /// `arn:aws:…`
    fn is_arn(&self) -> bool {
        self.is_word(0, "arn") && self.is_colon(1)
    }

    fn arn_length(&self) -> usize {
        let mut ahead = 1;
        while self.token(ahead).is_some()
            && !self.separates(ahead)
            && self.group(ahead, Delimiter::Brace).is_none()
        {
            ahead = ahead.saturating_add(1);
        }
        ahead
    }

    /// Whether what stands here is a Rust expression of several tokens, or letters with
    /// hyphens.
    fn starts_expression(&self) -> bool {
        let called = self.group(1, Delimiter::Parenthesis).is_some();
        match self.token(0) {
            Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '&' | '*' | '!' | '|'),
            Some(TokenTree::Literal(_)) => self.is_operator(1) && !self.is_punct(1, '/'),
            Some(TokenTree::Ident(ident)) if ident == "true" || ident == "false" => {
                self.is_operator(1)
            }
            Some(TokenTree::Ident(ident)) if is_keyword(ident) => {
                EXPRESSIONS.iter().any(|word| ident == word)
            }
            Some(TokenTree::Group(group)) => {
                group.delimiter() != Delimiter::Brace && self.is_operator(1)
            }
            Some(TokenTree::Ident(_)) if self.is_punct(1, '.') => {
                let field = self.ident(2).is_some()
                    && (self.is_operator(3) || self.group(3, Delimiter::Parenthesis).is_some());
                field || self.is_literal(2)
            }
            Some(TokenTree::Ident(_)) => {
                let file = self.is_punct(1, '/');
                called || self.is_macro(0) || self.is_path(1) || (self.is_operator(1) && !file)
            }
            _ => false,
        }
    }

    /// How many tokens the expression has.
    fn expression_length(&self) -> usize {
        let block = self
            .ident(0)
            .is_some_and(|ident| EXPRESSIONS.iter().any(|word| ident == word));
        let mut ahead = 0;
        if block {
            while self.token(ahead).is_some() && !self.separates(ahead) {
                ahead = ahead.saturating_add(1);
            }
            return ahead;
        }
        loop {
            while self.is_operator(ahead) || self.is_path(ahead) || self.is_punct(ahead, ':') {
                ahead = ahead.saturating_add(1);
            }
            match self.token(ahead) {
                Some(TokenTree::Ident(ident))
                    if !is_keyword(ident) || ident == "true" || ident == "false" =>
                {
                    let inside = if self.is_macro(ahead) { 3 } else { 1 };
                    ahead = ahead.saturating_add(inside);
                }
                Some(TokenTree::Literal(_)) => ahead = ahead.saturating_add(1),
                Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::Brace => {
                    ahead = ahead.saturating_add(1);
                }
                _ => return ahead,
            }
            while matches!(self.token(ahead), Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::Brace)
                || self.is_punct(ahead, '?')
            {
                ahead = ahead.saturating_add(1);
            }
            if !self.is_operator(ahead) && !self.is_path(ahead) {
                return ahead;
            }
        }
    }

    fn separates(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ',') || self.is_punct(ahead, ';')
    }

    /// `::`
    pub(super) fn is_path(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ':') && self.is_punct(ahead.saturating_add(1), ':')
    }

    /// `NAME!(…)`, with whatever brackets.
    fn is_macro(&self, ahead: usize) -> bool {
        let bang = ahead.saturating_add(1);
        self.is_punct(bang, '!')
            && matches!(
                self.token(bang.saturating_add(1)),
                Some(TokenTree::Group(_))
            )
    }

    fn is_operator(&self, ahead: usize) -> bool {
        matches!(self.token(ahead), Some(TokenTree::Punct(punct)) if "+-*/%&|^<>.?!".contains(punct.as_char()))
    }

    /// Reports a single word where a text should stand, and passes over it unless the
    /// next thing begins with it.
    pub(super) fn take_bare_word(&mut self, what: &str) -> bool {
        let Some(ident) = self.ident(0).filter(|ident| !is_keyword(ident)) else {
            return false;
        };
        if starts_declaration(self) || self.ends_clause() {
            return false;
        }
        let word = ident.to_string();
        let hyphens = word.replace('_', "-");
        let help = if what != REGION {
            format!(
                "a text is written in quotes, `\"{word}\"`, a Rust expression in parentheses, `({word})`"
            )
        } else if region::is_well_formed(&hyphens) {
            format!("put it in quotes: `\"{hyphens}\"`")
        } else {
            format!(
                "an account stands behind `in`, `in {word}`, a Rust expression in parentheses, `({word})`"
            )
        };
        self.expected(what).help(help);
        self.advance();
        true
    }
}

/// The keywords that an expression can begin with.
const EXPRESSIONS: &[&str] = &[
    "Self", "crate", "if", "loop", "match", "move", "self", "super", "unsafe",
];

/// Whether it is a text that somebody forgot to quote: letters and hyphens, `us-east-1`.
fn is_text(words: &str) -> bool {
    let begins = words.starts_with(|first: char| first.is_ascii_alphabetic());
    let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    begins && words.contains('-') && words.chars().all(letter)
}
