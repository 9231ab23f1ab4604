//! The form of a catalogue entry: an action kind, or a rule provider.

use super::content::{Content, Read};
use super::existing::Existing;
use super::key::{Condition, Key, Type};
use super::pattern::{self, Pattern};
use super::target::Target;

/// One action kind: one row of AWS's action structure reference.
#[derive(Debug)]
pub struct Kind {
    /// The name that a user writes after the action's name.
    pub name: &'static str,
    /// The title in the reference documentation, one line.
    pub title: &'static str,
    /// The category: `Source`, `Build`, `Deploy`, `Test`, `Invoke`, `Approval`, `Compute`;
    /// empty if the action sets it.
    pub category: &'static str,
    /// The owner: `AWS`, `ThirdParty`, `Custom`; empty if the action sets it.
    pub owner: &'static str,
    /// The provider; empty if the action sets it.
    pub provider: &'static str,
    /// The version; empty if the action sets it.
    pub version: &'static str,
    /// The pattern of every value of its configuration.
    pub value: &'static Pattern,
    /// The least and the largest number of input artifacts.
    pub inputs: (usize, usize),
    /// The least and the largest number of output artifacts.
    pub outputs: (usize, usize),
    /// The keys of its configuration.
    pub keys: &'static [Key],
    /// The keys that the language adds, which are not sent to AWS as configuration.
    pub own_keys: &'static [Key],
    /// The output variables that later actions may use.
    pub variables: Variables,
    /// Those of its output variables whose values a person writes as a text, with quotes and line
    /// breaks.
    pub free_text: &'static [&'static str],
    /// The condition under which it sets no output variables.
    pub sets_nothing: Option<Condition>,
    /// The accounts and regions where it may run.
    pub placement: Placement,
    /// The regions that AWS offers it in.
    pub regions: Regions,
    /// The role that reads its inputs and writes its outputs.
    pub artifacts: ArtifactAccess,
    /// The permissions that the role it acts with needs.
    pub permissions: &'static [Permission],
    /// The events that start the pipeline, for a source that emits them.
    pub events: Option<Events>,
    /// An action that must have run before this one.
    pub pair: Option<Pair>,
    /// The things that it changes, on which one action works at a time.
    pub targets: &'static [Target],
    /// The resources that it needs although no key names them.
    pub existing: &'static [(&'static str, Existing)],
    /// The content of its output artifacts.
    pub content: Content,
    /// What it makes of all that its input artifact holds, if it names no file of it: `the code of
    /// a function`.
    pub takes_all: Option<&'static str>,
    /// The files that it reads from its inputs, besides those of keys that name a file there.
    pub reads: &'static [Read],
    /// The demands of its output artifact on the action that reads it.
    pub handoff: Option<Handoff>,
    /// The key without which an output artifact is never created.
    pub output_needs: Option<&'static str>,
    /// `true` if an action in a foreign account can make output artifacts.
    pub foreign_outputs: bool,
    /// `true` for a rule by which a condition can skip its stage.
    pub skips: bool,
    /// The condition under which it needs an input artifact although `inputs` allows none.
    pub input_needed: Option<Condition>,
    /// `true` if its actions can be about what others prepare: `of [ACTION, …]`.
    pub reviews: bool,
    /// `true` if a role that it passes to its provider reads its inputs.
    pub passed_role_reads: bool,
    /// The names of AWS's managed policies for a role that we create for it: only where AWS
    /// names no actions that could be granted one by one.
    pub managed_policies: &'static [&'static str],
    /// The end of the kind, if AWS or its provider announced one.
    pub ended: Option<Ended>,
    /// The pipeline types that support it: `V1`, `V2`.
    pub pipeline_types: &'static [&'static str],
    /// The keys of a stack set's targets, for a kind that deploys one.
    pub stack_set_targets: Option<StackSetTargets>,
    /// The notes for the reference documentation, a sentence each.
    pub notes: &'static [&'static str],
    /// The prerequisites, which the owner of its resources must provide. `{Key}` stands for
    /// a configuration value.
    pub prerequisites: &'static [&'static str],
    /// The URL of the page that documents it.
    pub source: &'static str,
}

impl Kind {
    /// An empty entry. Other entries state only how they differ from it.
    pub const BLANK: Kind = Kind {
        name: "",
        title: "",
        category: "",
        owner: "AWS",
        provider: "",
        version: "1",
        value: &pattern::CONFIG_VALUE,
        inputs: (0, 0),
        outputs: (0, 0),
        keys: &[],
        own_keys: &[],
        variables: Variables::Named(&[]),
        free_text: &[],
        sets_nothing: None,
        placement: Placement::Anywhere,
        regions: Regions::Listed,
        artifacts: ArtifactAccess::ActionRole,
        permissions: &[],
        events: None,
        pair: None,
        targets: &[],
        existing: &[],
        content: Content::Any,
        takes_all: None,
        reads: &[],
        handoff: None,
        output_needs: None,
        foreign_outputs: true,
        skips: false,
        input_needed: None,
        reviews: false,
        passed_role_reads: false,
        managed_policies: &[],
        ended: None,
        pipeline_types: &["V1", "V2"],
        stack_set_targets: None,
        notes: &[],
        prerequisites: &[],
        source: "",
    };

    /// The key that turns off the events of a source that emits them.
    pub const START_ON_CHANGE: Key = Key::optional(
        "StartOnChange",
        Type::Bool,
        "whether a change starts the pipeline, by an EventBridge rule; `true` unless said otherwise",
    );

