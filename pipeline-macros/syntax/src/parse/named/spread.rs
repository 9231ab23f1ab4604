//! `..NAME` in a map or a list: all that a declared value holds, in their place.

use pipewright_model::codes::NOT_THIS_VALUE;
use pipewright_model::similar::closest;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::declaration::read;
use super::uses::{add_use, place};
use crate::iterations::Use;
use crate::model::{Data, Entry, Value};
use crate::parse::Context;
use crate::parse::group::bump;
use crate::parse::lookahead::Lookahead;
use crate::parse::name::unraw;
use crate::place::SourceSpan;

/// Returns whether `..` stands here.
pub(in crate::parse) fn starts_spread(cursor: Cursor) -> bool {
    cursor.is_punct(0, '.') && cursor.is_punct(1, '.')
}

/// Takes `..NAME` and adds what the value holds. Returns `None` where it is not of this kind.
fn spread(cx: &mut Context, input: ParseStream, what: &str) -> Option<Value> {
    let span = cx.span(input);
    bump(input);
    bump(input);
    let named = input.nth_ident(0);
    let found = named.and_then(|ident| Some((cx.named.find(&unraw(&ident))?, ident)));
    let Some((id, ident)) = found else {
        cx.missing_at(span);
        if cx.named.lost && input.is_any_ident(0) {
            bump(input);
            return None;
        }
        let word = input.nth_ident(0).map(|ident| unraw(&ident));
        let names = cx.named.names();
        let close = word.and_then(|word| closest(&word, names.iter().map(String::as_str)));
        let help = match close {
            Some(close) => {
                cx.named.use_name(close);
                format!("a value with a similar name is declared: `{close}`")
            }
            None => format!("`..` puts {what} in that is declared: `value NAME = …;`"),
        };
        cx.expected(input, "the name of a value").help(help);
        return None;
    };
    bump(input);
    let mut value = read(cx, id, Some(&ident));
    let used = add_use(cx, id, ident.clone(), Use::Spread);
    value.for_each_place(&mut |at| place(cx, at, used));
    let fits = match value.data {
        Data::Map(_) => what == MAP,
        Data::List(_) => what == LIST,
        // Reported already.
        Data::Missing => return None,
        _ => false,
    };
    if fits {
        return Some(value);
    }
    let name = unraw(&ident);
    let declared = cx.named.get(id).map(|named| named.ident.span());
    let message = format!("value `{name}` is not {what}");
    let finding = cx.report(&NOT_THIS_VALUE, ident.span(), message);
    finding.help(format!("`..` in {what} puts another one in"));
    if let Some(declared) = declared {
        finding.related("declared here", SourceSpan::new(declared));
    }
    None
}

const MAP: &str = "a map";
const LIST: &str = "a list";

/// `..NAME` among the entries of a map. An entry that is written out takes the place of one with
/// its key, wherever the two stand.
pub(in crate::parse) fn entries(cx: &mut Context, input: ParseStream, found: &mut Vec<Entry>) {
    let Some(value) = spread(cx, input, MAP) else {
        return lose_rest(cx, input);
    };
    if let Data::Map(entries) = value.data {
        for entry in entries {
            let written = |other: &Entry| other.key.text == entry.key.text && !is_spread(cx, other);
            if !found.iter().any(written) {
                found.push(entry);
            }
        }
    }
}

/// `..NAME` among the elements of a list.
pub(in crate::parse) fn items(cx: &mut Context, input: ParseStream, found: &mut Vec<Value>) {
    let Some(value) = spread(cx, input, LIST) else {
        return lose_rest(cx, input);
    };
    if let Data::List(items) = value.data {
        found.extend(items);
    }
}

/// Adds an entry that is written out.
pub(in crate::parse) fn merge(cx: &Context, found: &mut Vec<Entry>, entry: Entry) {
    let same = |other: &&mut Entry| other.key.text == entry.key.text && is_spread(cx, other);
    match found.iter_mut().find(same) {
        Some(other) => *other = entry,
        None => found.push(entry),
    }
}

fn is_spread(cx: &Context, entry: &Entry) -> bool {
    cx.scope.is_spread(entry.key.at.iteration)
}

/// What is lacking here may be what could not be put in.
fn lose_rest(cx: &mut Context, input: ParseStream) {
    let at = cx.at(cx.span(input));
    cx.unread.incomplete.add_partial(at);
}
