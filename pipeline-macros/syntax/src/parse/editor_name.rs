//! The names that an editor should know.

use proc_macro2::Ident;

/// A name that the editor should know, recorded as it is read, in half-written items too.
#[derive(Debug)]
pub struct EditorName {
    /// The kind of the named thing.
    pub kind: NameKind,
    /// True where the name is declared, false where it is used.
    pub declares: bool,
    /// The name, on the user's span.
    pub ident: Ident,
    /// True where no word stands yet: an editor may ask what could stand there.
    pub is_insertion_point: bool,
}

/// The kind of a named thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
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
    /// A resource beside the pipeline.
    Resource,
    /// An output.
    Output,
    /// A stage.
    Stage,
    /// An action.
    Action,
    /// An artifact.
    Artifact,
    /// A notification, a schedule, or an event that starts the pipeline.
    Event,
    /// A pipeline variable.
    Variable,
    /// A template parameter.
    Parameter,
    /// The kind of an action.
    Kind,
    /// The name of a rule.
    Rule,
    /// The provider of a rule.
    Provider,
    /// The result of a condition, or the mode of a retry.
    Result,
    /// A bare word as a value: any declared thing.
    Value,
    /// A declared value.
    Named,
    /// A variable of the `for` of this number.
    Loop(usize),
    /// A region.
    Region,
    /// A word of the set of this number.
    WordSet(usize),
}
