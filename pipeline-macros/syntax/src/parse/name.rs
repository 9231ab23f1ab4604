//! Names, and the words that cannot be any.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::group::bump;
use super::lookahead::Lookahead;
use super::{Context, NameKind, Reported, repetition};
use crate::hints;
use crate::model::Name;

/// A name of something, which is declared or used here.
pub(crate) fn name(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
    name_kind: NameKind,
    declares: bool,
) -> Result<Name, Reported> {
    if let Some(name) = repetition::name(cx, input, what, name_kind, declares) {
        return Ok(name);
    }
    let Some(ident) = input.nth_ident(0) else {
        if !declares {
            cx.mark_insertion_point(input, name_kind);
        }
        if let Some(id) = hints::account::id(cx, input, name_kind, declares) {
            return Ok(id);
        }
        return hints::name::quoted(cx, input, what);
    };
    if is_keyword(&ident) {
        if !declares {
            cx.mark_insertion_point(input, name_kind);
        }
        hints::name::keyword(cx, input, what, name_kind, &ident);
        return Err(Reported);
    }
    if let Some(name) = hints::name::hyphenated(cx, input, what, name_kind) {
        return Ok(name);
    }
    bump(input);
    let at = cx.at(ident.span());
    let text = unraw(&ident);
    cx.mark(name_kind, declares, ident);
    Ok(Name { text, at })
}

/// The word of an identifier, `in` for `r#in`.
pub(crate) fn unraw(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Returns whether a name of this kind can be more than an identifier.
pub(crate) fn takes_strings(name_kind: NameKind) -> bool {
    matches!(
        name_kind,
        NameKind::Stage | NameKind::Action | NameKind::Artifact
    )
}

/// Returns whether a string has the form of an identifier.
pub fn is_identifier(string: &str) -> bool {
    let mut characters = string.chars();
    characters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|character| character == '_' || character.is_alphanumeric())
}

/// Returns whether Rust has taken the word, in one of its editions.
pub fn is_keyword(ident: &Ident) -> bool {
    KEYWORDS.binary_search(&ident.to_string().as_str()).is_ok()
}

/// In the order of their bytes.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::KEYWORDS;

    #[test]
    fn the_keywords_can_be_searched() {
        assert!(KEYWORDS.is_sorted());
    }
}
