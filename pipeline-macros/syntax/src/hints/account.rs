//! Mistakes in the declaration of an account or an organization.

use syn::parse::ParseStream;

use crate::parse::{Context, Lookahead, Reported, bump};

/// Reports what stands in place of a `=`, and passes over it where that is clear.
pub(crate) fn missing_equals(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
) -> Result<(), Reported> {
    if input.is_colon(0) {
        cx.expected(input, what).help("write `=` in place of `:`");
        bump(input);
        return Ok(());
    }
    let literal = input.nth(0).filter(|_| input.is_literal(0));
    let help = literal.map(|literal| format!("write `= {literal}`"));
    let there = help.is_some();
    cx.expected(input, what).maybe_help(help);
    if there { Ok(()) } else { Err(Reported) }
}

/// Reports and passes over `in` or `,` before a region.
pub(crate) fn region_without_at(cx: &mut Context, input: ParseStream) -> bool {
    let there = (input.is_ident(0, "in") || input.is_punct(0, ',')) && input.is_literal(1);
    if there {
        cx.expected(input, "`@` and a region, or `;`")
            .help("the account's region stands behind `@`");
        bump(input);
    }
    there
}

/// Reports and passes over a `=` or `:` before an organization's id.
pub(crate) fn needless_sign(cx: &mut Context, input: ParseStream, what: &str) {
    if input.is_punct(0, '=') || input.is_colon(0) {
        let sign = input.nth(0).map(|sign| sign.to_string());
        let sign = sign.unwrap_or_default();
        cx.expected(input, what).help(format!("leave out `{sign}`"));
        bump(input);
    }
}
