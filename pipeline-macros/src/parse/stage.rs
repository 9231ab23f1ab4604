//! Stages, and the steps in them.

use proc_macro2::{Delimiter, Span};

use super::Space;
use super::action::ACTION;
use super::clauses::Clause;
use super::declare::starts_declaration;
use super::input::Input;
use crate::place::At;
use crate::tree::{Action, Body, Stage, Step, Word};

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
            stage.body = self.inside(&block).body();
            self.end_item(true, starts_declaration);
        } else {
            if stage.name.at.written {
                self.expected("`{ … }`, the stage's actions");
            }
            stage.name.at.written = false;
            self.skip_item(starts_declaration);
        }
        stage
    }

    fn body(&mut self) -> Body {
        let mut body = Body::default();
        while !self.is_end() {
            if self.take_punct(';').is_some() || self.condition(&mut body) {
                continue;
            }
            if starts_parallel(self) {
                let span = self.span();
                self.advance();
                if let Some(block) = self.take_group(Delimiter::Brace) {
                    let actions = self.inside(&block).actions();
                    body.steps.push(Step {
                        parallel: true,
                        at: At::written(span),
                        actions,
                    });
                }
            } else {
                body.steps.extend(self.action(&ACTION).map(|action| Step {
                    parallel: false,
                    at: action.name.at,
                    actions: vec![action],
                }));
            }
        }
        body
    }

    /// The actions of a `parallel` block.
    fn actions(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        while !self.is_end() {
            if self.take_punct(';').is_none() {
                actions.extend(self.action(&ACTION));
            }
        }
        actions
    }
}

/// Whether a `parallel` block begins here.
pub(super) fn starts_parallel(input: &Input<'_>) -> bool {
    input.is_word(0, "parallel") && input.group(1, Delimiter::Brace).is_some()
}
