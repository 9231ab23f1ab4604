//! Mistakes in the condition of an `if`.

use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::bare::source;
use crate::parse::{Context, Lookahead, Starts, Token, tokens};

/// Reports a condition without its parentheses: `if prod { … }`.
pub(crate) fn missing_parentheses(cx: &mut Context, input: ParseStream, starts: Starts) {
    let cursor: Cursor = input.cursor();
    let block = |token: &Token| matches!(token, Token::Group(Delimiter::Brace, ..));
    let length = tokens(cursor).take_while(|token| !block(token)).count();
    let condition = source(cursor, length).filter(|_| length > 0 && !starts(cursor));
    let help = match condition {
        Some(condition) if cursor.is_brace(length) => {
            format!("put the condition in parentheses: `({condition})`")
        }
        _ => "a condition is a Rust expression in parentheses: `if (…) { … }`".to_owned(),
    };
    cx.expected(input, "`(…)`, the condition").help(help);
}
