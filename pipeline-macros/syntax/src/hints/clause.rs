//! Words and strings in the place of a clause.

use pipewright_model::catalogue::region;
use pipewright_model::codes::UNEXPECTED;
use pipewright_model::similar::closest;
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::bare::source;
use super::kind::is_known as is_known_kind;

use crate::parse::{
    Clause, Context, Lookahead, NameKind, Starts, Token, bump, bump_all, bump_until, ends_clause,
    is_identifier, is_keyword, next, tokens, unraw,
};

/// Reports and passes over what is no clause, where only a clause can be meant.
pub(crate) fn unknown(
    cx: &mut Context,
    input: ParseStream,
    allowed: &[Clause],
    starts: Starts,
) -> bool {
    if input.is_ident(0, "import") {
        // A `=` is missing before it.
        return false;
    }
    if input.is_any_ident(0) {
        word(cx, input, allowed, starts);
    } else if is_region(input) && allowed.contains(&Clause::At) {
        string(cx, input, allowed);
    } else {
        return false;
    }
    true
}

/// A word: a misspelled clause, or an account without its `in`.
fn word(cx: &mut Context, input: ParseStream, allowed: &[Clause], starts: Starts) {
    cx.mark_next(input, NameKind::Clause);
    let word = input.nth_ident(0).map(|ident| unraw(&ident));
    let word = word.unwrap_or_default();
    let meant = closest(&word, allowed.iter().map(|clause| clause.sign()));
    let meant = meant.map(|meant| format!("did you mean `{meant}`?"));
    let last = input.is_brace(1) || input.is_punct(1, ';');
    let account = (last && allowed.contains(&Clause::In))
        .then(|| format!("an account stands behind `in`: `in {word}`"));
    cx.expected(input, &what(allowed))
        .maybe_help(meant.or(account));
    bump(input);
    // The inputs of an action may follow a word too many.
    bump_until(input, |rest| {
        ends_clause(rest) || rest.is_parenthesis(0) || starts(rest)
    });
}

/// A string: a region without its `@`.
fn string(cx: &mut Context, input: ParseStream, allowed: &[Clause]) {
    let string = input.nth(0).map(|token| token.to_string());
    let string = string.unwrap_or_default();
    cx.expected(input, &what(allowed))
        .help(format!("a region stands behind `@`: `@ {string}`"));
    bump(input);
}

/// Returns whether a text stands here that may be a region.
fn is_region(input: ParseStream) -> bool {
    let text = input.nth(0).filter(|_| input.is_string(0));
    let text = text.map(|text| text.to_string());
    text.is_some_and(|text| {
        let text = text.trim_matches('"');
        region::is_well_formed(text) || closest(text, region::all()).is_some()
    })
}

/// The words that stand in place of a clause's: the name of a declaration, or a word of Rust.
const OTHER_WORDS: &[(&str, Clause)] = &[
    ("account", Clause::In),
    ("region", Clause::At),
    ("store", Clause::Via),
    ("role", Clause::As),
    ("for", Clause::Of),
];

