//! What a comparison finds.

/// What is different between two outputs.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// What is made, changed or gone.
    pub structure: Vec<Change>,
    /// Who may do what they could not do before.
    pub gains: Vec<AccessChange>,
    /// Who may not do any more what they could do before.
    pub losses: Vec<AccessChange>,
    /// Settings that bear on access and are no policies.
    pub settings: Vec<Setting>,
    /// What could not be decided.
    pub undecided: Vec<Undecided>,
}

impl Comparison {
    /// Returns whether it is decided that nobody may do more than before.
    #[must_use]
    pub fn nobody_gains(&self) -> bool {
        let settings = self.settings.iter().any(|setting| setting.may_widen);
        self.gains.is_empty() && self.undecided.is_empty() && !settings
    }

    /// Returns whether both outputs deploy the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing = self.structure.is_empty() && self.settings.is_empty();
        nothing && self.nobody_gains() && self.losses.is_empty()
    }
}

/// How far the comparison of access is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The principals, and the resources with policies, that are compared.
    pub done: usize,
    /// All of them.
    pub all: usize,
}

/// Somebody who asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Principal {
    /// Its name in words, as `action Deploy/Update` or `any role of account 222222222222`.
    pub name: String,
    /// The ARN of a role; the name of a service.
    pub arn: String,
    /// It was not there before.
    pub is_new: bool,
    /// It is not there any more.
    pub is_gone: bool,
}

/// Calls that somebody may make on one side only.
#[derive(Clone, Debug)]
pub struct AccessChange {
    /// Who may make them.
    pub principal: Principal,
    /// The calls, as `s3:GetObject`; empty where a policy counts as a whole.
    pub calls: Vec<String>,
    /// What they are made on: patterns of ARNs, as the statements have them.
    pub on: Vec<String>,
    /// Resources that were asked of and decided differently.
    pub examples: Vec<String>,
    /// The conditions of the statements, as `aws:SourceAccount StringEquals 111111111111`.
    pub conditions: Vec<String>,
    /// The statements that allow it.
    pub because: Vec<Place>,
    /// Why it is not allowed on the other side.
    pub otherwise: String,
    /// The `Deny` that decides on the other side.
    pub denied_by: Option<Place>,
    /// A policy whose document is not known, which counts as a whole.
    pub policy: Option<String>,
}

/// The place of a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the stack.
    pub stack: String,
    /// The file of its template.
    pub file: String,
    /// The logical id of the resource with the policy.
    pub logical_id: String,
    /// The kind of policy, as `trust policy`.
    pub policy: String,
    /// The statement's `Sid`, or its number.
    pub statement: String,
    /// The line of the source that the resource comes from, as `build.rs:10:9`.
    pub source: Option<String>,
}

/// Something that could not be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// What it is about.
    pub what: String,
    /// Why it is not decided.
    pub why: String,
    /// Whom it is about, if it is about one.
    pub principal: Option<Principal>,
}

/// A setting that bears on access and is no policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name of the stack.
    pub stack: String,
    /// The logical id of the resource.
    pub logical_id: String,
    /// The resource's type.
    pub kind: String,
    /// The property.
    pub property: String,
    /// Its value before, as JSON.
    pub was: Option<String>,
    /// Its value now, as JSON.
    pub is: Option<String>,
    /// What the property does.
    pub about: String,
    /// It may let somebody do more; a setting that can only take away may not.
    pub may_widen: bool,
    /// The line of the source that the resource comes from.
    pub source: Option<String>,
}

/// Something that is made, changed or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happens to it.
    pub kind: ChangeKind,
    /// What it is, as `stage Deploy` or `AWS::S3::Bucket ArtifactBucket of stack app-…`.
    pub what: String,
    /// More about it: the properties that changed, what becomes of data.
    pub details: Vec<String>,
    /// The line of the source that it comes from.
    pub source: Option<String>,
}

/// What happens to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It is the same under another name.
    Renamed,
    /// It stands at another place.
    Moved,
    /// It is changed in place.
    Changed,
    /// CloudFormation makes another one in its place.
    Replaced,
}

impl ChangeKind {
    /// The word for it: `added`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Moved => "moved",
            ChangeKind::Changed => "changed",
            ChangeKind::Replaced => "replaced",
        }
    }
}
