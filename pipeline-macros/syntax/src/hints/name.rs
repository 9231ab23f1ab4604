//! Names in quotes, names with hyphens, and words of Rust.

use pipewright_model::catalogue::region;
use pipewright_model::codes::UNEXPECTED;
use proc_macro2::{Delimiter, Ident};
use syn::parse::ParseStream;

use super::bare;
use crate::model::Name;
use crate::parse::{
    Context, Literal, Lookahead, NameKind, Reported, Token, bump, bump_all, is_identifier,
    read_literal, takes_strings, unraw,
};

/// Reports a name in quotes, which can be read all the same, or what else is no name.
pub(crate) fn quoted(cx: &mut Context, input: ParseStream, what: &str) -> Result<Name, Reported> {
    let literal = match input.nth(0) {
        Some(Token::Literal(literal)) => Some(read_literal(&literal)),
        _ => None,
    };
    let variable = word_in_braces(input);
    let of_all_roles = what == "the role's name" && input.is_brace(0) && variable.is_none();
    let span = cx.span(input);
    let finding = cx.expected(input, what);
    match literal {
        Some(Literal::String(text)) if is_identifier(&text) => {
            finding.help(format!("a name is written without quotes: `{text}`"));
            bump(input);
            // Whatever is used elsewhere may be the name that was meant.
            cx.unread.name = true;
            let at = cx.missing_at(span);
            return Ok(Name { text, at });
        }
        Some(Literal::String(text)) => {
            let word = text.trim().replace(|c: char| !c.is_alphanumeric(), "_");
            finding.help(if is_identifier(&word) {
                format!("a name is letters, digits and underscores, without quotes: `{word}`")
            } else {
                "a name is letters, digits and underscores, without quotes".to_owned()
            });
        }
        Some(_) => {
            finding.help("a name begins with a letter");
        }
        None if of_all_roles => {
            finding.help("`roles { … }` has the settings of all roles; one is declared by its name: `role NAME { … }`");
        }
        None => {
            if let Some(variable) = variable {
                finding.help(format!(
                    "a loop variable is written without braces, `{variable}`; as a part of a name, it stands in quotes: `\"my-{{{variable}}}\"`"
                ));
            }
        }
    }
    Err(Reported)
}

/// Reports a name that begins with a digit, and has to be a string.
pub(crate) fn begins_with_a_digit(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    literal: &proc_macro2::Literal,
) {
    let text = literal.to_string();
    let is_name = text
        .chars()
        .all(|one| one == '_' || one.is_ascii_alphanumeric());
    let help =
        is_name.then(|| format!("a name that begins with a digit stands in quotes: `\"{text}\"`"));
    cx.expected(input, what).maybe_help(help);
}

/// The word of `{word}:`, which is how a text names a loop variable.
fn word_in_braces(input: ParseStream) -> Option<Ident> {
    match input.nth(0) {
        Some(Token::Group(Delimiter::Brace, _, inside)) if input.is_colon(1) => {
            let word = inside.nth_ident(0)?;
            inside.nth(1).is_none().then_some(word)
        }
        _ => None,
    }
}

/// Reports a word of Rust in place of a name.
pub(crate) fn keyword(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    name_kind: NameKind,
    ident: &Ident,
) {
    // `Self: Lambda`, `stage super {`, and not a clause whose name is missing.
    let is_named = input.is_colon(1) || input.is_brace(1);
    let word = unraw(ident);
    let finding = cx.expected(input, what);
    // `in` and `as` stand where a name is missing more often than as names; the others
    // cannot be names at all.
    let no_name = ["in", "as", "let", "_", "self", "Self", "super", "crate"];
    // These have no raw form.
    let never = ["self", "Self", "super", "crate"].contains(&word.as_str());
    if !no_name.contains(&word.as_str()) {
        finding.help(format!(
            "`{word}` is a word of Rust; as a name, it is written `r#{word}`"
        ));
    } else if takes_strings(name_kind) && is_named && word != "_" {
        finding.help(format!(
            "`{word}` is a word of Rust; as a name, it stands in quotes: `\"{word}\"`"
        ));
    } else if never {
        finding.help(format!(
            "`{word}` is a word of Rust, and cannot be a name: take another one"
        ));
    }
}

/// Reports a name with hyphens, which has to be a string, and passes over it.
pub(crate) fn hyphenated(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    name_kind: NameKind,
) -> Option<Name> {
    let (text, length) = bare::hyphenated(input.cursor())?;
    let help = if name_kind == NameKind::Account && region::is_well_formed(&text) {
        format!("a region stands behind `@`, in quotes: `@ \"{text}\"`")
    } else if takes_strings(name_kind) {
        format!("a name with hyphens stands in quotes: `\"{text}\"`")
    } else if matches!(
        name_kind,
        NameKind::Kind | NameKind::Provider | NameKind::Result
    ) {
        "it is one word, without hyphens".to_owned()
    } else {
        let word = text.replace('-', "_");
        format!("a name is letters, digits and underscores: `{word}`")
    };
    let span = cx.span(input);
    let message = format!("expected {what}, found `{text}`");
    cx.report(&UNEXPECTED, span, message).help(help);
    let at = cx.missing_at(span);
    bump_all(input, length);
    Some(Name { text, at })
}
