//! Names in a condition that nothing has, in a file that is not compiled.

use pipewright_model::codes::RUST_IN_A_FILE;
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::parse::name::unraw;
use crate::parse::{Context, Reported, repetition};

/// Reports a name that nothing has: one that is
/// misspelled, or a text without its quotes. What else cannot be decided is left to the front.
pub(super) fn unknown_name(cx: &mut Context, condition: &TokenStream) -> Result<(), Reported> {
    let names = repetition::names(cx);
    let Some((ident, compared)) = unknown(condition, &names) else {
        return Ok(());
    };
    let name = unraw(&ident);
    let help = if let Some(meant) = closest(&name, names.iter().map(String::as_str)) {
        format!("did you mean `{meant}`?")
    } else if compared {
        format!("a text stands in quotes, `\"{name}\"`; a value is declared by `value {name} = …;`")
    } else {
        return Ok(());
    };
    let at = cx.fixed_at(ident.span());
    let mut told = cx.findings.iter();
    if !told.any(|it| it.code == &RUST_IN_A_FILE && it.at.key() == at.key()) {
        let message = format!("there is no loop variable or value `{name}`");
        cx.report_at(&RUST_IN_A_FILE, at, message).help(help);
    }
    Err(Reported)
}

/// The first name that is none of these, and whether it is compared with something. Nothing where
/// more than comparisons stands in the condition.
fn unknown(condition: &TokenStream, names: &[String]) -> Option<(Ident, bool)> {
    let tokens: Vec<TokenTree> = condition.clone().into_iter().collect();
    let is_sign = |token: Option<&TokenTree>, signs: &str| matches!(token, Some(TokenTree::Punct(punct)) if signs.contains(punct.as_char()));
    let mut found = None;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let behind = tokens.get(at.saturating_add(1));
        match token {
            TokenTree::Ident(ident) => {
                let name = unraw(ident);
                let known = name == "true" || name == "false" || names.contains(&name);
                if !known && found.is_none() {
                    let far = tokens.get(at.saturating_add(2));
                    let compared =
                        is_sign(before, "=") || is_sign(behind, "=!") && is_sign(far, "=");
                    found = Some((ident.clone(), compared));
                }
            }
            TokenTree::Group(group) => {
                let alone = before.is_none_or(|before| matches!(before, TokenTree::Punct(_)));
                if !alone || group.delimiter() != Delimiter::Parenthesis {
                    return None;
                }
                found = found.or_else(|| unknown(&group.stream(), names));
            }
            TokenTree::Punct(punct) if !"=!&|".contains(punct.as_char()) => return None,
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}
