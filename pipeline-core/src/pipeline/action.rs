//! Stages, their conditions and actions.

use super::{ActionId, ActionTypeId, BucketPath, Config, Environment, Number, RoleId, Source};
use crate::catalogue::{Kind, Type};
use crate::model::Moment;
use std::fmt;

/// A stage.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) actions: Vec<Action>,
    pub(crate) conditions: Vec<Condition>,
    /// The reason why nothing enters it.
    pub(crate) disabled: Option<String>,
}

/// A condition of a stage.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) moment: Moment,
    pub(crate) result: String,
    pub(crate) mode: Option<String>,
    pub(crate) rules: Vec<Action>,
}

/// An action, or a rule of a condition.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) stage: String,
    /// The moment at which it is evaluated, if it is a rule.
    pub(crate) moment: Option<Moment>,
    pub(crate) name: String,
    pub(crate) kind: &'static Kind,
    /// The declared action type that it is of.
    pub(crate) action_type: Option<ActionTypeId>,
    pub(crate) category: String,
    pub(crate) owner: String,
    pub(crate) provider: String,
    pub(crate) version: String,
    pub(crate) run_order: i64,
    pub(crate) environment: Environment,
    pub(crate) inputs: Vec<Input>,
    pub(crate) outputs: Vec<String>,
    /// The role named after `as`.
    pub(crate) role: Option<RoleId>,
    pub(crate) config: Config,
    pub(crate) namespace: Option<String>,
    /// The actions whose change sets it describes for an approval.
    pub(crate) describes: Vec<ActionId>,
    /// A change of its source starts the pipeline.
    pub(crate) start_on_change: bool,
    pub(crate) timeout_in_minutes: Option<Number>,
    pub(crate) source: Source,
}

/// An artifact that an action or a rule reads.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    /// The action that makes it.
    pub(crate) maker: ActionId,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Action {
    /// Returns whether events start the pipeline when its source changes: its kind emits
    /// them, and it is neither polled nor left alone.
    pub(crate) fn starts_by_events(&self) -> bool {
        let polled = |key| self.config.string(key) != Some("false");
        self.start_on_change
            && self
                .kind
                .events
                .as_ref()
                .is_some_and(|events| !events.polling.is_some_and(polled))
    }

    /// The action as a person names it: `Build/Package`; a rule with its condition,
    /// `Deploy/before_entry/Quiet`.
    pub(crate) fn title(&self) -> String {
        self.path().join("/")
    }

    /// The names that tell it apart from all others of the pipeline.
    pub(crate) fn path(&self) -> Vec<&str> {
        match self.moment {
            None => vec![&self.stage, &self.name],
            Some(moment) => vec![&self.stage, moment.word(), &self.name],
        }
    }

    /// The object that its own buildspec is kept in.
    pub(crate) fn buildspec(&self) -> Option<BucketPath> {
        let mut keys = self.kind.keys.iter();
        let key = keys.find(|key| matches!(key.kind, Type::Buildspec(_)))?;
        BucketPath::of_buildspec(self.config.string(key.name)?)
    }

    /// `action`, or `rule`.
    pub(crate) fn noun(&self) -> &'static str {
        if self.moment.is_some() {
            "rule"
        } else {
            "action"
        }
    }
}
