//! A Rust expression without its parentheses, and a string without its quotes.

use pipewright_model::catalogue::region;
use pipewright_model::codes::UNEXPECTED;
use pipewright_model::similar::closest;
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::expression::{Expressions, expression_length, starts_expression};
use super::foreign;
use crate::parse::{
    Context, Lookahead, Token, bump, bump_all, ends_clause, is_keyword, starts_declaration, tokens,
};

/// Reports and passes over what stands here in place of a value or a string, if it is more
/// than one token and could not be anything else.
pub(crate) fn expression(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    if foreign::function(cx, input, what) || variable(cx, input, what) {
        return true;
    }
    let here = input.cursor();
    let arn = input.is_ident(0, "arn") && input.is_colon(1);
    let length = if arn {
        arn_length(here)
    } else if !input.is_keyed() && starts_expression(here) {
        expression_length(here).max(1)
    } else {
        return false;
    };
    let source = source(here, length);
    let span = cx.span(input);
    match source {
        Some(source) if arn || is_unquoted(&source) => {
            let message = format!("expected {what}, found `{source}`");
            cx.report(&UNEXPECTED, span, message)
                .help(format!("put it in quotes: `\"{source}\"`"));
        }
        source => {
            let help = expression_help(here, source, length);
            let message = format!("expected {what}, found a Rust expression");
            cx.report(&UNEXPECTED, span, message).help(help);
        }
    }
    bump_all(input, length);
    true
}

/// Reports and passes over a variable in the form of AWS or of a shell, `#{Action.Variable}`, outside
/// of a text.
fn variable(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    let here = input.cursor();
    let sign = match here.nth(0) {
        Some(Token::Punct(sign)) if matches!(sign.as_char(), '#' | '$') => sign,
        _ => return false,
    };
    let Some(Token::Group(Delimiter::Brace, span, inside)) = here.nth(1) else {
        return false;
    };
    let written = source(here, 2).unwrap_or_else(|| format!("{sign}{{…}}"));
    let is_variable = inside.is_any_ident(0)
        && inside.is_punct(1, '.')
        && inside.is_any_ident(2)
        && inside.nth(3).is_none();
    let help = match source(inside, 3).filter(|_| is_variable && what == "a value") {
        Some(name) => format!("write `{name}`; in a text, `\"#{{{name}}}\"`"),
        None => format!("put it in quotes: `\"{written}\"`"),
    };
    let whole = sign.span().join(span.join()).unwrap_or_else(|| sign.span());
    let message = format!("expected {what}, found `{written}`");
    cx.report(&UNEXPECTED, whole, message).help(help);
    bump_all(input, 2);
    true
}

fn expression_help(here: Cursor, source: Option<String>, length: usize) -> String {
    if let Some(Token::Group(Delimiter::Parenthesis, _, path)) = here.nth(1)
        && length == 2
        && here.is_ident(0, "include")
    {
        return format!("without parentheses: `include {}`", path.token_stream());
    }
    if here.is_ident(0, "vec") && here.is_macro(0) {
        return "a list is written `[…]`, without `vec!`".to_owned();
    }
    if let Some(help) = foreign::call(here, length) {
        return help;
    }
    let source = source.unwrap_or_else(|| "…".to_owned());
    format!("put it in parentheses: `({source})`")
}

/// The number of tokens of an ARN without quotes: all up to a separator or a block.
fn arn_length(cursor: Cursor) -> usize {
    let ends =
        |token: &Token| token.is_separator() || matches!(token, Token::Group(Delimiter::Brace, ..));
    tokens(cursor).take_while(|token| !ends(token)).count()
}

/// Returns whether a file of an artifact stands here whose name should be a string.
pub(crate) fn is_hyphenated_file(cursor: Cursor) -> bool {
    hyphenated(cursor).is_some_and(|(_, length)| cursor.is_punct(length, '/'))
}

/// The name with hyphens that stands here without quotes, and how many tokens it has.
pub(super) fn hyphenated(cursor: Cursor) -> Option<(String, usize)> {
    cursor.nth_ident(0).filter(|ident| !is_keyword(ident))?;
    let mut length: usize = 1;
    while cursor.is_punct(length, '-') {
        let part = length.saturating_add(1);
        if !cursor.is_any_ident(part) && !cursor.is_literal(part) {
            return None;
        }
        length = length.saturating_add(2);
    }
    let source = source(cursor, length).filter(|source| is_unquoted(source))?;
    Some((source, length))
}

/// Reports a single word where a string should stand, and passes over it unless the next
/// thing begins with it.
pub(crate) fn word(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    advice: fn(&str) -> String,
) -> bool {
    let Some(ident) = input.nth_ident(0).filter(|ident| !is_keyword(ident)) else {
        return false;
    };
    if starts_declaration(input.cursor()) || ends_clause(input.cursor()) {
        return false;
    }
    cx.expected(input, what).help(advice(&ident.to_string()));
    bump(input);
    true
}

/// The advice on a word where a text should stand.
pub(crate) fn text(word: &str) -> String {
    format!(
        "a text is written in quotes, `\"{word}\"`, a Rust expression in parentheses, `({word})`"
    )
}

/// The advice on a word where a region should stand.
pub(crate) fn region(word: &str) -> String {
    let name = word.replace('_', "-");
    if let Some(close) = closest(&name, region::all()) {
        return format!("a region with a similar name: `\"{close}\"`");
    }
    format!(
        "an account stands behind `in`, `in {word}`, a Rust expression in parentheses, `({word})`"
    )
}

/// Returns whether it is a string that somebody forgot to quote: letters and hyphens, `us-east-1`.
fn is_unquoted(source: &str) -> bool {
    let begins = source.starts_with(|first: char| first.is_ascii_alphabetic());
    let fits = |character: char| character.is_ascii_alphanumeric() || character == '-';
    begins && source.contains('-') && source.chars().all(fits)
}

/// The length of the longest source that a message repeats.
const SHOWN: usize = 60;

/// The tokens as they stand in the source, with one blank where there are any; short ones
/// only.
pub(super) fn source(cursor: Cursor, length: usize) -> Option<String> {
    let mut source = String::new();
    let mut last = None;
    for token in tokens(cursor).take(length) {
        let span = token.span();
        if last.is_some_and(|last| last != span.start()) {
            source.push(' ');
        }
        let written = span.source_text();
        source.push_str(&written.unwrap_or_else(|| token.to_string()));
        last = Some(span.end());
    }
    (source.chars().count() <= SHOWN && !source.contains('\n')).then_some(source)
}