    /// The same key, for sources that AWS can poll instead.
    pub const START_UNLESS_POLLED: Key =
        Kind::START_ON_CHANGE.ignored_when(Condition::Is("PollForSourceChanges", &["true"]));

    /// The configuration key that a user writes as `key`.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<&'static Key> {
        self.keys
            .iter()
            .chain(self.own_keys)
            .find(|known| known.is_written(key))
    }

    /// The key that names the declared action type, if the kind leaves its own open.
    #[must_use]
    pub fn action_type_key(&self) -> Option<&'static Key> {
        self.own_keys
            .iter()
            .find(|key| matches!(key.kind, Type::ActionType))
    }

    /// Returns whether its actions are source actions.
    #[must_use]
    pub fn is_source(&self) -> bool {
        self.category == "Source"
    }
}

/// The output variables of a kind.
#[derive(Debug)]
pub enum Variables {
    /// These, and no others.
    Named(&'static [&'static str]),
    /// The variables that this key of the action lists.
    Listed(&'static str),
    /// All variables that the provider's run exports. The string names where they are set.
    Free(&'static str),
}

/// The accounts and regions where an action may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In any account and region.
    Anywhere,
    /// In any account, in home's region: sources.
    HomeRegion,
    /// Only in home, and with no role of its own: actions that AWS does not own.
    Home,
    /// In no particular account or region: approvals.
    Nowhere,
}

/// The regions that AWS offers a kind in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regions {
    /// All regions of CodePipeline.
    Listed,
    /// All regions of CodePipeline except these.
    Without(&'static [&'static str]),
    /// These, and no others.
    Only(&'static [&'static str]),
}

impl Regions {
    /// Returns whether AWS offers the kind in a region, as far as AWS documents it.
    #[must_use]
    pub fn contain(self, region: &str) -> bool {
        match self {
            Regions::Listed => true,
            Regions::Without(regions) => !regions.contains(&region),
            Regions::Only(regions) => regions.contains(&region),
        }
    }
}

/// The role that reads the inputs and writes the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArtifactAccess {
    /// The role that the action acts with.
    ActionRole,
    /// The role of the CodeBuild project that it starts.
    ProjectRole,
    /// No role: it has no artifacts, or its worker gets credentials with the job.
    Nobody,
}

/// A permission that a role needs.
#[derive(Debug)]
pub struct Permission {
    /// The IAM actions, without wildcards.
    pub actions: &'static [&'static str],
    /// The ARNs. Placeholders are `{partition}`, `{region}`, `{account}`, `{pipeline}`;
    /// `{Key}` for a configuration value, with one ARN for each item of a list; and
    /// `{Key.name}` for the name at the end of an ARN. `*` requires `unscoped`.
    pub resources: &'static [&'static str],
    /// The conditions: operator, key and value, with the same placeholders.
    pub conditions: &'static [(&'static str, &'static str, &'static str)],
    /// The condition under which it is needed; `None` if always.
    pub only: Option<Condition>,
    /// The URL of the source, if AWS has no resource-level permissions for these actions.
    pub unscoped: Option<&'static str>,
    /// The reason for the permission: `writes its log`.
    pub why: &'static str,
}

impl Permission {
    /// An empty permission. Others state only how they differ from it.
    pub const BLANK: Permission = Permission {
        actions: &[],
        resources: &[],
        conditions: &[],
        only: None,
        unscoped: None,
        why: "",
    };
}

/// The events that start a pipeline.
#[derive(Debug)]
pub struct Events {
    /// The EventBridge pattern as JSON, with the placeholders of [`Permission`].
    pub pattern: &'static str,
    /// The key that we set to `false` because of the events. If the user sets it to `true`,
    /// AWS polls the source and we set up no events. `None` if AWS does not poll.
    pub polling: Option<&'static str>,
}

/// The end of a kind that can still be written.
#[derive(Debug)]
pub struct Ended {
    /// The event and its date, in words that follow the kind's name.
    pub what: &'static str,
    /// The alternative, as advice to the user.
    pub instead: &'static str,
    /// The URL of the page that announces it.
    pub source: &'static str,
}

/// The keys of a stack set's targets.
#[derive(Debug)]
pub struct StackSetTargets {
    /// The key of its targets.
    pub targets: &'static str,
    /// The key of its permission model; `None` for a kind that uses another action's stack
    /// set.
    pub permission_model: Option<&'static str>,
}

/// An action that must have run before another one, on the same resource.
#[derive(Debug)]
pub struct Pair {
    /// The key and value of the action that needs the other one.
    pub second: (&'static str, &'static str),
    /// The key and value of the other one.
    pub first: (&'static str, &'static str),
    /// The keys whose values must agree, besides account and region.
    pub same: &'static [&'static str],
    /// The verb for the first action: `prepares`.
    pub verb: &'static str,
    /// The permission to describe what the first action prepares, with its values.
    pub described: Permission,
}

/// The demands of an output artifact on the action that reads it.
#[derive(Debug)]
pub struct Handoff {
    /// The condition on the action that makes the artifact.
    pub when: Condition,
    /// The kinds that can read it.
    pub readers: &'static [&'static str],
    /// `true` if the resource behind the artifact can be shared with a reader in another
    /// account.
    pub shared: bool,
    /// The permissions that the reader's role needs, with the values of the action that
    /// makes the artifact.
    pub permissions: &'static [Permission],
}
