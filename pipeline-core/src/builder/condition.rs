//! Conditions of a stage, and their rules.

use super::stage::Action;
use super::{Name, Stage, Text, Value};
use crate::model::{self, Moment};
use crate::place::Location;

/// A condition of a stage: its result if a rule is not met.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Condition, Rule, Stage, map};
///
/// let in_time = Condition::new("FAIL").rule(
///     Rule::new("Office", "DeploymentWindow").set("cron", "* * 8-17 ? * MON-FRI *"),
/// );
/// let publish = Stage::new("Publish")
///     .before_entry(in_time)
///     .on_failure(Condition::new("RETRY").mode("FAILED_ACTIONS"));
/// ```
#[derive(Clone, Debug)]
pub struct Condition {
    result: model::Name<Location>,
    mode: Option<model::Name<Location>>,
    rules: Option<Vec<model::Action<Location>>>,
}

impl Condition {
    /// A condition with this result: `FAIL`, `SKIP`, `ROLLBACK`, `RETRY`.
    #[must_use]
    #[track_caller]
    pub fn new(result: impl Into<Name>) -> Self {
        Condition {
            result: result.into().or_at(Location::here()),
            mode: None,
            rules: None,
        }
    }

    /// The actions that a retry runs again: `ALL_ACTIONS`, `FAILED_ACTIONS`.
    #[must_use]
    #[track_caller]
    pub fn mode(mut self, mode: impl Into<Name>) -> Self {
        self.mode = Some(mode.into().or_at(Location::here()));
        self
    }

    /// A rule that has to be met.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.get_or_insert_default().push(rule.0.0);
        self
    }
}

/// A rule of a condition.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Condition, Rule};
///
/// let no_alarm = Rule::new("Alarm", "CloudWatchAlarm")
///     .account("prod")
///     .region("eu-west-1")
///     .set("alarm_name", "errors");
/// let quiet = Condition::new("ROLLBACK").rule(no_alarm);
/// ```
#[derive(Clone, Debug)]
pub struct Rule(Action);

impl Rule {
    /// A rule of this name and provider.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>, provider: impl Into<Name>) -> Self {
        let mut action = Action::new(name, provider);
        action.0.rule = true;
        Rule(action)
    }

    /// An artifact that it reads.
    #[must_use]
    #[track_caller]
    pub fn input(self, artifact: impl Into<Name>) -> Self {
        Rule(self.0.input(artifact))
    }

    /// The account that it runs in.
    #[must_use]
    #[track_caller]
    pub fn account(self, account: impl Into<Name>) -> Self {
        Rule(self.0.account(account))
    }

    /// The region that it runs in.
    #[must_use]
    #[track_caller]
    pub fn region(self, region: impl Into<Text>) -> Self {
        Rule(self.0.region(region))
    }

    /// The role that it acts with.
    #[must_use]
    #[track_caller]
    pub fn role(self, role: impl Into<Name>) -> Self {
        Rule(self.0.role(role))
    }

    /// An entry of its configuration.
    #[must_use]
    #[track_caller]
    pub fn set(self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        Rule(self.0.set(key, value))
    }
}

impl Stage {
    /// The condition to check before its first action.
    #[must_use]
    #[track_caller]
    pub fn before_entry(self, condition: Condition) -> Self {
        self.condition(Moment::BeforeEntry, condition)
    }

    /// The condition to check when all its actions have succeeded.
    #[must_use]
    #[track_caller]
    pub fn on_success(self, condition: Condition) -> Self {
        self.condition(Moment::OnSuccess, condition)
    }

    /// The condition to check when one of its actions has failed.
    #[must_use]
    #[track_caller]
    pub fn on_failure(self, condition: Condition) -> Self {
        self.condition(Moment::OnFailure, condition)
    }

    /// Nothing enters it until somebody enables it; the reason is shown with it.
    #[must_use]
    #[track_caller]
    pub fn disabled(mut self, reason: impl Into<Text>) -> Self {
        self.0.disabled.push(reason.into().or_at(Location::here()));
        self
    }

    #[track_caller]
    fn condition(mut self, moment: Moment, condition: Condition) -> Self {
        self.0.conditions.push(model::Condition {
            moment,
            at: Location::here(),
            result: condition.result,
            mode: condition.mode,
            rules: condition.rules,
        });
        self
    }
}
