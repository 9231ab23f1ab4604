//! Tokens to the model. A mistake is reported, and reading goes on at the next `;`, `,` or
//! `}`: all mistakes at once, and everything else is kept.
//!
//! One file for each declaration; what is said of mistakes beyond "expected …" is in
//! [`crate::hints`].

mod account;
mod action;
mod action_type;
mod artifacts;
mod branches;
mod clause;
mod condition;
mod context;
mod declared;
mod deploy_time;
mod editor_name;
mod entry;
mod events;
mod group;
mod item;
mod literal;
mod lookahead;
mod name;
mod named;
mod offer;
mod output;
mod overriding;
mod parameter;
mod project;
mod recover;
mod repetition;
mod resource;
mod role;
mod role_rules;
mod stage;
mod store;
mod string;
mod trigger;
mod value;
mod variable;

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use syn::parse::{ParseStream, Parser};

use crate::Source;
use crate::incomplete::Incomplete;
use crate::iterations::Iteration;
use crate::model::Model;
use crate::place::{SourceSpan, start};
pub(crate) use action::ActionSyntax;
pub(crate) use branches::starts_if;
pub use branches::{
    Condition as BranchCondition, ConditionId, Conditions, Literal as BranchLiteral,
};
pub use clause::Clause;
pub(crate) use clause::{REGION, ends_clause};
pub use condition::STAGE_WORDS;
pub(crate) use condition::{DISABLED, starts_condition};
pub(crate) use context::{Context, End, Reported};
pub use editor_name::{EditorName, NameKind};
pub(crate) use group::{Group, bump, bump_all, bump_until};
pub use item::DECLARATIONS;
pub(crate) use item::{Item, item, starts_declaration, starts_named};
pub(crate) use literal::{Literal, read_literal};
pub(crate) use lookahead::{Lookahead, Token, next, tokens};
pub use name::{is_identifier, is_keyword};
pub(crate) use name::{takes_strings, unraw};
pub use named::{NamedId, NamedValues};
pub use offer::{Keys, WordSet};
pub(crate) use recover::{Starts, Terminator, skip, skip_to};
pub(crate) use repetition::Pattern;
pub(crate) use stage::{Part, starts_parallel};
pub(crate) use string::string_or_name;

/// A pipeline, read and not yet checked.
pub(crate) struct Parsed {
    pub(crate) source: Source,
    pub(crate) unread: Unread,
    /// The iterations of every `for`, and the uses of declared values, by their numbers.
    pub(crate) iterations: Vec<Iteration>,
}

/// Notes on what could not be read.
#[derive(Default)]
pub(crate) struct Unread {
    pub(crate) incomplete: Incomplete,
    /// True where there is a declaration or a setting that could not be read.
    pub(crate) declaration: bool,
    /// True where there is a declaration of which not even the name could be read.
    pub(crate) name: bool,
    /// True where an element of a `for`'s list could not be read. The names that it would have made
    /// are often close to those that the others make.
    pub(crate) element: bool,
    /// True where an action stands outside of stages.
    pub(crate) outside: bool,
    /// True where there is an action that could not be read, whatever it made or prepared.
    pub(crate) action: bool,
}

impl Unread {
    /// Records that something of this kind is declared under a name that could not be read.
    pub(crate) fn lose_name(&mut self, name_kind: NameKind) {
        match name_kind {
            NameKind::Stage | NameKind::Action | NameKind::Artifact => self.action = true,
            _ => self.name = true,
        }
    }
}

/// Reads a pipeline, which is a file of its own if `is_file`.
pub(crate) fn parse(tokens: TokenStream, root: &Path, is_file: bool) -> Parsed {
    let mut cx = Context::new(root);
    cx.is_file = is_file;
    let mut model = Model::new(SourceSpan::new(Span::call_site()));
    let whole = |input: ParseStream| {
        model = pipeline(&mut cx, input);
        Ok(())
    };
    // The only error is that of tokens which nobody took, and those have been reported.
    let _ = whole.parse2(tokens);
    branches::report_never_taken(&mut cx);
    if cx.unread.outside {
        // It may be one of theirs.
        for stage in model.stages.iter().filter(|stage| stage.steps.is_empty()) {
            cx.unread.incomplete.add_partial(stage.name.at);
        }
    }
    if cx.unread.declaration {
        cx.unread.incomplete.add_partial(model.at);
    }
    if cx.scope.is_repeated() || cx.named.is_any() {
        repetition::keep_once(&mut cx.editor_names);
        if !cx.unread.name {
            repetition::report_hidden_names(&mut cx);
        }
    }
    let mut named = std::mem::take(&mut cx.named).finish(&cx.scope.iterations);
    deploy_time::join_texts(&mut cx, &mut model, &mut named);
    Parsed {
        source: Source {
            model,
            expressions: cx.expressions,
            findings: cx.findings,
            editor_names: cx.editor_names,
            word_sets: cx.word_sets,
            conditions: cx.conditions,
            silent: Vec::new(),
            named,
        },
        unread: cx.unread,
        iterations: cx.scope.iterations,
    }
}

fn pipeline(cx: &mut Context, input: ParseStream) -> Model {
    let close = Span::call_site();
    let end = "the end of the pipeline";
    group::read_to_end(cx, input, close, end, |cx, input| {
        // What the pipeline as a whole lacks is said at its first word: a message about all
        // of it would underline all of it.
        let span = if input.is_end() {
            start(close)
        } else {
            cx.span(input)
        };
        let mut model = Model::new(SourceSpan::new(span));
        for item in recover::items::<Item>(cx, input) {
            item.add_to(&mut model);
        }
        model
    })
}

#[cfg(test)]
mod tests;
