//! The form of a catalogue entry.

use super::key::{Condition, Key, Type};
use super::pattern::{self, Pattern};

/// One action kind: one row of AWS's action structure reference.
#[derive(Debug)]
pub struct Kind {
    /// What a user writes after the action's name.
    pub name: &'static str,
    /// One line for the reference documentation.
    pub title: &'static str,
    /// `Source`, `Build`, `Deploy`, `Test`, `Invoke`, `Approval`, `Compute`; empty
    /// where the action says it itself.
    pub category: &'static str,
    /// `AWS`, `ThirdParty`, `Custom`; empty where the action says it itself.
    pub owner: &'static str,
    /// The provider; empty where the action says it itself.
    pub provider: &'static str,
    /// Its version; empty where the action says it itself.
    pub version: &'static str,
    /// What every value of its configuration keeps to.
    pub value: &'static Pattern,
    /// How many input artifacts it takes, at least and at most.
    pub inputs: (usize, usize),
    /// How many output artifacts it makes, at least and at most.
    pub outputs: (usize, usize),
    /// Its configuration.
    pub keys: &'static [Key],
    /// Keys that the language adds and that are not sent to AWS as configuration.
    pub own_keys: &'static [Key],
    /// The output variables that later actions may use.
    pub variables: Variables,
    /// When it sets none of them.
    pub sets_nothing: Option<Condition>,
    /// Where it may run.
    pub placement: Placement,
    /// The regions that AWS offers it in.
    pub regions: Regions,
    /// Who touches its artifacts.
    pub artifacts: ArtifactAccess,
    /// What the role that it acts with must be allowed to do.
    pub permissions: &'static [Permission],
    /// The events that start the pipeline, for a source that emits them.
    pub events: Option<Events>,
    /// An action that must have run before this one.
    pub pair: Option<Pair>,
    /// What reading its output artifact demands of the reader.
    pub handoff: Option<Handoff>,
    /// The keys of which an output artifact needs one, or it never comes into being.
    pub output_needs: Option<&'static str>,
    /// Whether an action in a foreign account can make output artifacts.
    pub foreign_outputs: bool,
    /// Whether a condition can skip its stage because of it, if it is a rule.
    pub skips: bool,
    /// It needs an input artifact if this holds, though in general it may have none.
    pub input_needed: Option<Condition>,
    /// Whether a role that it hands to its provider reads its inputs.
    pub passed_role_reads: bool,
    /// AWS's own managed policies, by name, for a role that is made for it: only where
    /// AWS names no calls that could be granted one by one.
    pub managed_policies: &'static [&'static str],
    /// Why it is no use any more, if AWS or its provider says so.
    pub ended: Option<Ended>,
    /// The types of pipeline that know it.
    pub pipeline_types: &'static [&'static str],
    /// The keys that say where a stack set goes, for a kind that deploys one.
    pub stack_set_targets: Option<StackSetTargets>,
    /// What else the reference documentation says about it, a sentence each.
    pub notes: &'static [&'static str],
    /// What the owner of the resources it works on must have seen to; `{Key}` stands
    /// for a configuration value.
    pub prerequisites: &'static [&'static str],
    /// The page that says all this.
    pub source: &'static str,
}

impl Kind {
    /// An empty entry, for the entries to be written as what differs from it.
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
        sets_nothing: None,
        placement: Placement::Anywhere,
        regions: Regions::Listed,
        artifacts: ArtifactAccess::ActionRole,
        permissions: &[],
        events: None,
        pair: None,
        handoff: None,
        output_needs: None,
        foreign_outputs: true,
        skips: false,
        input_needed: None,
        passed_role_reads: false,
        managed_policies: &[],
        ended: None,
        pipeline_types: &["V1", "V2"],
        stack_set_targets: None,
        notes: &[],
        prerequisites: &[],
        source: "",
    };

    /// The key of sources that emit events by which a user turns them off.
    pub const START_ON_CHANGE: Key = Key::optional(
        "StartOnChange",
        Type::Bool,
        "whether a change starts the pipeline, by an EventBridge rule; `true` unless said otherwise",
    );

    /// The same key of sources that can be polled in place of it.
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

    /// The key by which a declared action type says what the kind leaves open.
    #[must_use]
    pub fn action_type_key(&self) -> Option<&'static Key> {
        self.own_keys
            .iter()
            .find(|key| matches!(key.kind, Type::ActionType))
    }

    /// Whether the pipeline starts with it.
    #[must_use]
    pub fn is_source(&self) -> bool {
        self.category == "Source"
    }
}

