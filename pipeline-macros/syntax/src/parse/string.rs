//! Strings: a literal, or a Rust expression in parentheses. And names that may be strings.

use pipewright_model::catalogue;
use pipewright_model::codes::UNEXPECTED;
use pipewright_model::model::{ExpressionId, Text};
use proc_macro2::{Delimiter, Ident, Span};
use syn::parse::ParseStream;

use super::group::{Group, bump, take_group};
use super::literal::{Literal, read_literal};
use super::lookahead::{Lookahead, Token};
use super::name::{is_identifier, is_keyword, name, unraw};
use super::{Context, NameKind, REGION, Reported, named, repetition};
use crate::hints;
use crate::model::{Name, TextExpr};

/// A string: a literal, or a Rust expression.
pub(crate) fn string(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
) -> Result<TextExpr, Reported> {
    string_advised(cx, input, what, hints::bare::text)
}

/// A string, with the advice on a word that stands in its place.
fn string_advised(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    advice: fn(&str) -> String,
) -> Result<TextExpr, Reported> {
    if let Some(string) = repetition::string(cx, input, what) {
        return Ok(string);
    }
    let span = cx.span(input);
    if hints::bare::expression(cx, input, what) || hints::bare::word(cx, input, what, advice) {
        return Ok(missing_string(cx, span));
    }
    match input.nth(0) {
        Some(Token::Literal(literal)) => {
            bump(input);
            Ok(literal_string(cx, &literal, what))
        }
        Some(Token::Group(Delimiter::Parenthesis, span, _)) => {
            let Some(group) = take_group(input, Delimiter::Parenthesis) else {
                return Err(Reported);
            };
            Ok(match expression(cx, &group) {
                Some(id) => TextExpr {
                    text: Text::Deferred(id),
                    at: cx.fixed_at(span.open()),
                },
                None => missing_string(cx, span.open()),
            })
        }
        _ => {
            cx.expected(input, what);
            Err(Reported)
        }
    }
}

/// A region behind `@`: a string, or a word with `_` for each `-`.
pub(crate) fn region(cx: &mut Context, input: ParseStream) -> Result<TextExpr, Reported> {
    mark_region(cx, input);
    match region_word(cx, input) {
        Some(region) => Ok(region),
        None => string_advised(cx, input, REGION, hints::bare::region),
    }
}

/// The region that a word names: an editor can complete it, where a string is closed to it.
fn region_word(cx: &mut Context, input: ParseStream) -> Option<TextExpr> {
    let ident = input.nth_ident(0)?;
    let word = unraw(&ident);
    let name = word.replace('_', "-");
    let is_declared = cx.scope.variable(&word).is_some() || cx.named.find(&word).is_some();
    if is_declared || !catalogue::region::is_well_formed(&name) {
        return None;
    }
    bump(input);
    Some(TextExpr {
        text: Text::Known(name),
        at: cx.at(ident.span()),
    })
}

/// Marks the region that stands here. An editor knows one in quotes by the word.
fn mark_region(cx: &mut Context, input: ParseStream) {
    let Some(Token::Literal(literal)) = input.nth(0).filter(|_| cx.edited) else {
        return cx.mark_next(input, NameKind::Region);
    };
    if let Literal::String(string) = read_literal(&literal)
        && catalogue::region::is_well_formed(&string)
    {
        let ident = Ident::new(&string.replace('-', "_"), literal.span());
        cx.mark(NameKind::Region, false, ident);
    }
}

/// A string that could not be read; reported already.
pub(crate) fn missing_string(cx: &mut Context, span: Span) -> TextExpr {
    TextExpr {
        text: Text::Missing,
        at: cx.missing_at(span),
    }
}

fn literal_string(cx: &mut Context, literal: &proc_macro2::Literal, what: &str) -> TextExpr {
    let found = match read_literal(literal) {
        Literal::String(string) => {
            let at = cx.at(literal.span());
            return match repetition::filled(cx, string, literal.span()) {
                Some(string) => TextExpr {
                    text: Text::Known(string),
                    at,
                },
                None => missing_string(cx, literal.span()),
            };
        }
        Literal::Number(_) => "a number",
        Literal::Other(kind) => kind,
    };
    hints::literal::not_a_string(cx, literal, what, found);
    missing_string(cx, literal.span())
}

/// The Rust expression in parentheses, with the loop variables that it names.
pub(super) fn expression(cx: &mut Context, group: &Group) -> Option<ExpressionId> {
    let tokens = named::bind(cx, group.stream());
    let tokens = cx.scope.bind(tokens);
    if tokens.is_empty() {
        let message = "expected a Rust expression, found `)`";
        cx.report(&UNEXPECTED, group.span.close(), message);
        return None;
    }
    (!cx.scope.is_blind()).then(|| cx.add_expression(tokens))
}

/// A name that may be a string where AWS allows more than an identifier.
pub(crate) fn string_or_name(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    name_kind: NameKind,
    declares: bool,
) -> Result<Name, Reported> {
    let Some(Token::Literal(literal)) = input.nth(0) else {
        return name(cx, input, what, name_kind, declares);
    };
    let Literal::String(string) = read_literal(&literal) else {
        hints::name::begins_with_a_digit(cx, input, what, &literal);
        return Err(Reported);
    };
    bump(input);
    let name = repetition::filled_name(cx, &string, literal.span(), name_kind, declares);
    // Where it could stand without quotes too, the editor knows it by that word.
    if name.text == string && is_identifier(&string) && string.is_ascii() {
        let ident = Ident::new(&string, literal.span());
        if !is_keyword(&ident) {
            cx.mark(name_kind, declares, ident);
        }
    }
    Ok(name)
}
