//! Conditions of a stage: the rules that AWS checks before and after its actions.

use super::{Action, Name};

/// A condition: `before_entry RESULT { NAME: RULE { … }; … }`, `on_failure RETRY ALL_ACTIONS;`
#[derive(Clone, Debug)]
pub struct Condition<P> {
    /// The moment at which AWS checks it.
    pub moment: Moment,
    /// The place of the word for the moment.
    pub at: P,
    /// The result if a rule is not met, such as `FAIL`.
    pub result: Name<P>,
    /// The actions that a retry runs again, such as `ALL_ACTIONS`.
    pub mode: Option<Name<P>>,
    /// The rules, written like actions without outputs. `None` if there is no block: then
    /// the result applies whenever the stage fails.
    pub rules: Option<Vec<Action<P>>>,
}

impl<P> Condition<P> {
    /// The rules, in the order of the source.
    pub fn rules(&self) -> impl Iterator<Item = &Action<P>> {
        self.rules.iter().flatten()
    }
}

/// The moment at which AWS checks a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// Before the stage's first action.
    BeforeEntry,
    /// After all actions of the stage have succeeded.
    OnSuccess,
    /// After an action of the stage has failed.
    OnFailure,
}

impl Moment {
    /// All moments, in the order of the reference documentation.
    pub const ALL: [Moment; 3] = [Moment::BeforeEntry, Moment::OnSuccess, Moment::OnFailure];

    /// The language's word for the moment.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Moment::BeforeEntry => "before_entry",
            Moment::OnSuccess => "on_success",
            Moment::OnFailure => "on_failure",
        }
    }

    /// The results that a condition can have at this moment, with rules or without.
    #[must_use]
    pub const fn results(self, rules: bool) -> &'static [&'static str] {
        match (self, rules) {
            (Moment::BeforeEntry, _) => &["FAIL", "SKIP"],
            (Moment::OnSuccess, _) => &["FAIL", "ROLLBACK"],
            (Moment::OnFailure, true) => &["ROLLBACK"],
            (Moment::OnFailure, false) => &["ROLLBACK", "RETRY"],
        }
    }

    /// The property of a CloudFormation stage that holds the condition.
    pub const fn property(self) -> &'static str {
        match self {
            Moment::BeforeEntry => "BeforeEntry",
            Moment::OnSuccess => "OnSuccess",
            Moment::OnFailure => "OnFailure",
        }
    }
}
