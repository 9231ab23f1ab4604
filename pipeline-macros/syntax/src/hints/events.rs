//! Mistakes around notifications, schedules and events.

use pipewright_model::codes::UNEXPECTED;
use syn::parse::ParseStream;

use super::bare::source;
use crate::parse::{Context, Lookahead, bump, bump_all};

/// Reports and passes over an expression without its quotes: `cron(0 2 * * ? *)`. Returns whether one
/// stands here.
pub(crate) fn unquoted(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    let kinds = ["cron", "rate", "at"];
    let there = kinds.iter().any(|kind| input.is_ident(0, kind)) && input.is_parenthesis(1);
    if there {
        let written = source(input.cursor(), 2).unwrap_or_else(|| "…".to_owned());
        let message = format!("expected {what}, found `{written}`");
        let span = cx.span(input);
        cx.report(&UNEXPECTED, span, message)
            .help(format!("put it in quotes: `\"{written}\"`"));
        bump_all(input, 2);
    }
    there
}

/// Reports and passes over the `=` or `:` behind the name, where none stands.
pub(crate) fn sign(cx: &mut Context, input: ParseStream, what: &str) {
    for sign in ['=', ':'] {
        if input.is_punct(0, sign) && (input.is_literal(1) || input.is_brace(1)) {
            cx.expected(input, what)
                .help(format!("leave out the `{sign}`"));
            bump(input);
        }
    }
}
