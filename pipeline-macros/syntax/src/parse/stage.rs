//! Stages, and the steps in them.

use proc_macro2::{Delimiter, Span};

use super::Space;
use super::action::{ACTION, starts_action};
use super::clauses::Clause;
use super::condition::starts_condition;
use super::declare::starts_declaration;
use super::input::Input;
use super::repeat::starts_for;
use crate::tree::{Action, Body, Part, Stage, Step, Word};

impl Input<'_> {
    /// A stage, behind the word `stage`.
    pub(super) fn stage(&mut self, keyword: Span) -> Stage {
        let name = self
            .title("the stage's name", Space::Stage, true)
            .unwrap_or_else(|_| {
                self.skip_until(|input| input.ends_clause() || starts_declaration(input));
                Word::missing(keyword)
            });
        let (clauses, clean) =
            self.clauses("a stage", &[Clause::In, Clause::At], starts_declaration);
        let mut stage = Stage {
            name,
            clauses,
            body: Body::default(),
        };
        stage.name.at.written &= clean;
        if let Some(block) = self.take_group(Delimiter::Brace) {
            let before = self.context.findings.errors().count();
            stage.body = Body::of(self.inside(&block).parts());
            // A stage of which nothing could be read holds something all the same.
            let read = self.context.findings.errors().count() == before;
            stage.name.at.whole = read || !stage.body.steps.is_empty();
            self.end_item(true, starts_declaration);
        } else {
            if stage.name.at.written {
                self.expected("`{ … }`, the stage's actions");
            }
            stage.name.at.written = false;
            if self.is_action() || self.is_word(0, "let") {
                stage.body = Body::of(self.actions_without_braces());
            } else {
                self.skip_item(starts_declaration);
            }
        }
        stage
    }

    /// What stands in a stage.
    fn parts(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        while !self.is_end() {
            if self.take_punct(';').is_some() {
                continue;
            }
            if starts_for(self) {
                parts.extend(self.repetition(|input| input.parts(), starts_action));
            } else if starts_condition(self) {
                parts.extend(self.condition());
            } else if starts_parallel(self) {
                let span = self.span();
                self.advance();
                if let Some(block) = self.take_group(Delimiter::Brace) {
                    let actions = self.inside(&block).actions();
                    parts.push(Part::Step(Step {
                        parallel: true,
                        at: self.at(span),
                        actions,
                    }));
                }
            } else {
                parts.extend(self.action(&ACTION).map(single));
            }
        }
        parts
    }

    /// The actions of a stage that has no braces.
    fn actions_without_braces(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        while self.is_action() || self.is_word(0, "let") {
            parts.extend(self.action(&ACTION).map(single));
        }
        parts
    }

    /// The actions of a `parallel` block.
    fn actions(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        while !self.is_end() {
            if starts_for(self) {
                actions.extend(self.repetition(|input| input.actions(), starts_action));
            } else if self.take_punct(';').is_none() {
                actions.extend(self.action(&ACTION));
            }
        }
        actions
    }
}

/// An action by itself.
fn single(action: Action) -> Part {
    Part::Step(Step {
        parallel: false,
        at: action.name.at,
        actions: vec![action],
    })
}

/// Whether a `parallel` block begins here.
pub(super) fn starts_parallel(input: &Input<'_>) -> bool {
    input.is_word(0, "parallel") && input.group(1, Delimiter::Brace).is_some()
}
