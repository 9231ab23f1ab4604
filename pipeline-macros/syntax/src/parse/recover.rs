//! Recovery: the one loop over items, and where reading goes on after a mistake: behind a
//! `;`, a `,` or a block, or where the next item starts.

use pipewright_model::codes::SEPARATOR;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::branches::{branches, starts_if};
use super::group::{bump, bump_until, take_braces, take_punct};
use super::lookahead::Lookahead;
use super::repetition::{repetition, starts_for};
use super::{Context, NameKind, named};
use crate::place::SourceSpan;

/// Something that stands in a row of its like, each with a terminator.
pub(crate) trait Recover: Sized {
    /// The sign behind each.
    const TERMINATOR: Terminator;

    /// True where values can be declared among them.
    const DECLARES: bool = false;

    /// Returns whether one starts here.
    fn starts(cursor: Cursor) -> bool;

    /// The kind of the words that can begin one, for an editor that completes.
    fn words(_: &mut Context) -> Option<NameKind> {
        None
    }

    /// Reads what can be read of one, with its terminator, and reports what is wrong. It
    /// passes over at least one token.
    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>);

    /// Records that what stood behind one could not be read.
    fn lose(_: &mut Context) {}

    /// The places that say in which branch of an `if` it stands; none where it cannot stand in one.
    fn places(&mut self) -> Vec<&mut SourceSpan> {
        Vec::new()
    }
}

/// Tells whether something starts at a cursor.
pub(crate) type Starts = fn(Cursor) -> bool;

/// The sign behind an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terminator {
    /// `;`, which a block makes needless.
    Semicolon,
    /// `,`, which the last item does not need.
    Comma,
}

impl Terminator {
    /// The sign, and the one that may stand in its place.
    fn signs(self) -> (char, char) {
        match self {
            Terminator::Semicolon => (';', ','),
            Terminator::Comma => (',', ';'),
        }
    }
}

/// All items, to the end of the group.
pub(crate) fn items<T: Recover>(cx: &mut Context, input: ParseStream) -> Vec<T> {
    let mut found = Vec::new();
    let outer = T::DECLARES.then(|| named::open(cx, input.cursor()));
    while !input.is_end() {
        let statements = T::TERMINATOR == Terminator::Semicolon;
        let branching = starts_for(input.cursor()) || starts_if(input.cursor());
        if let Some(name_kind) = T::words(cx).filter(|_| statements && branching) {
            cx.mark_insertion_point(input, name_kind);
        }
        if statements && starts_for(input.cursor()) {
            found.extend(repetition::<T>(cx, input));
        } else if statements && starts_if(input.cursor()) {
            found.extend(branches::<T>(cx, input));
        } else if !(statements && take_punct(input, ';')) {
            T::recover(cx, input, &mut found);
        }
    }
    if let Some(name_kind) = T::words(cx) {
        cx.mark_insertion_point(input, name_kind);
    }
    if let Some(outer) = outer {
        named::close(cx, outer);
    }
    found
}

/// Reports a terminator that should stand behind the last token.
pub(super) fn report_missing(cx: &mut Context, input: ParseStream, sign: char) {
    let span = cx.behind_last(input);
    cx.report(&SEPARATOR, span, format!("missing `{sign}`"));
}

/// Takes the terminator of an item, which may be left out where `optional`. Returns whether
/// nothing had to be passed over.
pub(crate) fn end<T: Recover>(cx: &mut Context, input: ParseStream, optional: bool) -> bool {
    let whole = end_before(cx, input, T::TERMINATOR, optional, T::starts);
    if !whole {
        T::lose(cx);
    }
    whole
}

/// Takes the `,` behind an entry, if there is another one.
pub(crate) fn end_entry(cx: &mut Context, input: ParseStream, starts: Starts) {
    end_before(cx, input, Terminator::Comma, input.is_end(), starts);
}

fn end_before(
    cx: &mut Context,
    input: ParseStream,
    terminator: Terminator,
    optional: bool,
    starts: Starts,
) -> bool {
    let (sign, wrong) = terminator.signs();
    if take_punct(input, sign) {
        return true;
    }
    if input.is_punct(0, wrong) {
        let message = format!("expected `{sign}`, found `{wrong}`");
        let span = cx.span(input);
        let finding = cx.report(&SEPARATOR, span, message);
        if optional {
            finding.help("leave it out: behind a `}`, nothing need stand");
        }
        bump(input);
    } else if input.is_end() || starts(input.cursor()) {
        if !optional {
            report_missing(cx, input, sign);
        }
    } else if !optional {
        cx.expected(input, &format!("`{sign}`"));
        skip_to(input, terminator, starts);
        return false;
    }
    true
}

/// Passes over the rest of an item that could not be read: to behind its terminator or
/// block, or to where the next one starts.
pub(crate) fn skip<T: Recover>(input: ParseStream) {
    skip_to(input, T::TERMINATOR, T::starts);
}

/// Passes over the rest of an item, to where something of another kind may start.
pub(crate) fn skip_to(input: ParseStream, terminator: Terminator, starts: Starts) {
    match terminator {
        Terminator::Semicolon => {
            bump_until(input, |rest| {
                rest.is_punct(0, ';') || rest.is_brace(0) || starts(rest)
            });
            take_braces(input);
            take_punct(input, ';');
        }
        Terminator::Comma => {
            bump_until(input, |rest| rest.is_separator() || starts(rest));
            if input.is_separator() {
                bump(input);
            }
        }
    }
}
