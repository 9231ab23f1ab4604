//! The form of a Rust expression that stands without parentheses, as far as messages need it.

use proc_macro2::Delimiter;
use syn::buffer::Cursor;

use crate::parse::{Lookahead, Token, is_keyword, next, starts_named, tokens};

/// The keywords that an expression can begin with.
const BLOCKS: &[&str] = &[
    "Self", "crate", "if", "loop", "match", "move", "self", "super", "unsafe",
];

/// Returns whether what stands here is a Rust expression of several tokens, or words with hyphens.
pub(super) fn starts_expression(here: Cursor) -> bool {
    match here.nth(0) {
        Some(Token::Punct(punct)) => matches!(punct.as_char(), '&' | '*' | '!' | '|'),
        Some(Token::Literal(_)) => {
            here.is_operator(1) && !here.is_punct(1, '/') && is_operand(here, 2)
        }
        Some(Token::Ident(ident)) if ident == "true" || ident == "false" => here.is_operator(1),
        Some(Token::Ident(ident)) if is_keyword(&ident) => BLOCKS.iter().any(|word| ident == word),
        Some(Token::Ident(_)) if here.is_punct(1, '.') => {
            let field = here.is_any_ident(2) && (here.is_operator(3) || here.is_parenthesis(3));
            field || here.is_literal(2)
        }
        Some(Token::Ident(_)) => {
            let file = here.is_punct(1, '/');
            here.is_parenthesis(1)
                || here.is_macro(0)
                || here.is_path(1)
                || (here.is_operator(1) && !file)
        }
        Some(Token::Group(delimiter, ..)) => delimiter != Delimiter::Brace && here.is_operator(1),
        None => false,
    }
}

/// Returns whether what stands behind an operator can be its operand: a declaration cannot, nor the
/// end.
fn is_operand(here: Cursor, ahead: usize) -> bool {
    let mut cursor = here;
    for _ in 0..ahead {
        let Some((_, behind)) = next(cursor) else {
            return false;
        };
        cursor = behind;
    }
    !cursor.is_end()
        && !cursor.is_separator()
        && !cursor.is_keyed()
        && !cursor.is_ident(0, "import")
        && !cursor.is_ident(0, "import")
        && !starts_named(cursor)
}

/// The number of tokens of the expression.
pub(super) fn expression_length(here: Cursor) -> usize {
    let block = here
        .nth_ident(0)
        .is_some_and(|ident| BLOCKS.iter().any(|word| ident == word));
    if block {
        return tokens(here)
            .take_while(|token| !token.is_separator())
            .count();
    }
    let mut ahead: usize = 0;
    loop {
        while here.is_operator(ahead) || here.is_path(ahead) || here.is_punct(ahead, ':') {
            ahead = ahead.saturating_add(1);
        }
        match here.nth(ahead) {
            Some(Token::Ident(ident))
                if is_operand(here, ahead)
                    && (!is_keyword(&ident) || ident == "true" || ident == "false") =>
            {
                let length = if here.is_macro(ahead) { 3 } else { 1 };
                ahead = ahead.saturating_add(length);
            }
            Some(Token::Literal(_)) => ahead = ahead.saturating_add(1),
            Some(Token::Group(delimiter, ..)) if delimiter != Delimiter::Brace => {
                ahead = ahead.saturating_add(1);
            }
            _ => return ahead,
        }
        while here.is_call(ahead) || here.is_punct(ahead, '?') {
            ahead = ahead.saturating_add(1);
        }
        if !here.is_operator(ahead) && !here.is_path(ahead) {
            return ahead;
        }
    }
}

/// Questions that only expressions need.
pub(super) trait Expressions: Lookahead {
    /// `(…)` or `[…]`.
    fn is_call(&self, ahead: usize) -> bool {
        self.is_parenthesis(ahead) || self.is_group(ahead, Delimiter::Bracket)
    }

    /// `NAME!(…)`, with whatever brackets.
    fn is_macro(&self, ahead: usize) -> bool {
        let group = self.nth(ahead.saturating_add(2));
        self.is_punct(ahead.saturating_add(1), '!') && matches!(group, Some(Token::Group(..)))
    }

    fn is_operator(&self, ahead: usize) -> bool {
        matches!(self.nth(ahead), Some(Token::Punct(punct)) if "+-*/%&|^<>.?!".contains(punct.as_char()))
    }
}

impl Expressions for Cursor<'_> {}
