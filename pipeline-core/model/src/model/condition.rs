//! Conditions of a stage: what is looked at before and after its actions.

use super::{Action, Name};

/// `before_entry RESULT { NAME: RULE { … }; … }`, `on_failure RETRY ALL_ACTIONS;`
#[derive(Clone, Debug)]
pub struct Condition<P> {
    /// When it is looked at.
    pub moment: Moment,
    /// The word that says when.
    pub at: P,
    /// What happens where a rule is not met.
    pub result: Name<P>,
    /// Which actions a retry runs again.
    pub mode: Option<Name<P>>,
    /// Its rules, which are written like actions without outputs. Nothing where it has
    /// no block: then the result comes whenever the stage fails.
    pub rules: Option<Vec<Action<P>>>,
}

impl<P> Condition<P> {
    /// Its rules, as they are written.
    pub fn rules(&self) -> impl Iterator<Item = &Action<P>> {
        self.rules.iter().flatten()
    }
}

/// When a condition is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// Before the stage's first action.
    BeforeEntry,
    /// When all actions of the stage have succeeded.
    OnSuccess,
    /// When an action of the stage has failed.
    OnFailure,
}

impl Moment {
    /// Every one, in the order of the reference.
    pub const ALL: [Moment; 3] = [Moment::BeforeEntry, Moment::OnSuccess, Moment::OnFailure];

    /// How it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Moment::BeforeEntry => "before_entry",
            Moment::OnSuccess => "on_success",
            Moment::OnFailure => "on_failure",
        }
    }

    /// What a condition of this sort can lead to, with rules and without.
    #[must_use]
    pub const fn results(self, rules: bool) -> &'static [&'static str] {
        match (self, rules) {
            (Moment::BeforeEntry, _) => &["FAIL", "SKIP"],
            (Moment::OnSuccess, _) => &["FAIL", "ROLLBACK"],
            (Moment::OnFailure, true) => &["ROLLBACK"],
            (Moment::OnFailure, false) => &["ROLLBACK", "RETRY"],
        }
    }

    /// The property of a stage that holds it.
    pub const fn property(self) -> &'static str {
        match self {
            Moment::BeforeEntry => "BeforeEntry",
            Moment::OnSuccess => "OnSuccess",
            Moment::OnFailure => "OnFailure",
        }
    }
}
