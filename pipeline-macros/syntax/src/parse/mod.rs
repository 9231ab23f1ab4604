//! Tokens to syntax tree. A mistake is reported, and reading goes on at the next `;`,
//! `,` or `}`: all mistakes at once, and everything else is kept.

mod action;
mod artifacts;
mod bare;
mod clauses;
mod condition;
mod declare;
mod entry;
mod input;
mod kind;
mod literal;
mod misplaced;
mod name;
mod recover;
mod repeat;
mod scope;
mod stage;
mod start;
mod text;
mod value;
mod variable;

use pipewright_model::finding::Findings;
use proc_macro2::{Ident, Span, TokenStream};

use crate::place::{At, start};
use crate::tree::{Item, Tree};
use crate::turns::Turn;
pub use clauses::Clause;
pub use condition::STAGE_WORDS;
pub use declare::DECLARATIONS;
use input::Input;
pub use name::is_keyword;
use scope::Scope;

/// What the tokens hold.
pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    pub(crate) findings: Findings<At>,
    /// Whether there is an action that could not be read, whatever it made or prepared.
    pub(crate) lost_action: bool,
    pub(crate) marks: Vec<Mark>,
    /// The turns of every `for`, by their numbers.
    pub(crate) turns: Vec<Turn>,
}

/// A name that the editor should know, recorded as it is read, in half-written items too.
#[derive(Debug)]
pub struct Mark {
    /// What it is the name of.
    pub space: Space,
    /// Whether the name is declared here, or used.
    pub declares: bool,
    /// The name, on the user's span.
    pub ident: Ident,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// The first word of a declaration.
    Declaration,
    /// The first word of a step, where it is not a name.
    Step,
    /// `via`, where it is not a Rust keyword.
    Clause,
    /// An account.
    Account,
    /// A store.
    Store,
    /// A role.
    Role,
    /// A build project.
    Project,
    /// An action type.
    ActionType,
    /// A stage.
    Stage,
    /// An action.
    Action,
    /// An artifact.
    Artifact,
    /// A pipeline variable.
    Variable,
    /// The kind of an action.
    Kind,
    /// The name of a rule.
    Rule,
    /// What a rule is of.
    Provider,
    /// What a condition leads to, and the mode of a retry.
    Result,
    /// A bare word as a value: any declared thing.
    Value,
    /// A variable of the `for` of this number.
    Loop(usize),
}

/// What reading leaves besides the tree.
#[derive(Default)]
struct Context {
    findings: Findings<At>,
    marks: Vec<Mark>,
    depth: usize,
    scope: Scope,
    /// Whether there is a declaration or a setting that could not be read.
    lost: bool,
    /// Whether there is an action that could not be read.
    lost_action: bool,
    /// What stood in a stage and belongs behind it; reported already.
    misplaced: Vec<Item>,
}

/// Something is missing here, and that has been reported.
struct Reported;

/// Reads a pipeline.
pub(crate) fn parse(tokens: TokenStream) -> Parsed {
    let mut context = Context::default();
    let close = Span::call_site();
    let mut input = Input::new(&mut context, tokens, close, "the end of the pipeline");
    // What the pipeline as a whole lacks is said at its first word: a message about all
    // of it would underline all of it.
    let span = if input.is_end() {
        start(close)
    } else {
        input.span()
    };
    let items = input.items();
    let at = At {
        whole: !context.lost,
        ..At::written(span)
    };
    if context.scope.is_repeated() {
        repeat::mark_once(&mut context.marks);
        repeat::hidden_names(&mut context);
    }
    Parsed {
        tree: Tree { at, items },
        findings: context.findings,
        lost_action: context.lost_action,
        marks: context.marks,
        turns: context.scope.turns,
    }
}

#[cfg(test)]
mod tests;
