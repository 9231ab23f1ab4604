//! The form of a configuration key, and of what its value can be.

use super::pattern::Pattern;

/// A configuration key.
#[derive(Debug)]
pub struct Key {
    /// AWS's own name, `RepositoryName`; users write it in snake case.
    pub name: &'static str,
    /// What users write instead, where its snake case already means something else.
    pub spelling: Option<&'static str>,
    /// What its value is.
    pub kind: Type,
    /// Where its value goes.
    pub slot: Slot,
    /// How many items a list or map has, at least and at most.
    pub items: (usize, usize),
    /// Whether it must be there.
    pub needed: Needed,
    /// Where AWS passes over it.
    pub ignored: Option<Condition>,
    /// What we write where the user does not.
    pub default: Default,
    /// One line for the reference documentation.
    pub doc: &'static str,
}

impl Key {
    /// A key that must be there.
    #[must_use]
    pub const fn required(name: &'static str, kind: Type, doc: &'static str) -> Key {
        Key {
            name,
            spelling: None,
            kind,
            slot: Slot::Configuration,
            items: (0, usize::MAX),
            needed: Needed::Always,
            ignored: None,
            default: Default::Nothing,
            doc,
        }
    }

    /// A key that need not be there.
    #[must_use]
    pub const fn optional(name: &'static str, kind: Type, doc: &'static str) -> Key {
        Key {
            name,
            spelling: None,
            kind,
            slot: Slot::Configuration,
            items: (0, usize::MAX),
            needed: Needed::Never,
            ignored: None,
            default: Default::Nothing,
            doc,
        }
    }

    /// The same key, its value somewhere else than in the configuration.
    #[must_use]
    pub const fn to(mut self, slot: Slot) -> Key {
        self.slot = slot;
        self
    }

    /// The same key, written differently by users.
    #[must_use]
    pub const fn spelled(mut self, spelling: &'static str) -> Key {
        self.spelling = Some(spelling);
        self
    }

    /// The same key, with so many items at least and at most.
    #[must_use]
    pub const fn items(mut self, least: usize, most: usize) -> Key {
        self.items = (least, most);
        self
    }

    /// The same key, needed under a condition.
    #[must_use]
    pub const fn needed_when(mut self, condition: Condition) -> Key {
        self.needed = Needed::When(condition);
        self
    }

    /// The same key, of no effect under a condition.
    #[must_use]
    pub const fn ignored_when(mut self, condition: Condition) -> Key {
        self.ignored = Some(condition);
        self
    }

    /// The same key, with what we write where the user does not.
    #[must_use]
    pub const fn or(mut self, default: Default) -> Key {
        self.default = default;
        self
    }

    /// The key as a user writes it: in snake case, with few exceptions.
    #[must_use]
    pub fn written(&self) -> String {
        self.spelling
            .map_or_else(|| snake_case(self.name), str::to_owned)
    }

    /// Whether AWS takes a list of it as one text with commas.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        fn joined(kind: &Type) -> bool {
            match kind {
                Type::SetOf(_) | Type::Texts(_) => true,
                Type::FileOr(other) => joined(other),
                _ => false,
            }
        }
        self.slot == Slot::Configuration && joined(&self.kind)
    }

    /// Whether this is how a user writes it.
    #[must_use]
    pub fn is_written(&self, text: &str) -> bool {
        match self.spelling {
            Some(spelling) => spelling == text,
            None => is_snake_case(self.name, text),
        }
    }
}

/// AWS's key in the form that users write: `S3ObjectKey` becomes `s3_object_key`,
/// `KMSEncryptionKeyARN` becomes `kms_encryption_key_arn`.
///
/// A word begins at a capital that follows a small letter or a digit, and at the last
/// capital of several that a small letter follows.
///
/// ```
/// use pipewright_core::catalogue::snake_case;
/// assert_eq!(snake_case("RepositoryName"), "repository_name");
/// assert_eq!(snake_case("S3ObjectKey"), "s3_object_key");
/// assert_eq!(snake_case("KMSEncryptionKeyARN"), "kms_encryption_key_arn");
/// ```
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if begins_a_word(name.as_bytes(), at) {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Whether a text is a name in snake case, told without spelling that out. A plain loop: every
/// key of every action is looked for, and build scripts are compiled without optimisation.
fn is_snake_case(name: &str, text: &str) -> bool {
    let (name, text) = (name.as_bytes(), text.as_bytes());
    let (mut at, mut other) = (0, 0);
    while at < name.len() {
        if begins_a_word(name, at) {
            if other >= text.len() || text[other] != b'_' {
                return false;
            }
            other += 1;
        }
        if other >= text.len() || text[other] != name[at].to_ascii_lowercase() {
            return false;
        }
        at += 1;
        other += 1;
    }
    other == text.len()
}

fn begins_a_word(name: &[u8], at: usize) -> bool {
    name[at].is_ascii_uppercase()
        && at > 0
        && (!name[at - 1].is_ascii_uppercase()
            || at + 1 < name.len() && name[at + 1].is_ascii_lowercase())
}

/// Where in a pipeline's definition a key's value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Into the action's configuration, where every value is a text.
    Configuration,
    /// Into the action itself, beside its configuration.
    Action,
    /// Into each of the action's output artifacts.
    Outputs,
    /// Nowhere: it only tells us what the action's role needs.
    Nowhere,
}

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

/// Whether a key must be there.
#[derive(Debug)]
pub enum Needed {
    /// It may be left out.
    Never,
    /// It must be there.
    Always,
    /// It must be there if this holds.
    When(Condition),
}

/// A condition on the rest of an action.
#[derive(Clone, Copy, Debug)]
pub enum Condition {
    /// A key has one of these values.
    Is(&'static str, &'static [&'static str]),
    /// A key is there.
    Has(&'static str),
    /// A key is not there.
    Lacks(&'static str),
    /// The action has no input.
    NoInputs,
    /// All of these hold.
    All(&'static [Condition]),
    /// The action has more than one input.
    SeveralInputs,
}

/// What we write where the user does not.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// Nothing.
    Nothing,
    /// This text.
    Text(&'static str),
    /// The first input, where there are several.
    FirstInput,
}
