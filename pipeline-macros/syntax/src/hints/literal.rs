//! Literals of the wrong kind.

use pipewright_model::codes::LITERAL;

use crate::parse::Context;

/// Reports a literal where a string should stand; a number can be quoted.
pub(crate) fn not_a_string(
    cx: &mut Context,
    literal: &proc_macro2::Literal,
    what: &str,
    found: &str,
) {
    let message = format!("expected {what}, found {found}");
    let finding = cx.report(&LITERAL, literal.span(), message);
    let digits = literal.to_string();
    if digits.chars().all(|digit| digit.is_ascii_digit()) {
        finding.help(format!("put it in quotes: `\"{digits}\"`"));
    }
}

/// Reports a literal that is no value; a character may be a string in the wrong quotes.
pub(crate) fn not_a_value(cx: &mut Context, literal: &proc_macro2::Literal, found: &str) {
    let source = literal.to_string();
    let character = source
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    let help = match character {
        Some(character) => format!("a text has double quotes: `\"{character}\"`"),
        None => "values are texts, whole numbers, `true` and `false`, lists and maps; a Rust expression stands in parentheses, `(…)`".to_owned(),
    };
    let message = format!("a value cannot be {found}");
    cx.report(&LITERAL, literal.span(), message).help(help);
}
