//! The things that actions change, on which two actions must not work at the same time.

use super::key::Condition;

/// A thing that an action changes: two actions of a stage that start together must not change
/// the same one.
#[derive(Debug)]
pub struct Target {
    /// The word for it: `stack`.
    pub noun: &'static str,
    /// The keys that name it, besides account and region. A key that is left out means the
    /// provider's default.
    pub keys: &'static [&'static str],
    /// The condition under which the action changes it; `None` if always.
    pub only: Option<Condition>,
    /// Whether AWS refuses the second action; if not, it may be refused, or one of the two
    /// actions is for nothing.
    pub refused: bool,
    /// Whether the action only prepares a change: two that prepare do not disturb each other, but
    /// the thing must not change meanwhile.
    pub prepares: bool,
    /// What comes of two actions on it, in words: `CodeDeploy runs one deployment of a group at
    /// a time`.
    pub why: &'static str,
    /// The page that says so.
    pub source: &'static str,
}
