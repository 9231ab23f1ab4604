//! Words and strings in the place of a clause.

use pipewright_model::similar::closest;
use proc_macro2::Delimiter;
use syn::parse::ParseStream;

use crate::parse::{
    Clause, Context, Lookahead, NameKind, Starts, Token, bump, bump_until, ends_clause, unraw,
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
    } else if input.is_literal(0) && allowed.contains(&Clause::At) {
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

/// The advice on an account in parentheses, `stage Deploy(prod)`, and on several accounts.
pub(crate) fn accounts(input: ParseStream) -> Option<String> {
    if input.is_punct(0, ',') {
        let other = input.nth_ident(1).map(|other| unraw(&other));
        return other.map(|_| {
            "a stage runs in one account; a `for` makes one for each: `for account in [ … ] { stage NAME in account { … } }`".to_owned()
        });
    }
    match input.nth(0) {
        Some(Token::Group(Delimiter::Parenthesis, _, inside)) => {
            let account = inside.nth_ident(0).filter(|_| inside.nth(1).is_none())?;
            Some(format!("the account stands behind `in`: `in {account}`"))
        }
        _ => None,
    }
}

/// The list of all that a message can expect there.
fn what(allowed: &[Clause]) -> String {
    let clauses: String = Clause::of_all(allowed)
        .map(|clause| format!("`{}`, ", clause.sign()))
        .collect();
    format!("{clauses}`{{` or `;`")
}
