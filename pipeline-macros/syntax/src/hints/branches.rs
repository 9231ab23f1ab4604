//! Mistakes around the condition of an `if`, and around its `else`.

use pipewright_model::codes::UNEXPECTED;
use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::bare::source;
use crate::parse::{
    Context, Lookahead, Reported, Starts, Token, bump, bump_until, is_keyword, next, starts_if,
    tokens, unraw,
};

/// The place of an `else` that stands alone.
pub(crate) const ELSE: &str = "`else` stands directly behind the `}` of its `if`";

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

/// Returns whether a word is one that other languages have for `else if`.
pub(super) fn is_else_if(word: &str) -> bool {
    ["elseif", "elsif", "elif"].contains(&word.to_lowercase().as_str())
}

/// Returns whether such a word stands here.
fn starts_else_if(cursor: Cursor) -> bool {
    let word = cursor.nth_ident(0).map(|word| unraw(&word));
    word.is_some_and(|word| is_else_if(&word)) && cursor.is_parenthesis(1)
}

/// Returns whether an `else` stands here, or a word for `else if`.
pub(crate) fn is_else(cursor: Cursor) -> bool {
    cursor.is_ident(0, "else") && !cursor.is_colon(1) || starts_else_if(cursor)
}

/// Reports and passes over a `;` before `else`.
pub(crate) fn early_semicolon(cx: &mut Context, input: ParseStream) {
    if input.is_punct(0, ';') && is_behind(input.cursor()) {
        cx.expected(input, "`else`")
            .help("leave out the `;` before `else`");
        bump(input);
    }
}

/// Returns whether an `else` stands behind the next token.
fn is_behind(cursor: Cursor) -> bool {
    next(cursor).is_some_and(|(_, behind)| is_else(behind))
}

/// Reports `elseif (…)`, and `else (…)` without its `if`. The condition follows the word that stands
/// here.
pub(crate) fn else_if(cx: &mut Context, input: ParseStream) -> bool {
    if starts_else_if(input.cursor()) {
        cx.expected(input, "`else if`").help("write `else if (…)`");
        return true;
    }
    let there = input.is_ident(0, "else") && input.is_parenthesis(1) && input.is_brace(2);
    if there {
        let span = input
            .nth(1)
            .map_or_else(|| cx.span(input), |token| token.open());
        cx.report(&UNEXPECTED, span, "expected `if` or `{`, found `(`")
            .help("write `else if (…)`");
    }
    there
}

/// Reports and passes over an `else` behind the last one.
pub(crate) fn second_else(cx: &mut Context, input: ParseStream) {
    if input.is_punct(0, ';') && is_behind(input.cursor()) {
        bump(input);
    }
    if is_else(input.cursor()) {
        let span = cx.span(input);
        cx.report(&UNEXPECTED, span, "this `if` has its `else` already")
            .help("`else` comes once and last: put what depends on a condition into an `else if (…) { … }` before it");
        cx.lose_items();
        skip_else(input);
    }
}

/// Passes over an `else` without its `if`, and over those behind it.
pub(crate) fn skip_else(input: ParseStream) {
    while is_else(input.cursor()) {
        bump(input);
        skip_branch(input);
    }
}

/// Passes over `if (…) { … }`, or as much of it as stands here.
pub(super) fn skip_branch(input: ParseStream) {
    if starts_if(input.cursor()) {
        bump(input);
    }
    if input.is_parenthesis(0) {
        bump(input);
    }
    bump_until(input, |rest| rest.is_brace(0) || rest.is_punct(0, ';'));
    bump(input);
}

/// Reports a sign or a word of another language in a condition: `a = b`, `a and b`.
pub(crate) fn operators(cx: &mut Context, condition: &TokenStream) -> Result<(), Reported> {
    let tokens: Vec<TokenTree> = condition.clone().into_iter().collect();
    // Whether what stands before can be the left side of an operator.
    let mut operand = false;
    let mut at: usize = 0;
    while let Some(token) = tokens.get(at) {
        let mut length: usize = 1;
        let behind = |length: usize| tokens.get(at.saturating_add(length));
        match token {
            TokenTree::Punct(_) => {
                let signs = joint(tokens.get(at..).unwrap_or_default());
                length = signs.len().max(1);
                if signs == "!" && operand {
                    // A macro.
                    length = 2;
                } else {
                    let meant = sign(&signs).filter(|_| operand && behind(length).is_some());
                    report(cx, token.span(), &signs, meant)?;
                    operand = signs == "?";
                }
            }
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let meant = self::word(&word, operand).filter(|_| match behind(1) {
                    Some(TokenTree::Ident(_) | TokenTree::Literal(_)) => true,
                    Some(TokenTree::Punct(sign)) => operand && sign.as_char() == '!',
                    Some(TokenTree::Group(_)) => operand,
                    None => false,
                });
                report(cx, ident.span(), &word, meant)?;
                operand = !is_keyword(ident) || ["true", "false", "self"].contains(&word.as_str());
            }
            TokenTree::Group(group) => {
                if !operand && group.delimiter() == Delimiter::Parenthesis {
                    operators(cx, &group.stream())?;
                }
                operand = true;
            }
            TokenTree::Literal(_) => operand = true,
        }
        at = at.saturating_add(length);
    }
    Ok(())
}

fn report(cx: &mut Context, span: Span, found: &str, meant: Option<&str>) -> Result<(), Reported> {
    let Some(meant) = meant else {
        return Ok(());
    };
    let message = format!("expected `{meant}`, found `{found}`");
    cx.report(&UNEXPECTED, span, message)
        .help(format!("in a condition, `{found}` is written `{meant}`"));
    Err(Reported)
}

/// The signs that stand here without a blank in between.
fn joint(tokens: &[TokenTree]) -> String {
    let mut signs = String::new();
    for token in tokens {
        let TokenTree::Punct(punct) = token else {
            break;
        };
        signs.push(punct.as_char());
        if punct.spacing() == Spacing::Alone {
            break;
        }
    }
    signs
}

/// The operator that is meant by signs that are none of a condition.
fn sign(signs: &str) -> Option<&'static str> {
    match signs {
        "=" | "===" => Some("=="),
        "!==" | "<>" | "=!" => Some("!="),
        _ => None,
    }
}

/// The operator that is meant by a word between operands, or before one.
fn word(word: &str, operand: bool) -> Option<&'static str> {
    match (word.to_lowercase().as_str(), operand) {
        ("and", true) => Some("&&"),
        ("or", true) => Some("||"),
        ("is" | "eq" | "equals", true) => Some("=="),
        ("ne", true) => Some("!="),
        ("not", false) => Some("!"),
        _ => None,
    }
}
