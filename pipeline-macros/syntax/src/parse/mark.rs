//! The names that an editor should know.

use proc_macro2::Ident;

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
