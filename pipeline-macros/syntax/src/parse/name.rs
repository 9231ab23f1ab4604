//! Names, and the words that cannot be any.

use pipewright_model::catalogue::region;
use pipewright_model::codes::UNEXPECTED;
use proc_macro2::{Delimiter, Ident, TokenTree};

use super::input::Input;
use super::literal::{Read, read};
use super::variable::{is_word, takes_texts};
use super::{Reported, Space};
use crate::place::At;
use crate::tree::Word;

impl Input<'_> {
    /// Reports a name in quotes, which can be read all the same.
    fn quoted_name(&mut self, what: &str) -> Result<Word, Reported> {
        let read = match self.token(0) {
            Some(TokenTree::Literal(literal)) => Some(read(literal)),
            _ => None,
        };
        let at = At {
            written: false,
            ..self.at(self.span())
        };
        let finding = self.expected(what);
        match read {
            Some(Read::Text(text)) if is_word(&text) => {
                finding.help(format!("a name is written without quotes: `{text}`"));
                self.advance();
                return Ok(Word { text, at });
            }
            Some(_) => {
                finding.help("a name is written without quotes");
            }
            None => {}
        }
        Err(Reported)
    }

    /// A name of something, which is declared or used here.
    pub(super) fn name(
        &mut self,
        what: &str,
        space: Space,
        declares: bool,
    ) -> Result<Word, Reported> {
        if let Some(word) = self.repeated_name(what, space, declares) {
            return word;
        }
        let Some(ident) = self.ident(0).cloned() else {
            return self.quoted_name(what);
        };
        let mut word = word(&ident);
        word.at = self.at(word.at.span);
        if is_keyword(&ident) {
            // `Self: Lambda`, `stage super {`, and not a clause whose name is missing.
            let is_named = self.is_colon(1) || self.group(1, Delimiter::Brace).is_some();
            let finding = self.expected(what);
            // `in` and `as` stand where a name is missing more often than as names; the
            // others cannot be names at all.
            if !matches!(
                word.text.as_str(),
                "in" | "as" | "let" | "_" | "self" | "Self" | "super" | "crate"
            ) {
                finding.help(format!(
                    "`{0}` is a word of Rust; as a name, it is written `r#{0}`",
                    word.text
                ));
            } else if takes_texts(space) && is_named && word.text != "_" {
                finding.help(format!(
                    "`{0}` is a word of Rust; as a name, it stands in quotes: `\"{0}\"`",
                    word.text
                ));
            }
            return Err(Reported);
        }
        if let Some((text, length)) = self.hyphenated() {
            return Ok(self.hyphenated_name(what, space, (text, length)));
        }
        self.advance();
        self.mark(space, declares, ident);
        Ok(word)
    }
}

impl Input<'_> {
    /// Reports a name with hyphens, which is a text to Rust, and reads on behind it.
    fn hyphenated_name(
        &mut self,
        what: &str,
        space: Space,
        (text, length): (String, usize),
    ) -> Word {
        let at = At {
            written: false,
            ..self.at(self.span())
        };
        let help = if space == Space::Account && region::is_well_formed(&text) {
            format!("a region stands behind `@`, in quotes: `@ \"{text}\"`")
        } else if takes_texts(space) {
            format!("a name with hyphens stands in quotes: `\"{text}\"`")
        } else if matches!(space, Space::Kind | Space::Provider | Space::Result) {
            "it is one word, without hyphens".to_owned()
        } else {
            let word = text.replace('-', "_");
            format!("a name is letters, digits and underscores: `{word}`")
        };
        let message = format!("expected {what}, found `{text}`");
        self.report(&UNEXPECTED, at.span, message).help(help);
        (0..length).for_each(|_| self.advance());
        Word { text, at }
    }
}

/// The word of an identifier, `in` for `r#in`.
pub(super) fn word(ident: &Ident) -> Word {
    let text = ident.to_string();
    Word {
        text: text.strip_prefix("r#").map_or(text.clone(), str::to_owned),
        at: At::written(ident.span()),
    }
}

/// Whether Rust has taken the word, in one of its editions.
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
