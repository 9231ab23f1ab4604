//! Mistakes in the declaration of an account or an organization.

use proc_macro2::Delimiter;
use syn::parse::ParseStream;

use super::foreign::text_of;
use crate::model::Name;
use crate::parse::{Context, Lookahead, NameKind, Reported, Token, bump};

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

/// Reports and passes over `import` before the id.
pub(crate) fn needless_import(cx: &mut Context, input: ParseStream) {
    if input.is_ident(0, "import") && input.is_literal(1) {
        let id = input.nth(1).map(|id| id.to_string()).unwrap_or_default();
        cx.expected(input, "the account's id")
            .help(format!("leave out `import`: `= {id}`"));
        bump(input);
    }
}

/// The id of an account in the place of its name, which a rule reports.
pub(crate) fn id(
    cx: &Context,
    input: ParseStream,
    name_kind: NameKind,
    declares: bool,
) -> Option<Name> {
    let Some(Token::Literal(literal)) = input.nth(0).filter(|_| name_kind == NameKind::Account)
    else {
        return None;
    };
    let text = literal.to_string().trim_matches('"').to_owned();
    let is_id = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_id && !declares).then(|| {
        bump(input);
        Name {
            text,
            at: cx.at(literal.span()),
        }
    })
}

/// Reports an account whose id and region stand in braces, and shows the declaration.
pub(crate) fn in_braces(cx: &mut Context, input: ParseStream, word: &str, name: &str) -> bool {
    let Some(Token::Group(Delimiter::Brace, _, inside)) = input.nth(0) else {
        return false;
    };
    let text = |keys: &[&str]| text_of(inside, keys);
    let id = text(&["id", "account_id", "account", "accountId", "Id"]);
    let id = id.map_or("\"ACCOUNT ID\"".to_owned(), |id| format!("\"{id}\""));
    let region = text(&["region", "Region"]);
    let region = region.map_or(String::new(), |region| format!(" @ \"{region}\""));
    cx.expected(input, "`=` and the account's id")
        .help(format!("write `{word} {name} = {id}{region};`"));
    true
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
