//! The types of a key's value.

use super::Key;
use crate::catalogue::pattern::{self, Pattern};

/// The type of a key's value.
#[derive(Debug)]
pub enum Type {
    /// A string that matches a pattern.
    String(&'static Pattern),
    /// An integer between two others, both included.
    Number(i64, i64),
    /// `true` or `false`.
    Bool,
    /// One of these constants.
    OneOf(&'static [&'static str]),
    /// A list of these constants. AWS takes it as a comma-separated string.
    SetOf(&'static [&'static str]),
    /// A list of strings that match a pattern.
    Strings(&'static Pattern),
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
    /// A map. AWS takes it as a string with a JSON object of at most this many bytes.
    Json(usize),
    /// A map of environment variables: strings, or references of the types that these words
    /// of AWS allow: `{ parameter_store: "NAME" }`, `{ secrets_manager: "NAME:KEY" }`.
    /// In a configuration AWS takes it as a string with a JSON list.
    Variables(&'static [&'static str]),
    /// A map of strings that stays a map.
    Map,
    /// A map. AWS takes it as a string with a JSON list of names and values.
    NamedValues,
    /// A list of maps with these keys. AWS takes it as a string with a JSON list.
    Records(&'static [Key]),
    /// A map of template parameters. AWS takes it in the shorthand syntax of its command line.
    Parameters,
    /// A file in one of the action's input artifacts, or a value of the other type.
    FileOr(&'static Type),
    /// A buildspec, or the path of one: a string that matches a pattern.
    Buildspec(&'static Pattern),
    /// A reference to a secret, never the secret itself.
    Secret,
    /// Roles that the action passes to these services: declared ones, or ARNs. The first
    /// service assumes them.
    PassedRoles(&'static [&'static str]),
    /// Roles that read the action's inputs besides the action's own role: declared ones, or
    /// ARNs. This service assumes them.
    Readers(&'static str),
    /// A role that the action passes to this service: a declared one, or an ARN. The service
    /// reads the action's inputs with it.
    PassedRole(&'static str),
    /// A CodeBuild project: a declared one, or its name.
    Project,
    /// A declared role.
    Role,
    /// Declared roles: one, or a list of them.
    Roles,
    /// A permissions boundary: the ARN or the name of a managed policy, or a map.
    Boundary,
    /// A policy document: its text, or a list of statements.
    Document,
    /// A declared action type.
    ActionType,
    /// A map of strings that stays a map. Its keys are those of the action type, if known.
    Configuration,
    /// A list of IAM policy statements.
    Statements,
    /// A list of the pipeline's stages, by their names.
    Stages,
    /// A list of the pipeline's actions: `Update`, `Deploy.Update` or `"Deploy/Update"`.
    Actions,
    /// A pattern of events, a map as EventBridge takes it.
    EventPattern,
}

impl Type {
    /// The pattern that its texts keep to; nothing if it takes no texts, or texts of several forms.
    #[must_use]
    pub fn pattern(&self) -> Option<&'static Pattern> {
        match self {
            Type::String(pattern) | Type::Strings(pattern) | Type::Buildspec(pattern) => {
                Some(pattern)
            }
            Type::FileOr(other) => other.pattern(),
            Type::Project => Some(&pattern::PROJECT_NAME),
            _ => None,
        }
    }
}
