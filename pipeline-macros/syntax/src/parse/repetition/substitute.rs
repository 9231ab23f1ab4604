//! Loop variables where they are used as names, as strings and as values.

use pipewright_model::codes::{LITERAL, NAME_FROM_STRING, NOT_THIS_VALUE, UNEXPECTED};
use pipewright_model::finding::Finding;
use pipewright_model::model::Text;
use proc_macro2::Ident;
use syn::parse::ParseStream;

use super::fill::filled_name;
use super::scope::{Element, ElementKind};
use crate::model::{Data, Name, TextExpr, Value};
use crate::parse::group::bump;
use crate::parse::literal::{Literal, read_literal};
use crate::parse::lookahead::{Lookahead, Token};
use crate::parse::name::{is_identifier, is_keyword, takes_strings, unraw};
use crate::parse::string::missing_string;
use crate::parse::{Context, NameKind, named};
use crate::place::SourceSpan;

/// The element of the loop variable that stands here, if one does.
pub(super) fn take_variable(cx: &mut Context, input: ParseStream) -> Option<Element> {
    let ident = input.nth_ident(0)?;
    let element = match cx.scope.take(&unraw(&ident)) {
        Some((element, number)) => {
            cx.mark(NameKind::Loop(number), false, ident);
            element
        }
        None => named::element(cx, &ident)?,
    };
    bump(input);
    Some(element)
}

/// The place of what stands here, where it could be a variable of a `for` that could not be
/// read, or is one that is not there, which is reported.
fn take_unknown(cx: &mut Context, input: ParseStream, name_kind: NameKind) -> Option<SourceSpan> {
    let is_absent = |ident: &Ident| cx.scope.absent.contains(&unraw(ident));
    let ident = input.nth_ident(0);
    let ident = ident.filter(|ident| cx.scope.is_blind() || is_absent(ident))?;
    if is_keyword(&ident) || ident == "include" {
        return None;
    }
    let at = cx.missing_at(ident.span());
    cx.mark(name_kind, false, ident);
    bump(input);
    Some(at)
}

/// A name that a loop variable stands for, or a string with one in it.
pub(in crate::parse) fn name(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    name_kind: NameKind,
    declares: bool,
) -> Option<Name> {
    if !cx.scope.is_inside() && cx.named.is_empty() {
        return None;
    }
    if let Some(name) = quoted_name(cx, input, name_kind, declares) {
        return Some(name);
    }
    let value = |ident: Ident| cx.named.find(&unraw(&ident)).is_some();
    if declares && input.nth_ident(0).is_some_and(value) {
        // It hides the value, which is reported.
        return None;
    }
    let Some(element) = take_variable(cx, input) else {
        if declares || name_kind == NameKind::Kind {
            return None;
        }
        return take_unknown(cx, input, name_kind).map(Name::missing);
    };
    let at = element.at;
    let text = match &element.kind {
        ElementKind::Name(ident) => {
            cx.mark(name_kind, declares, ident.clone());
            unraw(ident)
        }
        ElementKind::String(string) if takes_strings(name_kind) => string.clone(),
        kind => {
            match kind {
                ElementKind::Missing => {}
                ElementKind::Compound(name, is) => report_compound(cx, what, name, is, at),
                // Another word may have been meant to stand here.
                _ if has_error_in_iteration(cx) => {}
                _ => {
                    unfit(cx, what, &element).help("a name is written without quotes");
                }
            }
            if declares {
                cx.unread.lose_name(name_kind);
            }
            cx.unread.incomplete.add_missing(at);
            return Some(Name::missing(at));
        }
    };
    Some(Name { text, at })
}

