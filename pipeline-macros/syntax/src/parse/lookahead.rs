//! Lookahead of any length over syn's cursor, which is `Copy`.
//!
//! The cursor sees neither attributes, which a pipeline cannot have, nor the invisible groups
//! around what another macro filled in.

use std::fmt;
use std::iter;

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Ident, Literal, Punct, Span};
use syn::buffer::Cursor;
use syn::parse::ParseBuffer;

use super::literal::{self, read_literal};

/// A token, or a group with a cursor to its inside.
pub(crate) enum Token<'a> {
    Ident(Ident),
    Literal(Literal),
    Punct(Punct),
    Group(Delimiter, DelimSpan, Cursor<'a>),
}

impl Token<'_> {
    /// All of it.
    pub(crate) fn span(&self) -> Span {
        match self {
            Token::Ident(ident) => ident.span(),
            Token::Literal(literal) => literal.span(),
            Token::Punct(punct) => punct.span(),
            Token::Group(_, span, _) => span.join(),
        }
    }

    /// The token itself, or the opening bracket of a group.
    pub(crate) fn open(&self) -> Span {
        match self {
            Token::Group(_, span, _) => span.open(),
            token => token.span(),
        }
    }

    /// A `,`, or a `;` in its place.
    pub(crate) fn is_separator(&self) -> bool {
        matches!(self, Token::Punct(punct) if matches!(punct.as_char(), ',' | ';'))
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Ident(ident) => ident.fmt(f),
            Token::Literal(literal) => literal.fmt(f),
            Token::Punct(punct) => punct.fmt(f),
            Token::Group(delimiter, _, inside) => {
                let stream = inside.token_stream();
                proc_macro2::Group::new(*delimiter, stream).fmt(f)
            }
        }
    }
}

/// Questions about the next tokens; `ahead` counts those in between.
pub(crate) trait Lookahead {
    /// A cursor to the next token.
    fn here(&self) -> Cursor<'_>;

    fn nth(&self, ahead: usize) -> Option<Token<'_>> {
        tokens(self.here()).nth(ahead)
    }

    fn is_end(&self) -> bool {
        next(self.here()).is_none()
    }

    fn nth_ident(&self, ahead: usize) -> Option<Ident> {
        match self.nth(ahead) {
            Some(Token::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    fn is_any_ident(&self, ahead: usize) -> bool {
        matches!(self.nth(ahead), Some(Token::Ident(_)))
    }

    fn is_ident(&self, ahead: usize, word: &str) -> bool {
        matches!(self.nth(ahead), Some(Token::Ident(ident)) if ident == word)
    }

    fn is_literal(&self, ahead: usize) -> bool {
        matches!(self.nth(ahead), Some(Token::Literal(_)))
    }

    fn is_punct(&self, ahead: usize, punct: char) -> bool {
        matches!(self.nth(ahead), Some(Token::Punct(found)) if found.as_char() == punct)
    }

    /// A `:` that is not half of a `::`.
    fn is_colon(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ':') && !self.is_punct(ahead.saturating_add(1), ':')
    }

    /// A `::`.
    fn is_path(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ':') && self.is_punct(ahead.saturating_add(1), ':')
    }

    fn is_group(&self, ahead: usize, delimiter: Delimiter) -> bool {
        matches!(self.nth(ahead), Some(Token::Group(found, ..)) if found == delimiter)
    }

    fn is_brace(&self, ahead: usize) -> bool {
        self.is_group(ahead, Delimiter::Brace)
    }

    fn is_parenthesis(&self, ahead: usize) -> bool {
        self.is_group(ahead, Delimiter::Parenthesis)
    }

    /// A name, a key, or a string in their place, followed by a `:`.
    fn is_keyed(&self) -> bool {
        self.is_colon(1) && (self.is_any_ident(0) || self.is_string(0))
    }

    fn is_string(&self, ahead: usize) -> bool {
        matches!(self.nth(ahead), Some(Token::Literal(literal))
            if matches!(read_literal(&literal), literal::Literal::String(_)))
    }

    /// A `,`, or a `;` in its place.
    fn is_separator(&self) -> bool {
        self.nth(0).is_some_and(|token| token.is_separator())
    }
}

impl Lookahead for Cursor<'_> {
    fn here(&self) -> Cursor<'_> {
        *self
    }
}

impl Lookahead for ParseBuffer<'_> {
    fn here(&self) -> Cursor<'_> {
        self.cursor()
    }
}

/// The tokens from here to the end of the group.
pub(crate) fn tokens(mut cursor: Cursor<'_>) -> impl Iterator<Item = Token<'_>> {
    iter::from_fn(move || {
        let (token, rest) = next(cursor)?;
        cursor = rest;
        Some(token)
    })
}

/// The next token that is no attribute, and a cursor behind it.
pub(crate) fn next(cursor: Cursor<'_>) -> Option<(Token<'_>, Cursor<'_>)> {
    visible(past_attributes(cursor))
}

/// A cursor behind the attributes that stand here.
pub(super) fn past_attributes(mut cursor: Cursor<'_>) -> Cursor<'_> {
    while let Some((_, _, rest)) = attribute(cursor) {
        cursor = rest;
    }
    cursor
}

/// The attribute that stands here: its `#`, its inside, and a cursor behind it.
pub(super) fn attribute(cursor: Cursor<'_>) -> Option<(Span, Option<Cursor<'_>>, Cursor<'_>)> {
    let (sharp, mut rest) = cursor.punct().filter(|(punct, _)| punct.as_char() == '#')?;
    if let Some((_, behind)) = rest.punct().filter(|(punct, _)| punct.as_char() == '!') {
        rest = behind;
    }
    // `#{Action.Variable}` is AWS's form of a variable, without its quotes.
    if rest.group(Delimiter::Brace).is_some() {
        return None;
    }
    match rest.group(Delimiter::Bracket) {
        Some((inside, _, behind)) => Some((sharp.span(), Some(inside), behind)),
        None => Some((sharp.span(), None, behind_line(rest, sharp.span()))),
    }
}

/// A cursor behind the words of a comment that begins with `#`: those of its line.
fn behind_line(mut rest: Cursor<'_>, sharp: Span) -> Cursor<'_> {
    let line = sharp.start().line;
    while let Some((token, behind)) = rest.token_tree() {
        let begins = token.span().start();
        if begins.line != line || begins.column <= sharp.start().column {
            break;
        }
        rest = behind;
    }
    rest
}

/// The next token, through invisible groups.
pub(super) fn visible(cursor: Cursor<'_>) -> Option<(Token<'_>, Cursor<'_>)> {
    if let Some((ident, rest)) = cursor.ident() {
        return Some((Token::Ident(ident), rest));
    }
    if let Some((punct, rest)) = cursor.punct() {
        return Some((Token::Punct(punct), rest));
    }
    if let Some((literal, rest)) = cursor.literal() {
        return Some((Token::Literal(literal), rest));
    }
    for delimiter in [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis] {
        if let Some((inside, span, rest)) = cursor.group(delimiter) {
            return Some((Token::Group(delimiter, span, inside), rest));
        }
    }
    // The `'` of a lifetime, which syn gives for no punctuation.
    match cursor.token_tree()? {
        (proc_macro2::TokenTree::Punct(punct), rest) => Some((Token::Punct(punct), rest)),
        (_, rest) => visible(rest),
    }
}
