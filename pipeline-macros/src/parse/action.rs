//! `let OUTPUT = NAME: KIND(INPUT) in ACCOUNT @ "REGION" via STORE as ROLE { … };`

use pipewright_core::similar::closest;
use proc_macro2::Delimiter;

use super::clauses::Clause;
use super::condition::{STAGE_WORDS, starts_condition};
use super::declare::starts_named;
use super::input::Input;
use super::repeat::starts_for;
use super::stage::starts_parallel;
use super::{Reported, Space};
use crate::tree::{Action, Clauses, Word};

/// What actions and rules do not have in common.
pub(super) struct Form {
    rule: bool,
    article: &'static str,
    title: &'static str,
    colon: &'static str,
    kind: &'static str,
    names: Space,
    kinds: Space,
    clauses: &'static [Clause],
}

pub(super) static ACTION: Form = Form {
    rule: false,
    article: "an action",
    title: "an action, `NAME: KIND`",
    colon: "`:` and the action's kind",
    kind: "the action's kind",
    names: Space::Action,
    kinds: Space::Kind,
    clauses: &[Clause::In, Clause::At, Clause::Via, Clause::As],
};

/// A rule of a condition.
pub(super) static RULE: Form = Form {
    rule: true,
    article: "a rule",
    title: "a rule, `NAME: PROVIDER`",
    colon: "`:` and the rule's provider",
    kind: "the rule's provider",
    names: Space::Rule,
    kinds: Space::Provider,
    clauses: &[Clause::In, Clause::At, Clause::As],
};

impl Input<'_> {
    /// An action or a rule; nothing where there is not even a name.
    pub(super) fn action(&mut self, form: &Form) -> Option<Action> {
        let misplaced = self.misplaced(form);
        let span = self.span();
        if !form.rule && !self.is_word(0, "let") && !self.is_keyed() {
            self.mark_next(Space::Step);
        }
        let mut action = Action {
            rule: form.rule,
            outputs: Vec::new(),
            name: Word::missing(span),
            kind: Word::missing(span),
            inputs: Vec::new(),
            clauses: Clauses::default(),
            config: Vec::new(),
        };
        if let Some(help) = misplaced {
            self.expected(form.article).help(help);
            self.advance();
            self.skip_item(starts_action);
            return None;
        }
        let before = self.remaining();
        match self.action_parts(form, &mut action) {
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
    fn misplaced(&self, form: &Form) -> Option<&'static str> {
        if form.rule && (self.is_word(0, "let") || starts_parallel(self)) {
            return Some("a rule is written `NAME: PROVIDER { … };`: it makes no artifacts");
        }
        if starts_parallel(self) {
            return Some("a `parallel` block cannot stand in another one");
        }
        if starts_condition(self) {
            return Some("a condition stands in the stage itself");
        }
        starts_named(self).then_some("declarations stand outside of stages")
    }

    fn action_parts(&mut self, form: &Form, action: &mut Action) -> Result<(), Reported> {
        if self.is_word(0, "let") {
            self.advance();
            self.outputs(&mut action.outputs)?;
        }
        action.name = self.title(form.title, form.names, true)?;
        if !self.is_colon(0) {
            let meant = closest(&action.name.text, STAGE_WORDS.iter().copied());
            let help = meant.filter(|_| !form.rule);
            self.expected(form.colon)
                .maybe_help(help.map(|meant| format!("did you mean `{meant}`?")));
            return Err(Reported);
        }
        self.advance();
        action.kind = self.name(form.kind, form.kinds, false)?;
        if let Some(inputs) = self.take_group(Delimiter::Parenthesis) {
            action.inputs = self.inside(&inputs).inputs();
        }
        let (clauses, clean) = self.clauses(form.article, form.clauses, starts_action);
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
        || starts_condition(input)
        || starts_for(input)
        || starts_named(input)
}
