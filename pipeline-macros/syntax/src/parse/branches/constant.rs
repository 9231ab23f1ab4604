//! Conditions that loop variables, declared values and literals decide: `if (account == "prod")` in
//! a `for`.
//!
//! They are decided while the pipeline is read, so that each iteration is checked as it is, and
//! not as it could be.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::parse::literal::{Literal, read_literal};
use crate::parse::name::unraw;
use crate::parse::repetition::ElementKind;
use crate::parse::{Context, named};

/// What an operand is.
#[derive(Clone, Debug, PartialEq)]
enum Operand {
    String(String),
    Number(i64),
    Bool(bool),
}

/// Whether the condition holds, where loop variables, declared values and literals alone decide
/// that.
pub(super) fn constant(cx: &mut Context, tokens: TokenStream) -> Option<bool> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let has_variable = cx.scope.is_inside() && names_variable(cx, &tokens);
    if !has_variable && !names_values_only(cx, &tokens) {
        return None;
    }
    either(cx, &tokens)
}

/// Returns whether every name is that of a loop variable or a declared value.
fn names_values_only(cx: &Context, tokens: &[TokenTree]) -> bool {
    tokens.iter().all(|token| match token {
        TokenTree::Ident(ident) => {
            let name = unraw(ident);
            matches!(name.as_str(), "true" | "false")
                || cx.scope.variable(&name).is_some()
                || cx.named.find(&name).is_some()
        }
        TokenTree::Group(group) => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            names_values_only(cx, &inside)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

fn names_variable(cx: &Context, tokens: &[TokenTree]) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Ident(ident) => cx.scope.variable(&unraw(ident)).is_some(),
        TokenTree::Group(group) => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            names_variable(cx, &inside)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// `a || b`
fn either(cx: &mut Context, tokens: &[TokenTree]) -> Option<bool> {
    parts(tokens, '|')
        .into_iter()
        .try_fold(false, |holds, part| Some(both(cx, part)? || holds))
}

/// `a && b`
fn both(cx: &mut Context, tokens: &[TokenTree]) -> Option<bool> {
    parts(tokens, '&')
        .into_iter()
        .try_fold(true, |holds, part| Some(comparison(cx, part)? && holds))
}

/// The parts between a doubled sign.
fn parts(tokens: &[TokenTree], sign: char) -> Vec<&[TokenTree]> {
    let mut parts = Vec::new();
    let mut rest = tokens;
    let mut from: usize = 0;
    while let Some(pair) = rest.get(from..from.saturating_add(2)) {
        if pair.iter().all(|token| is_sign(token, sign)) {
            let (before, behind) = rest.split_at(from);
            parts.push(before);
            rest = behind.get(2..).unwrap_or_default();
            from = 0;
        } else {
            from = from.saturating_add(1);
        }
    }
    parts.push(rest);
    parts
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// `a == b`, `a != b`, `!a`, `(…)` or a truth.
fn comparison(cx: &mut Context, tokens: &[TokenTree]) -> Option<bool> {
    match tokens {
        [sign, rest @ ..] if is_sign(sign, '!') => Some(!comparison(cx, rest)?),
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            either(cx, &inside)
        }
        [one] => match operand(cx, one)? {
            Operand::Bool(truth) => Some(truth),
            Operand::String(_) | Operand::Number(_) => None,
        },
        [one, first, second, other] if is_sign(second, '=') => {
            let equal = is_sign(first, '=');
            if !equal && !is_sign(first, '!') {
                return None;
            }
            let (one, other) = (operand(cx, one)?, operand(cx, other)?);
            // What has another type is an error of the compiler.
            let alike = std::mem::discriminant(&one) == std::mem::discriminant(&other);
            alike.then_some((one == other) == equal)
        }
        _ => None,
    }
}

fn operand(cx: &mut Context, token: &TokenTree) -> Option<Operand> {
    match token {
        TokenTree::Literal(literal) => match read_literal(literal) {
            Literal::String(string) => Some(Operand::String(string)),
            Literal::Number(number) => Some(Operand::Number(number)),
            Literal::Other(_) => None,
        },
        TokenTree::Ident(ident) if ident == "true" || ident == "false" => {
            Some(Operand::Bool(ident == "true"))
        }
        TokenTree::Ident(ident) => match named::take(cx, &unraw(ident), ident.span())?.kind {
            ElementKind::Name(ident) => Some(Operand::String(unraw(&ident))),
            ElementKind::String(string) => Some(Operand::String(string)),
            ElementKind::Number(number) => Some(Operand::Number(number)),
            ElementKind::Bool(truth) => Some(Operand::Bool(truth)),
            ElementKind::Compound(..) | ElementKind::Missing => None,
        },
        TokenTree::Group(_) | TokenTree::Punct(_) => None,
    }
}
