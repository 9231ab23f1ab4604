//! Mistakes around notifications, schedules and events.

use syn::parse::ParseStream;

use crate::parse::{Context, Lookahead, bump};

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
