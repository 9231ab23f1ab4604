//! `let OUTPUT = NAME: KIND(INPUT) in ACCOUNT @ "REGION" via STORE as ROLE { … };`

use pipewright_model::catalogue::Key;
use pipewright_model::catalogue::declared::SETTINGS;
use proc_macro2::Delimiter;

use super::clauses::Clause;
use super::condition::starts_condition;
use super::declare::starts_named;
use super::input::Input;
use super::repeat::starts_for;
use super::stage::starts_parallel;
use super::{Reported, Space};
use crate::tree::{Action, Clauses, Word};

/// What actions and rules do not have in common.
pub(super) struct Form {
    pub(super) rule: bool,
    pub(super) article: &'static str,
    pub(super) title: &'static str,
    pub(super) colon: &'static str,
    pub(super) kind: &'static str,
    pub(super) names: Space,
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
            if starts_named(self) {
                self.misplaced_item();
            } else {
                self.context.lost_action = true;
                self.advance();
                self.skip_item(starts_action);
            }
            return None;
        }
        let before = self.remaining();
        match self.action_parts(form, &mut action) {
            Ok(()) => {}
            Err(Reported) => {
                action.name.at.written = false;
                self.context.lost_action = true;
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
        let bound = self.take_let(form);
        if bound {
            self.outputs(&mut action.outputs)?;
        }
        let literal = self.is_literal(0);
        action.name = self.title(form.title, form.names, true)?;
        if self.is_colon(0) {
            self.advance();
        } else {
            self.missing_kind(form, action, bound && literal)?;
        }
        self.kind_path(form);
        if self.is_keyed() {
            // The next action, below one that is half-written.
            self.expected(form.kind);
            return Err(Reported);
        }
        if self.is_literal(0) && is_setting(&action.name.text) {
            self.expected(form.kind)
                .help("settings of the pipeline stand outside of stages");
            return Err(Reported);
        }
        action.kind = self.name(form.kind, form.kinds, false)?;
        self.skip_path();
        let before = self.context.findings.errors().count();
        self.take_inputs(form, action);
        let (clauses, clean) = self.clauses(form.article, form.clauses, starts_action);
        action.clauses = clauses;
        action.name.at.written &= clean;
        if action.inputs.is_empty() && self.group(0, Delimiter::Parenthesis).is_some() {
            self.take_inputs(form, action);
        }
        if let Some(block) = self.take_group(Delimiter::Brace) {
            action.config = self.inside(&block).entries();
            if self.group(0, Delimiter::Parenthesis).is_some() {
                self.take_inputs(form, action);
            }
            self.end_item(false, starts_action);
        } else {
            self.end_item(!clean, starts_action);
        }
        let whole = self.context.findings.errors().count() == before;
        action.name.at.whole = whole;
        action.kind.at.whole = whole;
        Ok(())
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

/// Whether a setting of the pipeline is written so.
fn is_setting(name: &str) -> bool {
    SETTINGS.iter().map(Key::written).any(|key| key == name)
}
