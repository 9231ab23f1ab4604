//! What a pipeline's events bring about, and what starts it: notifications, schedules, and events of
//! the user's own.

use super::{Entry, Environment, Name, TextExpr};

/// A notification: `notify NAME { … }`
#[derive(Clone, Debug)]
pub struct Notification<P> {
    /// Its name.
    pub name: Name<P>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

impl<P> Notification<P> {
    /// The setting with this key; the first one if the key stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        self.settings.iter().find(|entry| entry.key.text == key)
    }
}

/// A schedule that starts the pipeline: `schedule NAME "EXPRESSION" [{ … }];`
#[derive(Clone, Debug)]
pub struct Schedule<P> {
    /// Its name.
    pub name: Name<P>,
    /// The times at which the pipeline starts: `cron(…)`, `rate(…)` or `at(…)`.
    pub expression: TextExpr<P>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

/// An event that starts the pipeline: `on_event NAME [in ACCOUNT] [@ "REGION"] { … }`
#[derive(Clone, Debug)]
pub struct Event<P> {
    /// Its name.
    pub name: Name<P>,
    /// The account and the region in which it happens.
    pub environment: Environment<P>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

impl<P> Event<P> {
    /// The setting with this key; the first one if the key stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        self.settings.iter().find(|entry| entry.key.text == key)
    }
}