/// The output variables of a kind.
#[derive(Debug)]
pub enum Variables {
    /// Just these.
    Named(&'static [&'static str]),
    /// Those that this key of the action lists.
    Listed(&'static str),
    /// Whatever the provider's run exports; the text says where that is set.
    Free(&'static str),
}

/// Where an action may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In any account and region.
    Anywhere,
    /// In any account, in home's region: sources.
    HomeRegion,
    /// Only in home, and with no role of its own: actions that AWS does not own.
    Home,
    /// Nowhere in particular: an approval.
    Nowhere,
}

/// The regions that AWS offers a kind in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regions {
    /// Those of CodePipeline.
    Listed,
    /// All of CodePipeline's but these.
    Without(&'static [&'static str]),
    /// Just these.
    Only(&'static [&'static str]),
}

impl Regions {
    /// Whether it is offered in a region, as far as AWS lists it.
    #[must_use]
    pub fn contain(self, region: &str) -> bool {
        match self {
            Regions::Listed => true,
            Regions::Without(regions) => !regions.contains(&region),
            Regions::Only(regions) => regions.contains(&region),
        }
    }
}

/// Who reads the inputs and writes the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArtifactAccess {
    /// The role that the action acts with.
    ActionRole,
    /// The role of the CodeBuild project that it starts.
    ProjectRole,
    /// Nobody: it has no artifacts, or its worker gets credentials with the job.
    Nobody,
}

/// Something that a role must be allowed to do.
#[derive(Debug)]
pub struct Permission {
    /// The API calls, spelled out.
    pub actions: &'static [&'static str],
    /// The ARNs; `{partition}`, `{region}`, `{account}`, `{pipeline}`, `{Key}` for a
    /// configuration value, one ARN for each where that is a list, and `{Key.name}` for
    /// the name at the end of a value that is an ARN. `*` only with `unscoped`.
    pub resources: &'static [&'static str],
    /// Condition operators, keys and values, with the same placeholders.
    pub conditions: &'static [(&'static str, &'static str, &'static str)],
    /// It is needed only if this holds.
    pub only: Option<Condition>,
    /// Where AWS gives these calls no resource-level permission: who says so.
    pub unscoped: Option<&'static str>,
    /// What it is for.
    pub why: &'static str,
}

impl Permission {
    /// An empty permission, for others to be written as what differs from it.
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
    /// The key that is written out as `false` because of them; where the user writes
    /// it as `true`, the source is polled and no events are set up. Nothing where AWS
    /// does not poll.
    pub polling: Option<&'static str>,
}

/// The end of a kind that can still be written.
#[derive(Debug)]
pub struct Ended {
    /// What ended when, in words that follow the kind's name.
    pub what: &'static str,
    /// What to take instead.
    pub instead: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// The keys that say where a stack set goes.
#[derive(Debug)]
pub struct StackSetTargets {
    /// The key of its targets.
    pub targets: &'static str,
    /// The key of its permission model; nothing for a kind that takes the stack set of another
    /// action.
    pub permission_model: Option<&'static str>,
}

/// An action that must have run before another one, on the same thing.
#[derive(Debug)]
pub struct Pair {
    /// The key and value of the action that needs the other one.
    pub second: (&'static str, &'static str),
    /// The key and value of the other one.
    pub first: (&'static str, &'static str),
    /// The keys that must agree; account and region must too.
    pub same: &'static [&'static str],
    /// What the first one does, in words: `prepares`.
    pub verb: &'static str,
}

/// What an output artifact demands of whoever reads it.
#[derive(Debug)]
pub struct Handoff {
    /// It holds under this condition on the action that makes the artifact.
    pub when: Condition,
    /// The kinds that can read it.
    pub readers: &'static [&'static str],
    /// Whether what it refers to can be opened to a reader of another account.
    pub shared: bool,
    /// What the reader's role must be allowed to do, with the maker's values.
    pub permissions: &'static [Permission],
}