/// A name in quotes that could hold a loop variable.
fn quoted_name(
    cx: &mut Context,
    input: ParseStream,
    name_kind: NameKind,
    declares: bool,
) -> Option<Name> {
    let Some(Token::Literal(literal)) = input.nth(0) else {
        return None;
    };
    let string = match read_literal(&literal) {
        Literal::String(string) if string.contains('{') => string,
        _ => return None,
    };
    bump(input);
    let name = filled_name(cx, &string, literal.span(), name_kind, declares);
    // A name of a declared thing has to be an identifier, however it was written.
    let missing = cx.unread.incomplete.is_missing(name.at);
    if !missing && !takes_strings(name_kind) && !is_identifier(&name.text) {
        // Where it is used, it is the name that was declared.
        if cx.scope.misnamed.insert(name.text.clone()) {
            let message = format!("`{}` is no name", name.text);
            cx.report(&NAME_FROM_STRING, name.at.span, message)
                .help("a name is letters, digits and underscores, and begins with no digit");
        }
        cx.unread.incomplete.add_missing(name.at);
    }
    Some(name)
}

/// A string that a loop variable stands for.
pub(in crate::parse) fn string(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
) -> Option<TextExpr> {
    let Some(element) = take_variable(cx, input) else {
        let at = take_unknown(cx, input, NameKind::Value)?;
        let text = Text::Missing;
        return Some(TextExpr { text, at });
    };
    match &element.kind {
        ElementKind::String(string) => {
            return Some(TextExpr {
                text: Text::Known(string.clone()),
                at: element.at,
            });
        }
        ElementKind::Missing => {}
        ElementKind::Compound(name, is) => report_compound(cx, what, name, is, element.at),
        _ => {
            let quoted = format!("put it in quotes: `\"{}\"`", element.source());
            unfit(cx, what, &element).help(quoted);
        }
    }
    Some(missing_string(cx, element.at.span))
}

/// A value that a loop variable stands for.
pub(in crate::parse) fn value(cx: &mut Context, input: ParseStream) -> Option<Value> {
    if input.is_keyed() || input.is_punct(1, '/') || input.is_punct(1, '.') {
        return None;
    }
    if let Some(value) = named::value(cx, input) {
        return Some(value);
    }
    let Some(element) = take_variable(cx, input) else {
        let at = take_unknown(cx, input, NameKind::Value)?;
        let data = Data::Missing;
        return Some(Value { data, at });
    };
    let at = element.at;
    let data = match element.kind {
        ElementKind::Name(ident) => Data::Word(unraw(&ident)),
        ElementKind::String(string) => Data::String(string),
        ElementKind::Number(number) => Data::Number(number),
        ElementKind::Bool(truth) => Data::Bool(truth),
        ElementKind::Compound(..) | ElementKind::Missing => {
            cx.unread.incomplete.add_missing(at);
            Data::Missing
        }
    };
    Some(Value { data, at })
}

/// Reports an element that cannot stand where its variable does.
fn unfit<'c>(cx: &'c mut Context, what: &str, element: &Element) -> &'c mut Finding<SourceSpan> {
    let code = match element.kind {
        ElementKind::Name(_) => &UNEXPECTED,
        _ => &LITERAL,
    };
    let message = format!("expected {what}, found `{}`", element.source());
    let at = element.at;
    cx.report_at(code, at, message)
}

/// Returns whether the last error is one of the block's, in this iteration.
fn has_error_in_iteration(cx: &Context) -> bool {
    let iteration = cx.scope.iteration();
    let last = cx.findings.errors().last();
    iteration.is_some() && last.is_some_and(|last| last.at.iteration == iteration)
}

/// Reports a declared value that can be no text and no name.
pub(super) fn report_compound(cx: &mut Context, what: &str, name: &str, is: &str, at: SourceSpan) {
    let message = format!("expected {what}, found value `{name}`, which is {is}");
    let help = if is == "a Rust expression" {
        "write the expression here, or bind what it yields by `let` outside of `pipeline!`"
    } else {
        "write a text here, or name a value that is one"
    };
    cx.report_at(&NOT_THIS_VALUE, at, message).help(help);
}
