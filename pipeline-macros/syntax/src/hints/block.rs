//! Mistakes around a block.

use syn::parse::ParseStream;

use crate::parse::{Context, Lookahead, bump};

/// Reports and passes over a `;` before the block.
pub(crate) fn early_semicolon(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    let there = input.is_punct(0, ';') && input.is_brace(1);
    if there {
        cx.expected(input, &format!("`{{ … }}`, {what}"))
            .help("leave out the `;` before the block");
        bump(input);
    }
    there
}

/// Reports and passes over a `:` before the block.
pub(crate) fn needless_colon(cx: &mut Context, input: ParseStream, what: &str) {
    if input.is_colon(0) {
        cx.expected(input, what).help("leave out this `:`");
        bump(input);
    }
}
