//! `let OUTPUT = NAME: KIND(INPUT) in ACCOUNT @ "REGION" via STORE as ROLE { … };`

use proc_macro2::Delimiter;

use super::clauses::Clause;
use super::declare::starts_named;
use super::input::Input;
use super::repeat::starts_for;
use super::stage::starts_parallel;
use super::{Reported, Space};
use crate::tree::{Action, Clauses, Word};

impl Input<'_> {
    /// An action; nothing where there is not even a name.
    pub(super) fn action(&mut self) -> Option<Action> {
        let misplaced = self.misplaced();
        let span = self.span();
        if !self.is_word(0, "let") && !self.is_keyed() {
            self.mark_next(Space::Step);
        }
        let mut action = Action {
            outputs: Vec::new(),
            name: Word::missing(span),
            kind: Word::missing(span),
            inputs: Vec::new(),
            clauses: Clauses::default(),
            config: Vec::new(),
        };
        if let Some(help) = misplaced {
            self.expected("an action").help(help);
            self.advance();
            self.skip_item(starts_action);
            return None;
        }
        let before = self.remaining();
        match self.action_parts(&mut action) {
            Ok(()) => self.end_item(false, starts_action),
            Err(Reported) => {
                action.name.at.written = false;
                // What cannot begin an action must not be met again.
                if self.remaining() == before {
                    self.advance();
                }
                self.skip_item(starts_action);
            }
        }
        Some(action)
    }

    /// What to say of something that stands in a stage and is no action.
    fn misplaced(&self) -> Option<&'static str> {
        if starts_parallel(self) {
            return Some("a `parallel` block cannot stand in another one");
        }
        starts_named(self).then_some("declarations stand outside of stages")
    }

    fn action_parts(&mut self, action: &mut Action) -> Result<(), Reported> {
        if self.is_word(0, "let") {
            self.advance();
            self.outputs(&mut action.outputs)?;
        }
        action.name = self.title("an action, `NAME: KIND`", Space::Action)?;
        if !self.is_colon(0) {
            self.expected("`:` and the action's kind");
            return Err(Reported);
        }
        self.advance();
        action.kind = self.name("the action's kind", Space::Kind, false)?;
        if let Some(inputs) = self.take_group(Delimiter::Parenthesis) {
            action.inputs = self.inside(&inputs).inputs();
        }
        let every = &[Clause::In, Clause::At, Clause::Via, Clause::As];
        let (clauses, clean) = self.clauses("an action", every, starts_action);
        action.clauses = clauses;
        action.name.at.written &= clean;
        if let Some(block) = self.take_group(Delimiter::Brace) {
            action.config = self.inside(&block).entries();
        }
        Ok(())
    }

    fn outputs(&mut self, outputs: &mut Vec<Word>) -> Result<(), Reported> {
        loop {
            outputs.push(self.name("the name of an output artifact", Space::Artifact, true)?);
            if self.take_punct('=').is_some() {
                return Ok(());
            }
            if self.take_punct(',').is_none() {
                self.expected("`,` or `=`");
                return Err(Reported);
            }
        }
    }

    fn inputs(&mut self) -> Vec<Word> {
        let mut inputs = Vec::new();
        while !self.is_end() {
            match self.name("the name of an artifact", Space::Artifact, false) {
                Ok(name) => inputs.push(name),
                Err(Reported) if self.is_separator() => {}
                Err(Reported) => self.advance(),
            }
            self.end_entry(|input| input.ident(0).is_some());
        }
        inputs
    }
}

/// Whether an action or a `parallel` block begins here, or a declaration in its place.
pub(super) fn starts_action(input: &Input<'_>) -> bool {
    input.is_word(0, "let")
        || input.is_keyed()
        || starts_parallel(input)
        || starts_for(input)
        || starts_named(input)
}
