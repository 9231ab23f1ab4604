//! The declaration of a value, and its value, read once for all uses.

use pipewright_model::codes::{CYCLIC_VALUE, NOT_THIS_VALUE};
use pipewright_model::model::ExpressionId;
use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::buffer::Cursor;
use syn::parse::{ParseStream, Parser};

use super::scope::{NAME_KIND, NamedId, State, ends, is_block};
use crate::model::{Data, Value};
use crate::parse::Context;
use crate::parse::group::{bump, read_to_end};
use crate::parse::item::Item;
use crate::parse::lookahead::{Lookahead, Token, tokens};
use crate::parse::name::{name, unraw};
use crate::parse::recover::{end, skip};
use crate::parse::value::value;
use crate::place::SourceSpan;

/// `NAME = VALUE;`, behind the word `value`. Its value was read where it is used first, or is read
/// now.
pub(in crate::parse) fn declaration(cx: &mut Context, input: ParseStream) {
    let ident = input.nth_ident(0);
    if name(cx, input, "the value's name", NAME_KIND, true).is_err() {
        return skip::<Item>(input);
    }
    if !input.is_punct(0, '=') {
        cx.expected(input, "`=` and the value")
            .help("a value is declared by `value NAME = …;`");
        return skip::<Item>(input);
    }
    bump(input);
    let id = ident.and_then(|ident| cx.named.find(&unraw(&ident)));
    let mut block = false;
    let mut whole = id.is_some();
    match id {
        Some(id) if is_rows(cx, id) => {}
        Some(id) => whole = !matches!(read(cx, id, None).data, Data::Missing),
        None => {}
    }
    while !ends(input.cursor(), block) {
        block = is_block(input.cursor());
        bump(input);
    }
    if whole {
        end::<Item>(cx, input, block);
    } else {
        skip::<Item>(input);
    }
}

/// Returns whether a list of tuples is declared, which only a `for` takes.
fn is_rows(cx: &Context, id: NamedId) -> bool {
    let list = cx.named.get(id).map(|named| named.tokens.clone());
    let mut list = list.into_iter().flatten();
    match (list.next(), list.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => {
            group.stream().into_iter().any(|token| is_tuple(&token))
        }
        _ => false,
    }
}

/// Returns whether a token is `(…, …)`.
fn is_tuple(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let is_comma = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    group.delimiter() == Delimiter::Parenthesis && group.stream().into_iter().any(is_comma)
}

/// The value of a declaration. A mistake in it is reported when it is read first. `used` is the
/// word that uses it.
pub(in crate::parse) fn read(cx: &mut Context, id: NamedId, used: Option<&Ident>) -> Value {
    let missing = |cx: &mut Context| Value {
        data: Data::Missing,
        at: cx.missing_at(used.map_or_else(|| cx.end.close, Ident::span)),
    };
    let rows = is_rows(cx, id);
    let Some(named) = cx.named.get_mut(id) else {
        return missing(cx);
    };
    match &named.state {
        State::Read(value) => return value.clone(),
        State::Reading => {
            report_cycle(cx, id, used);
            return missing(cx);
        }
        State::Unread if rows => {
            report_rows(cx, id, used);
            return missing(cx);
        }
        State::Unread => named.state = State::Reading,
    }
    let value = read_there(cx, id).unwrap_or_else(|| missing(cx));
    if let Some(named) = cx.named.get_mut(id) {
        named.state = State::Read(value.clone());
    }
    value
}

/// Reads the tokens of a declaration, as they are read where they stand.
fn read_there(cx: &mut Context, id: NamedId) -> Option<Value> {
    let named = cx.named.get(id)?;
    let (tokens, close) = (named.tokens.clone(), named.end);
    let mut found = None;
    let before = cx.expressions.len();
    there(cx, id, |cx| {
        let whole = |input: ParseStream| {
            found = Some(read_to_end(cx, input, close, "`;`", |cx, input| {
                let value = value(cx, input);
                if !input.is_end() && !matches!(value.data, Data::Missing) {
                    cx.expected(input, "`;`");
                    let at = cx.missing_at(cx.span(input));
                    return Value {
                        data: Data::Missing,
                        at,
                    };
                }
                value
            }));
            Ok(())
        };
        // The only error is that of tokens which nobody took, and those have been reported.
        let _ = whole.parse2(tokens);
    });
    let expressions = (before..cx.expressions.len()).map(ExpressionId);
    cx.named.expressions.extend(expressions);
    found
}

/// Reads something with the names that are known at a declaration: of the `for`s and the branches
/// around the place that uses it, it knows nothing.
pub(super) fn there<T>(
    cx: &mut Context,
    id: NamedId,
    read: impl FnOnce(&mut Context) -> T,
) -> Option<T> {
    let named = cx.named.get(id)?;
    let (depth, guard, visible) = (named.depth, named.guard, named.visible);
    let loops = cx.scope.split_off(depth);
    let known = cx.named.known.split_off(visible.min(cx.named.known.len()));
    let guard = std::mem::replace(&mut cx.guard, guard);
    let nesting = std::mem::take(&mut cx.depth);
    let found = read(cx);
    cx.depth = nesting;
    cx.guard = guard;
    cx.named.known.extend(known);
    cx.scope.extend(loops);
    Some(found)
}

fn report_cycle(cx: &mut Context, id: NamedId, used: Option<&Ident>) {
    let (Some(named), Some(used)) = (cx.named.get(id), used) else {
        return;
    };
    let (name, declared) = (named.name.clone(), named.ident.span());
    let message = format!("value `{name}` is a part of itself");
    cx.report(&CYCLIC_VALUE, used.span(), message)
        .help(format!("leave `{name}` out here, or write its value out"))
        .related("declared here", SourceSpan::new(declared));
}

fn report_rows(cx: &mut Context, id: NamedId, used: Option<&Ident>) {
    let (Some(named), Some(used)) = (cx.named.get(id), used) else {
        return;
    };
    let (name, declared) = (named.name.clone(), named.ident.span());
    let message = format!("value `{name}` is a list of tuples, which is no value of AWS");
    cx.report(&NOT_THIS_VALUE, used.span(), message)
        .help(format!("a `for` takes it: `for (…, …) in {name} {{ … }}`"))
        .related("declared here", SourceSpan::new(declared));
}

/// The list of a declaration, `[…]`, where it is one.
pub(super) fn is_list(cursor: Cursor) -> bool {
    let mut tokens = tokens(cursor);
    matches!(tokens.next(), Some(Token::Group(Delimiter::Bracket, ..))) && tokens.next().is_none()
}
