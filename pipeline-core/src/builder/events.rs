//! Notifications, and what starts the pipeline besides its sources: schedules and events.

use super::{Name, Text, Value, entry};
use crate::model;
use crate::place::Location;

/// A notification: who is told of which states of the pipeline.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Notification, word};
///
/// let failures = Notification::new("failures")
///     .set("pipeline_states", [word("FAILED")])
///     .set("email", ["team@example.com"]);
/// let review = Notification::new("review")
///     .set("action_states", [word("STARTED")])
///     .set("actions", ["Review/Approve"])
///     .set("topic", "arn:aws:sns:us-east-1:111111111111:approvals");
/// ```
#[derive(Clone, Debug)]
pub struct Notification(pub(super) model::Notification<Location>);

impl Notification {
    /// A notification of this name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>) -> Self {
        Notification(model::Notification {
            name: name.into().or_at(Location::here()),
            settings: Vec::new(),
        })
    }

    /// A setting: `pipeline_states`, `email` and so on.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}

/// A schedule that starts the pipeline.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::Schedule;
///
/// let nightly = Schedule::new("nightly", "cron(30 2 ? * MON-FRI *)")
///     .set("schedule_expression_timezone", "Europe/Berlin");
/// let hourly = Schedule::new("hourly", "rate(1 hour)");
/// ```
#[derive(Clone, Debug)]
pub struct Schedule(pub(super) model::Schedule<Location>);

impl Schedule {
    /// A schedule of this name, with its expression: `cron(…)`, `rate(…)` or `at(…)`.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>, expression: impl Into<Text>) -> Self {
        Schedule(model::Schedule {
            name: name.into().or_at(Location::here()),
            expression: expression.into().or_at(Location::here()),
            settings: Vec::new(),
        })
    }

    /// A setting: `schedule_expression_timezone`, `state` and so on.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}

/// An event that starts the pipeline.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Event, list, map};
///
/// let released = Event::new("released")
///     .account("prod")
///     .set("pattern", map([
///         ("source", list(["com.example.release"])),
///         ("detail-type", list(["Released"])),
///     ]));
/// ```
#[derive(Clone, Debug)]
pub struct Event(pub(super) model::Event<Location>);

impl Event {
    /// An event of this name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>) -> Self {
        Event(model::Event {
            name: name.into().or_at(Location::here()),
            environment: model::Environment::default(),
            settings: Vec::new(),
        })
    }

    /// The account in which it happens; home unless said otherwise.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, name: impl Into<Name>) -> Self {
        self.0.environment.account = Some(name.into().or_at(Location::here()));
        self
    }

    /// The region in which it happens; home's unless said otherwise.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(region.into().or_at(Location::here()));
        self
    }

    /// A setting: `pattern` and so on.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}
