//! The form of a configuration key, and of what its value can be.

mod kind;

pub use kind::Type;

use super::Existing;

/// A configuration key.
#[derive(Debug)]
pub struct Key {
    /// AWS's own name, `RepositoryName`; users write it in snake case.
    pub name: &'static str,
    /// The spelling for users, if the snake case already means something else.
    pub spelling: Option<&'static str>,
    /// The type of its value.
    pub kind: Type,
    /// The place of its value in the pipeline's definition.
    pub slot: Slot,
    /// The least and the largest number of items of a list or map.
    pub items: (usize, usize),
    /// The condition under which it must be there.
    pub needed: Needed,
    /// The condition under which AWS ignores it.
    pub ignored: Option<Condition>,
    /// The condition under which its value is a regular expression.
    pub regular_expression: Option<Condition>,
    /// The value that we write if the user writes none.
    pub default: DefaultValue,
    /// The region that the ARN which is its value has to be of.
    pub region: Option<ArnRegion>,
    /// What must be of the action's own account, if its value has to be.
    pub own_account: Option<OwnAccount>,
    /// The resources that its value names, under one condition or the other.
    pub existing: [Option<Existing>; 2],
    /// The resource that its value names, if the action makes it.
    pub made: Option<Existing>,
    /// `true` if its value cannot be one that is known only when a stack is deployed.
    pub known_when_built: bool,
    /// `true` if a number can be one that is known only when a stack is deployed, although the key
    /// is none of an action's configuration.
    pub number_at_deployment: bool,
    /// `true` if its value can be that of a declared resource, although it has to be known otherwise
    /// when the pipeline is built.
    pub resource_at_deployment: bool,
    /// One line for the reference documentation.
    pub doc: &'static str,
}

impl Key {
    /// A key that must be there.
    #[must_use]
    pub const fn required(name: &'static str, kind: Type, doc: &'static str) -> Key {
        let mut key = Key::optional(name, kind, doc);
        key.needed = Needed::Always;
        key
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
            regular_expression: None,
            default: DefaultValue::Nothing,
            region: None,
            own_account: None,
            existing: [None, None],
            made: None,
            known_when_built: false,
            number_at_deployment: false,
            resource_at_deployment: false,
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

    /// The same key, which may be left out: but then something fails, as the words say.
    #[must_use]
    pub const fn wanted(mut self, without: &'static str) -> Key {
        self.needed = Needed::Wanted(without);
        self
    }

    /// The same key, whose value is an ARN of this region.
    #[must_use]
    pub const fn of_region(mut self, region: ArnRegion) -> Key {
        self.region = Some(region);
        self
    }

    /// The same key, whose value is an ARN of the action's own account.
    #[must_use]
    pub const fn of_own_account(mut self, why: &'static str) -> Key {
        self.own_account = Some(OwnAccount { service: None, why });
        self
    }

    /// The same key, whose value is of the action's own account if it is an ARN of this service.
    #[must_use]
    pub const fn of_own_account_if(mut self, service: &'static str, why: &'static str) -> Key {
        self.own_account = Some(OwnAccount {
            service: Some(service),
            why,
        });
        self
    }

    /// The same key, whose value names a resource that exists. A second one is for another
    /// condition.
    #[must_use]
    pub const fn names(mut self, resource: Existing) -> Key {
        let place = if self.existing[0].is_none() { 0 } else { 1 };
        self.existing[place] = Some(resource);
        self
    }

    /// The same key, whose value names a resource that the action makes.
    #[must_use]
    pub const fn makes(mut self, resource: Existing) -> Key {
        self.made = Some(resource);
        self
    }

    /// The same key, of no effect under a condition.
    #[must_use]
    pub const fn ignored_when(mut self, condition: Condition) -> Key {
        self.ignored = Some(condition);
        self
    }

    /// The same key, whose value is a regular expression under a condition.
    #[must_use]
    pub const fn regular_expression_when(mut self, condition: Condition) -> Key {
        self.regular_expression = Some(condition);
        self
    }

    /// The same key, whose value has to be known when the pipeline is built.
    #[must_use]
    pub const fn known_when_built(mut self) -> Key {
        self.known_when_built = true;
        self
    }

    /// The same key, whose number can be one that is known only when a stack is deployed.
    #[must_use]
    pub const fn also_at_deployment(mut self) -> Key {
        self.number_at_deployment = true;
        self
    }

    /// The same key, whose value can be that of a declared resource.
    #[must_use]
    pub const fn also_of_a_resource(mut self) -> Key {
        self.resource_at_deployment = true;
        self
    }

    /// The same key, with what we write where the user does not.
    #[must_use]
    pub const fn or(mut self, default: DefaultValue) -> Key {
        self.default = default;
        self
    }

    /// The key as a user writes it: in snake case, with few exceptions.
    #[must_use]
    pub fn written(&self) -> String {
        self.spelling
            .map_or_else(|| snake_case(self.name), str::to_owned)
    }

    /// Returns whether AWS takes a list of it as one string with commas.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        fn joined(kind: &Type) -> bool {
            match kind {
                Type::SetOf(_) | Type::Strings(_) => true,
                Type::FileOr(other) => joined(other),
                _ => false,
            }
        }
        self.slot == Slot::Configuration && joined(&self.kind)
    }

    /// Returns whether this is the user's spelling of it.
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
/// A word begins at a capital that follows a lowercase letter or a digit, and at the last
/// capital of several that a lowercase letter follows.
///
/// ```
/// use pipewright_model::catalogue::snake_case;
/// assert_eq!(snake_case("RepositoryName"), "repository_name");
/// assert_eq!(snake_case("S3ObjectKey"), "s3_object_key");
/// assert_eq!(snake_case("KMSEncryptionKeyARN"), "kms_encryption_key_arn");
/// ```
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (at, character) in name.char_indices() {
        if begins_a_word(name.as_bytes(), at) {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

/// Returns whether a string is a name in snake case, without making that name: every key of every
/// action is looked for.
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

/// The place of a key's value in a pipeline's definition.
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

/// The condition under which a key must be there.
#[derive(Debug)]
pub enum Needed {
    /// It may be left out.
    Never,
    /// It must be there.
    Always,
    /// It must be there if this holds.
    When(Condition),
    /// It may be left out; what comes of that, in words that follow "without it".
    Wanted(&'static str),
}

/// The region that an ARN has to be of.
#[derive(Clone, Copy, Debug)]
pub struct ArnRegion {
    /// Whether the region is the pipeline's and not the action's.
    pub home: bool,
    /// Whether AWS documents it explicitly; if not, a wrong region is a warning.
    pub certain: bool,
    /// Whose region it is, and why, in words: `a topic is called in its own region`.
    pub why: &'static str,
    /// The page that says so.
    pub source: &'static str,
}

/// The ARNs that have to be of the action's own account.
#[derive(Clone, Copy, Debug)]
pub struct OwnAccount {
    /// The service whose ARNs they are; `None` for all.
    pub service: Option<&'static str>,
    /// The reason, in words: `a device pool has no policy of its own`.
    pub why: &'static str,
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

/// The value that we write if the user writes none.
#[derive(Clone, Copy, Debug)]
pub enum DefaultValue {
    /// Nothing.
    Nothing,
    /// This text.
    Text(&'static str),
    /// The first input, where there are several.
    FirstInput,
}
