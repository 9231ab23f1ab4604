//! Declared values where a text or a name stands, in texts, in Rust expressions, and as the list
//! of a `for`.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::parse::{ParseStream, Parser};

use super::declaration::{is_list, read, there};
use super::scope::State;
use super::uses::{add_use, place};
use crate::iterations::Use;
use crate::model::Data;
use crate::parse::Context;
use crate::parse::group::{Group, read_to_end, take_group};
use crate::parse::name::unraw;
use crate::parse::repetition::{Element, ElementKind, mentions};

/// A declared value as a loop variable's element: a text, a number, a truth or a name.
pub(in crate::parse) fn element(cx: &mut Context, ident: &Ident) -> Option<Element> {
    let id = cx.named.find(&unraw(ident))?;
    let value = read(cx, id, Some(ident));
    let used = add_use(cx, id, ident.clone(), Use::Part);
    let mut at = value.at;
    place(cx, &mut at, used);
    let kind = match value.data {
        Data::String(string) => ElementKind::String(string),
        Data::Number(number) => ElementKind::Number(number),
        Data::Bool(truth) => ElementKind::Bool(truth),
        Data::Word(word) => ElementKind::Name(Ident::new(&word, at.span)),
        Data::Missing => ElementKind::Missing,
        // In a text, it is looked up by braces of its own.
        Data::DeployTime(found) => match found.name().known() {
            Some(name) => ElementKind::String(format!("{{{}:{name}}}", found.word())),
            None => return Some(compound(cx, ident, "a Rust expression")),
        },
        Data::Map(_) => return Some(compound(cx, ident, "a map")),
        Data::List(_) => return Some(compound(cx, ident, "a list")),
        Data::Deferred(_) => return Some(compound(cx, ident, "a Rust expression")),
        _ => return Some(compound(cx, ident, "no text")),
    };
    Some(Element { kind, at })
}

fn compound(cx: &Context, ident: &Ident, what: &'static str) -> Element {
    Element {
        kind: ElementKind::Compound(unraw(ident), what),
        at: cx.at(ident.span()),
    }
}

/// The element of a name in the braces of a text: that of a loop variable, or a declared value.
pub(in crate::parse) fn take(cx: &mut Context, name: &str, span: Span) -> Option<Element> {
    if let Some((element, _)) = cx.scope.take(name) {
        return Some(element);
    }
    let id = cx.named.find(name)?;
    let mut ident = cx.named.get(id)?.ident.clone();
    ident.set_span(span);
    let names = cx.editor_names.len();
    let element = element(cx, &ident);
    // The word is a part of a text, and no name that an editor could find there.
    cx.editor_names.truncate(names);
    element
}

/// A Rust expression that sees the values that it names: texts as `&str`s, numbers and truths.
pub(in crate::parse) fn bind(cx: &mut Context, tokens: TokenStream) -> TokenStream {
    if cx.named.is_empty() || tokens.is_empty() {
        return tokens;
    }
    let source = tokens.to_string();
    let mut bindings = TokenStream::new();
    for name in cx.named.names() {
        let Some(id) = cx.named.find(&name).filter(|_| mentions(&source, &name)) else {
            continue;
        };
        // `value branch = (branch);` takes the `branch` of the program.
        let Some(named) = cx
            .named
            .get(id)
            .filter(|it| !matches!(it.state, State::Reading))
        else {
            continue;
        };
        let mut ident = named.ident.clone();
        ident.set_span(cx.end.close);
        let names = cx.editor_names.len();
        let found = element(cx, &ident);
        cx.editor_names.truncate(names);
        if let Some(literal) = found.and_then(|element| element.literal()) {
            let ident = cx.named.get(id).map(|named| &named.ident);
            bindings.extend(quote_spanned! {Span::mixed_site()=>
                #[allow(unused_variables)]
                let #ident = #literal;
            });
        }
    }
    if bindings.is_empty() {
        return tokens;
    }
    quote_spanned!(Span::mixed_site()=> { #bindings #tokens })
}

/// A declared value as the list of a `for`.
pub(in crate::parse) enum Listed<T> {
    /// What was read of it.
    List(T),
    /// It is no list.
    Other,
    /// It could not be read; that is reported at the declaration.
    Missing,
}

/// Reads the list of a declared value, whose name stands in a `for`. `None` where the name is
/// none of a value.
pub(in crate::parse) fn rows_of<T>(
    cx: &mut Context,
    ident: &Ident,
    read: impl FnOnce(&mut Context, &Group) -> T,
) -> Option<Listed<T>> {
    let id = cx.named.find(&unraw(ident))?;
    let named = cx.named.get(id)?;
    let (tokens, close) = (named.tokens.clone(), named.end);
    add_use(cx, id, ident.clone(), Use::Part);
    if tokens.is_empty() {
        return Some(Listed::Missing);
    }
    let mut found = Listed::Other;
    there(cx, id, |cx| {
        let whole = |input: ParseStream| {
            if is_list(input.cursor()) {
                let list = read_to_end(cx, input, close, "`;`", |cx, input| {
                    let list = take_group(input, Delimiter::Bracket)?;
                    Some(read(cx, &list))
                });
                found = list.map_or(Listed::Other, Listed::List);
            }
            Ok(())
        };
        let _ = whole.parse2(tokens);
    });
    // That it is no list may be a mistake in it, which is reported where it is read.
    if matches!(found, Listed::Other) {
        let value = self::read(cx, id, None);
        if matches!(value.data, Data::Missing) || cx.unread.incomplete.is_partial(value.at) {
            found = Listed::Missing;
        }
    }
    Some(found)
}