/// Reports another word in place of a clause's, or a `:` behind it: `role NAME`, `via: NAME`. Gives
/// the clause that is meant, and passes over all before its value. It stands in the same line, or
/// it may be the next thing.
pub(crate) fn meant(cx: &mut Context, input: ParseStream, allowed: &[Clause]) -> Option<Clause> {
    let own = Clause::next(input.cursor());
    let clause = own.or_else(|| {
        let mut words = OTHER_WORDS.iter();
        let found = words.find(|(word, _)| input.is_ident(0, word));
        found.map(|(_, clause)| *clause)
    })?;
    let ahead: usize = if input.is_punct(1, ':') { 2 } else { 1 };
    let value = input.nth(ahead)?;
    let fits = match clause {
        Clause::At => matches!(value, Token::Literal(_) | Token::Ident(_)),
        Clause::Of => input.is_group(ahead, Delimiter::Bracket),
        _ => matches!(&value, Token::Ident(name) if !is_keyword(name) && !is_known_kind(name)),
    };
    let behind = nth_cursor(input.cursor(), ahead.saturating_add(1));
    // `account NAME = "ID"` is a declaration, of which nothing stands before it.
    let fits = fits && !(behind.is_punct(0, '=') && behind.is_literal(1));
    let fits = fits && (behind.is_end() || behind.is_parenthesis(0) || ends_clause(behind));
    let is_other = own.is_none() || ahead == 2;
    if !fits || !is_other || !allowed.contains(&clause) || !is_in_line(cx, input) {
        return None;
    }
    let value = value.to_string();
    let sign = clause.sign();
    if own.is_some() {
        let span = input
            .nth(1)
            .map_or_else(|| cx.span(input), |colon| colon.span());
        let message = format!("expected {}, found `:`", clause.what());
        cx.report(&UNEXPECTED, span, message)
            .help(format!("leave out the `:`: `{sign} {value}`"));
    } else {
        let thing = match clause {
            Clause::In => "an account stands",
            Clause::At => "a region stands",
            Clause::Via => "a store stands",
            Clause::As => "a role stands",
            Clause::Of => "the actions that are reviewed stand",
        };
        cx.expected(input, &what(allowed))
            .help(format!("{thing} behind `{sign}`: `{sign} {value}`"));
    }
    bump_all(input, ahead);
    Some(clause)
}

/// Returns whether what stands here is in the line of the token before it.
pub(super) fn is_in_line(cx: &Context, input: ParseStream) -> bool {
    cx.behind_last(input).start().line == cx.span(input).start().line
}

/// A cursor behind some tokens.
pub(super) fn nth_cursor(mut cursor: Cursor, count: usize) -> Cursor {
    for _ in 0..count {
        if let Some((_, behind)) = next(cursor) {
            cursor = behind;
        }
    }
    cursor
}

/// Returns whether the value of a clause stands here with a `:` too many behind it, `in prod: {`, and
/// no setting or action.
pub(crate) fn has_colon_behind(cx: &Context, input: ParseStream) -> bool {
    input.is_keyed() && is_in_line(cx, input) && ends_clause(nth_cursor(input.cursor(), 2))
}

/// Reports actions in parentheses, `of (Prepare)`.
pub(crate) fn actions_in_parentheses(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    let Some(Token::Group(Delimiter::Parenthesis, _, inside)) = input.nth(0) else {
        return false;
    };
    let is_part = |token: Token| match token {
        Token::Ident(_) => true,
        Token::Punct(punct) => matches!(punct.as_char(), ',' | '.'),
        Token::Literal(_) | Token::Group(..) => false,
    };
    let there = tokens(inside).all(is_part);
    if there {
        let written = source(inside, tokens(inside).count()).unwrap_or_else(|| "…".to_owned());
        cx.expected(input, what)
            .help(format!("a list stands in brackets: `[{written}]`"));
    }
    there
}

/// The advice on an account in parentheses, `stage Deploy(prod)`, and on several accounts.
pub(crate) fn accounts(input: ParseStream) -> Option<String> {
    if input.is_punct(0, ',') {
        let other = input.nth_ident(1).map(|other| unraw(&other));
        return other.map(|_| {
            "a stage runs in one account; a `for` makes one for each: `for account in [ … ] { stage NAME in account { … } }`".to_owned()
        });
    }
    match input.nth(0) {
        Some(Token::Literal(_)) if input.is_string(0) => {
            let text = input.nth(0).map(|text| text.to_string())?;
            let account = text.trim_matches('"');
            is_identifier(account).then(|| format!("an account stands behind `in`: `in {account}`"))
        }
        Some(Token::Group(Delimiter::Parenthesis, _, inside)) => {
            let account = inside.nth_ident(0).filter(|_| inside.nth(1).is_none())?;
            Some(format!("the account stands behind `in`: `in {account}`"))
        }
        _ => None,
    }
}

/// The list of all that a message can expect there.
pub(crate) fn what(allowed: &[Clause]) -> String {
    let clauses: String = Clause::of_all(allowed)
        .map(|clause| format!("`{}`, ", clause.sign()))
        .collect();
    format!("{clauses}`{{` or `;`")
}
