//! What stands where a declaration should: a misspelled one, an action, Rust code.

use pipewright_model::catalogue::{self, Key, declared::SETTINGS};
use pipewright_model::codes::UNKNOWN_DECLARATION;
use pipewright_model::similar::closest;
use proc_macro2::{Ident, TokenTree};

use super::Space;
use super::declare::{DECLARATIONS, starts_named};
use super::input::Input;
use super::name::{is_keyword, word};
use crate::tree::Item;

/// What to do with Rust code that stands in a pipeline.
pub(super) const RUST: &str =
    "Rust code stands outside of `pipeline!`; a value of it is used in parentheses: `(NAME)`";

const ACTIONS: &str = "actions stand inside of a stage, `stage NAME { … }`";

impl Input<'_> {
    /// Whether the first word of a declaration stands here.
    pub(super) fn is_declaration(&self) -> bool {
        DECLARATIONS.iter().any(|known| self.is_word(0, known))
    }

    /// Whether `stages` stands here, or the like.
    pub(super) fn is_plural(&self) -> bool {
        self.ident(0).is_some_and(|first| {
            let first = word(first).text;
            let one = first.strip_suffix('s');
            one.is_some_and(|one| DECLARATIONS.contains(&one))
        })
    }

    /// Whether an action stands here, where only a setting can.
    pub(super) fn is_action(&self) -> bool {
        let kind = self.ident(2).map(|kind| word(kind).text);
        kind.is_some_and(|kind| catalogue::kind(&kind).is_some())
            && matches!(self.token(3), Some(TokenTree::Group(_)))
    }

    pub(super) fn misplaced_action(&mut self) -> Option<Item> {
        self.expected("a declaration or a setting").help(ACTIONS);
        self.advance();
        self.skip_item(starts_named);
        None
    }

    /// Reports a first word that is none, and gives the one that was probably meant,
    /// if what follows fits it.
    pub(super) fn misspelled(&mut self, first: &Ident, text: &str) -> Option<&'static str> {
        self.mark(Space::Declaration, false, first.clone());
        let meant = closest(text, DECLARATIONS.iter().copied());
        let settings: Vec<String> = SETTINGS.iter().map(Key::written).collect();
        let setting = closest(text, settings.iter().map(String::as_str));
        // `let NAME = ACTION: KIND`, or a variable of Rust's.
        let bound = (text == "let").then(|| self.is_colon(3));
        let declares = starts_named(self);
        let plural = text
            .strip_suffix('s')
            .filter(|one| DECLARATIONS.contains(one));
        let fits = plural.is_none() && self.ident(0).is_some() || self.is_literal(0);
        let message = format!("there is no declaration `{text}`");
        let finding = self.report(&UNKNOWN_DECLARATION, first.span(), message);
        match (meant, setting) {
            _ if bound == Some(true) || text == "parallel" => finding.help(ACTIONS),
            _ if bound == Some(false) => finding.help(RUST),
            _ if is_keyword(first) && declares => {
                finding.help(format!("leave out `{text}`"))
            }
            _ if is_keyword(first) => finding.help(RUST),
            _ if plural.is_some() => finding.help(format!(
                "each one is declared by itself: `{} NAME …`",
                plural.unwrap_or_default()
            )),
            (Some(meant), _) => finding.help(format!("did you mean `{meant}`?")),
            (None, Some(setting)) => {
                finding.help(format!("did you mean the setting `{setting}: …;`?"))
            }
            (None, None) => finding.help(
                "a declaration begins with `home`, `account`, `organization`, `store`, `role`, `project`, `action_type`, `variable`, `trigger` or `stage`",
            ),
        };
        if fits && meant.is_some() {
            return meant;
        }
        self.skip_item(starts_named);
        None
    }
}
