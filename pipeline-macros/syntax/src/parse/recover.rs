//! Where reading goes on after a mistake: behind a `;`, a `,` or a block, or where the
//! next thing starts.

use pipewright_model::codes::SEPARATOR;
use proc_macro2::Delimiter;

use super::input::Input;

impl Input<'_> {
    /// Reports a `;` or `,` that should stand behind the last token.
    pub(super) fn missing(&mut self, separator: char) {
        let span = self.behind_last();
        self.report(&SEPARATOR, span, format!("missing `{separator}`"));
    }

    /// Passes over tokens until `stop` holds or nothing is left.
    pub(super) fn skip_until(&mut self, stop: impl Fn(&Self) -> bool) {
        while !self.is_end() && !stop(self) {
            self.advance();
        }
    }

    /// Passes over the rest of an item that could not be read: to behind its `;` or
    /// block, or to where the next one starts.
    pub(super) fn skip_item(&mut self, starts: fn(&Self) -> bool) {
        self.skip_until(|input| {
            input.is_punct(0, ';') || input.group(0, Delimiter::Brace).is_some() || starts(input)
        });
        self.take_group(Delimiter::Brace);
        self.take_punct(';');
    }

    /// The `;` of an item, which may be left out where `optional`; and whether nothing had
    /// to be passed over.
    pub(super) fn end_item(&mut self, optional: bool, starts: fn(&Self) -> bool) -> bool {
        if self.take_punct(';').is_some() {
            return true;
        }
        if self.is_punct(0, ',') {
            let finding = self.report(&SEPARATOR, self.span(), "expected `;`, found `,`");
            if optional {
                finding.help("leave it out: behind a `}`, nothing need stand");
            }
            self.advance();
        } else if self.is_end() || starts(self) {
            if !optional {
                self.missing(';');
            }
        } else if !optional {
            self.expected("`;`");
            self.skip_item(starts);
            return false;
        }
        true
    }

    /// The `,` behind an entry, if there is another one.
    pub(super) fn end_entry(&mut self, starts: fn(&Self) -> bool) {
        if self.is_end() || self.take_punct(',').is_some() {
            return;
        }
        if self.is_punct(0, ';') {
            self.report(&SEPARATOR, self.span(), "expected `,`, found `;`");
            self.advance();
        } else if starts(self) {
            self.missing(',');
        } else {
            self.expected("`,`");
            self.skip_entry(starts);
        }
    }

    /// Passes over the rest of an entry that could not be read.
    pub(super) fn skip_entry(&mut self, starts: fn(&Self) -> bool) {
        self.skip_until(|input| input.is_separator() || starts(input));
        if self.is_separator() {
            self.advance();
        }
    }

    /// Whether a `,` stands here, or a `;` in its place.
    pub(super) fn is_separator(&self) -> bool {
        self.is_punct(0, ',') || self.is_punct(0, ';')
    }
}
