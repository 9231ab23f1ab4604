//! `for VARIABLE in [ELEMENT, …] { … }` and `for (VARIABLE, …) in [(ELEMENT, …), …] { … }`
//!
//! The block is read once for every element, with the variables standing for it, so that
//! whatever can stand outside of a `for` can stand in one.

mod header;
mod names;

use pipewright_model::codes::{TOO_DEEP, TOO_MANY_TURNS, UNUSED_VARIABLE};
use proc_macro2::{Delimiter, Group, Ident, Span};

use super::Reported;
use super::input::Input;
use super::name::word;
use super::variable::is_silenced;
use header::{Pattern, Turn};
pub(super) use names::{hidden_names, mark_once};

/// How deep `for`s may stand in each other.
const DEPTH: usize = 8;

/// How often all `for`s of a pipeline may turn: AWS takes 1,000 actions, and the turns of
/// the `for`s around them come on top.
const TURNS: usize = 2_000;

impl Input<'_> {
    /// A `for`: what `read` finds in its block, turn after turn.
    pub(super) fn repetition<T>(
        &mut self,
        read: fn(&mut Input<'_>) -> Vec<T>,
        starts: fn(&Self) -> bool,
    ) -> Vec<T> {
        let keyword = self.span();
        self.advance();
        let number = self.context.scope.number(keyword);
        let header = self.header(number, starts);
        if header.is_err() {
            self.skip_until(|input| {
                input.group(0, Delimiter::Brace).is_some()
                    || input.is_punct(0, ';')
                    || starts(input)
            });
        }
        let Some(block) = self.take_group(Delimiter::Brace) else {
            if header.is_ok() {
                self.expected("`{ … }`, what is repeated");
            }
            self.context.lost = true;
            self.skip_item(starts);
            return Vec::new();
        };
        self.take_punct(';');
        if self.context.scope.depth() >= DEPTH {
            let message = format!("`for` is nested more than {DEPTH} deep");
            self.report(&TOO_DEEP, keyword, message)
                .help("put the variables of two `for`s into one, as tuples");
            self.context.lost = true;
            return Vec::new();
        }
        match header {
            Ok((pattern, turns)) => self.unroll(number, keyword, pattern, turns, &block, read),
            Err(Reported) => {
                self.context.scope.enter_blindly();
                let found = read(&mut self.inside(&block));
                self.context.scope.leave_blindly();
                found
            }
        }
    }

    fn unroll<T>(
        &mut self,
        number: usize,
        keyword: Span,
        pattern: Pattern,
        turns: Vec<Turn>,
        block: &Group,
        read: fn(&mut Input<'_>) -> Vec<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        let mut variables = pattern.variables;
        for turn in turns {
            if self.context.scope.turns.len() >= TURNS {
                self.too_many_turns(keyword);
            }
            // What they make would be too much as well, and is left out as a whole.
            if self.context.scope.exhausted {
                return Vec::new();
            }
            let scope = &mut self.context.scope;
            scope.enter(number, variables, turn.elements, turn.span);
            found.extend(read(&mut self.inside(block)));
            variables = self.context.scope.leave();
        }
        for variable in &variables {
            if !variable.used && !is_silenced(&variable.ident) {
                self.unused(&variable.ident);
            }
        }
        found
    }

    /// Text once: no `for` turns any more after that.
    fn too_many_turns(&mut self, keyword: Span) {
        if !self.context.scope.exhausted {
            self.context.scope.exhausted = true;
            let message = format!("the `for`s of this pipeline turn more than {TURNS} times");
            self.report(&TOO_MANY_TURNS, keyword, message)
                .help("shorten a list, or split the pipeline");
        }
    }

    fn unused(&mut self, ident: &Ident) {
        let name = word(ident).text;
        let message = format!("loop variable `{name}` is never used");
        self.report(&UNUSED_VARIABLE, ident.span(), message)
            .help(format!("begin its name with an underscore: `_{name}`"));
    }
}

/// Whether a `for` begins here.
pub(super) fn starts_for(input: &Input<'_>) -> bool {
    input.is_word(0, "for") && !input.is_colon(1)
}

#[cfg(test)]
mod tests;
