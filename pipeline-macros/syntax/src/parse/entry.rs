//! Entries, `key: value`.

use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::group::{Group, bump, take_punct};
use super::literal::{Literal, read_literal};
use super::lookahead::{Lookahead, Token};
use super::name::unraw;
use super::offer::Keys;
use super::recover::{Recover, Starts, Terminator, end_entry, items, skip};
use super::value::{missing_value, starts_value, value};
use super::{Context, NameKind, named, repetition};
use crate::hints;
use crate::model::{Data, Entry, Name};

impl Recover for Entry {
    const TERMINATOR: Terminator = Terminator::Comma;

    fn starts(cursor: Cursor) -> bool {
        cursor.is_keyed() || named::starts_spread(cursor)
    }

    fn words(cx: &mut Context) -> Option<NameKind> {
        cx.key_name_kind()
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        if let Some(name_kind) = cx.key_name_kind() {
            cx.mark_next(input, name_kind);
        }
        if hints::entry::statement(cx, input) {
            return;
        }
        if named::starts_spread(input.cursor()) {
            named::entries(cx, input, found);
            return end_entry(cx, input, Self::starts);
        }
        let before = cx.error_count();
        let entry = entry(cx, input, Self::starts);
        if let Some(entry) = entry.as_ref().filter(|_| cx.error_count() != before) {
            cx.unread.incomplete.add_partial(entry.key.at);
        }
        if entry.as_ref().is_some_and(is_whole) {
            end_entry(cx, input, Self::starts);
        } else {
            skip::<Self>(input);
        }
        if let Some(entry) = entry {
            named::merge(cx, found, entry);
        }
    }
}

/// `{ key: value, … }` with these keys.
pub(super) fn block(cx: &mut Context, block: &Group, keys: Keys) -> Vec<Entry> {
    cx.read_keys(block, keys, entries)
}

/// `key: value, …`
pub(super) fn entries(cx: &mut Context, input: ParseStream) -> Vec<Entry> {
    let before = cx.error_count();
    let mut entries: Vec<Entry> = items(cx, input);
    if cx.error_count() != before {
        let beside = &mut cx.unread.incomplete;
        for entry in &mut entries {
            beside.add_beside(entry.key.at);
            entry.value.for_each_place(&mut |at| beside.add_beside(*at));
        }
    }
    entries
}

/// Returns whether reading goes on right behind the entry.
pub(super) fn is_whole(entry: &Entry) -> bool {
    !matches!(entry.value.data, Data::Missing)
}

/// `key: value`; `starts` knows where the next one begins.
pub(super) fn entry(cx: &mut Context, input: ParseStream, starts: Starts) -> Option<Entry> {
    let Some(key) = key(cx, input) else {
        cx.expected(input, "a key");
        if !input.is_separator() {
            bump(input);
        }
        return None;
    };
    let value = if take_colon(cx, input, &key, starts) {
        if hints::entry::written_buildspec(cx, input, &key.text) {
            return Some(Entry {
                key,
                value: missing_value(cx, input),
            });
        }
        cx.read_value_of(&key.text, |cx| value(cx, input))
    } else {
        missing_value(cx, input)
    };
    Some(Entry { key, value })
}

fn key(cx: &mut Context, input: ParseStream) -> Option<Name> {
    let key = match input.nth(0)? {
        Token::Ident(ident) => Name {
            text: unraw(&ident),
            at: cx.at(ident.span()),
        },
        Token::Literal(literal) => match read_literal(&literal) {
            Literal::String(string) => match repetition::filled(cx, string, literal.span()) {
                Some(text) => Name {
                    text,
                    at: cx.at(literal.span()),
                },
                None => Name::missing(cx.missing_at(literal.span())),
            },
            Literal::Number(_) | Literal::Other(_) => return None,
        },
        Token::Group(..) | Token::Punct(_) => return None,
    };
    bump(input);
    Some(key)
}

/// Takes the `:` behind a key, or what stands in its place. Returns whether a value follows.
fn take_colon(cx: &mut Context, input: ParseStream, key: &Name, starts: Starts) -> bool {
    if input.is_colon(0) {
        bump(input);
        return true;
    }
    cx.unread.incomplete.add_missing(key.at);
    hints::entry::missing_colon(cx, input, &key.text);
    if take_punct(input, '=') {
        take_punct(input, '>');
        return true;
    }
    !starts(input.cursor()) && starts_value(input.cursor())
}
