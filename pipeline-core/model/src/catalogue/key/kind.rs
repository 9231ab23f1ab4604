//! What the value of a key can be.

use super::Key;
use crate::catalogue::pattern::Pattern;

/// What a configuration value is.
#[derive(Debug)]
pub enum Type {
    /// A text that keeps to a pattern.
    Text(&'static Pattern),
    /// A whole number between two others.
    Number(i64, i64),
    /// `true` or `false`.
    Bool,
    /// One of these constants.
    OneOf(&'static [&'static str]),
    /// A list of these constants; AWS takes them as a text with commas.
    SetOf(&'static [&'static str]),
    /// A list of texts.
    Texts(&'static Pattern),
    /// A map with these keys.
    Record(&'static [Key]),
    /// A map with these keys, or a list of such maps.
    OneOrMore(&'static [Key]),
    /// A map of names, each with a map with these keys.
    Named(&'static [Key]),
    /// A file in one of the action's input artifacts.
    File,
    /// One of the action's input artifacts.
    Artifact,
    /// A map; AWS takes it as a text that holds a JSON object of at most so many bytes.
    Json(usize),
    /// A map of environment variables: texts, or where they are kept, as far as these
    /// words of AWS allow: `{ parameter_store: "NAME" }`, `{ secrets_manager: "NAME:KEY" }`.
    /// In a configuration AWS takes it as a text that holds a JSON list.
    Variables(&'static [&'static str]),
    /// A map of texts that stays a map.
    Map,
    /// A map; AWS takes it as a text that holds a JSON list of names and values.
    NamedValues,
    /// A list of maps with these keys; AWS takes it as a text that holds a JSON list.
    Records(&'static [Key]),
    /// A map of template parameters; AWS takes it in the shorthand of its command line.
    Parameters,
    /// A file in one of the action's input artifacts, or what the other type takes.
    FileOr(&'static Type),
    /// A buildspec, or the path of one: a text of this pattern.
    Buildspec(&'static Pattern),
    /// A text that nobody may read: a reference to where it is kept, never the text.
    Secret,
    /// Roles that the action hands to these services, of which the first one assumes
    /// them: declared ones, or ARNs.
    PassedRoles(&'static [&'static str]),
    /// Roles that read the action's inputs besides its own, and that this service
    /// assumes: declared ones, or ARNs.
    Readers(&'static str),
    /// A role that the action hands to this service, which reads the action's inputs
    /// with it: a declared role, or an ARN.
    PassedRole(&'static str),
    /// A CodeBuild project: a declared one, or its name.
    Project,
    /// A declared role.
    Role,
    /// A declared action type.
    ActionType,
    /// A map of texts that stays a map: what the action type declares, where it is known.
    Configuration,
    /// A list of IAM policy statements.
    Statements,
}
