//! What an action makes, `let OUTPUT, … =`, and what it reads, `(INPUT, …)`.

use pipewright_model::similar::closest;
use proc_macro2::Delimiter;

use super::action::Form;
use super::input::Input;
use super::name::is_keyword;
use super::{Reported, Space};
use crate::tree::{Action, Word};

impl Input<'_> {
    /// The `let` of an action, also where it is missing or misspelt: an `=` follows the
    /// output then, and the action that.
    pub(super) fn take_let(&mut self, form: &Form) -> bool {
        if self.is_word(0, "let") {
            self.advance();
            return true;
        }
        let name = |ahead: usize| self.ident(ahead).is_some_and(|ident| !is_keyword(ident));
        let action = |equals: usize| {
            let behind = equals.saturating_add(1);
            self.is_punct(equals, '=')
                && (self.ident(behind).is_some() || self.is_literal(behind))
                && self.is_colon(behind.saturating_add(1))
        };
        if form.rule {
            false
        } else if name(0) && action(1) {
            let output = self.token(0).map(ToString::to_string).unwrap_or_default();
            self.expected(form.title).help(format!(
                "what an action makes is bound with `let`: `let {output} = …`"
            ));
            true
        } else if self.ident(0).is_some() && name(1) && action(2) {
            let word = self.token(0).map(ToString::to_string).unwrap_or_default();
            let help = if closest(&word, ["let"]).is_some() {
                "did you mean `let`?"
            } else {
                "what an action makes is bound with `let`"
            };
            self.expected("`let`").help(help);
            self.advance();
            true
        } else {
            false
        }
    }

    /// The inputs, which stand in parentheses behind the kind.
    pub(super) fn take_inputs(&mut self, form: &Form, action: &mut Action) {
        let behind = action.clauses.is_empty() && action.config.is_empty();
        let group = self.group(0, Delimiter::Parenthesis);
        let Some(group) = group.or(self.group(0, Delimiter::Bracket)).cloned() else {
            return;
        };
        if !behind || group.delimiter() == Delimiter::Bracket {
            let kind = action.kind.text.clone();
            self.expected(&format!("what follows {}", form.kind))
                .help(format!(
                    "inputs stand in parentheses right behind it: `{kind}(…)`"
                ));
        }
        self.advance();
        action.inputs = self.inside(&group).inputs();
    }

    pub(super) fn outputs(&mut self, outputs: &mut Vec<Word>) -> Result<(), Reported> {
        if self.is_word(0, "mut") {
            self.expected("the name of an output artifact")
                .help("leave out `mut`: an artifact is made once");
            self.advance();
        }
        loop {
            const WHAT: &str = "the name of an output artifact";
            if self.is_punct(0, '=') && !outputs.is_empty() {
                self.expected(WHAT).help("leave out the `,` before the `=`");
                self.advance();
                return Ok(());
            }
            outputs.push(self.title(WHAT, Space::Artifact, true)?);
            if self.take_punct('=').is_some() {
                return Ok(());
            }
            if self.take_punct(',').is_none() {
                // The action follows: only the `=` is missing.
                let action = self.is_keyed();
                self.expected("`,` or `=`")
                    .maybe_help(action.then(|| "write `=` before the action".to_owned()));
                return if action { Ok(()) } else { Err(Reported) };
            }
        }
    }

    fn inputs(&mut self) -> Vec<Word> {
        let mut inputs = Vec::new();
        while !self.is_end() {
            if self.is_punct(0, '&') {
                self.expected("the name of an artifact")
                    .help("leave out `&`");
                self.advance();
            }
            match self.title("the name of an artifact", Space::Artifact, false) {
                Ok(name) => inputs.push(name),
                Err(Reported) if self.is_separator() => {}
                Err(Reported) => self.advance(),
            }
            if !starts_name(self) && !self.is_end() && !self.is_separator() {
                if let Some(input) = inputs.last_mut() {
                    input.at.written = false;
                }
                self.expected("`,`")
                    .help("an input is an artifact, by the name that a `let` gives it");
                self.skip_until(Input::is_separator);
            }
            self.end_entry(starts_name);
        }
        inputs
    }
}

/// Whether the name of an artifact begins here.
fn starts_name(input: &Input<'_>) -> bool {
    input.ident(0).is_some() || input.is_literal(0)
}
