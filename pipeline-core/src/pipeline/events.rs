//! Notifications, schedules, and the events that start the pipeline.

use super::{Environment, Number, RoleId, Source};
use serde_json::Value;

/// A notification.
#[derive(Clone, Debug)]
pub(crate) struct Notification {
    pub(crate) name: String,
    pub(crate) pipeline_states: Vec<String>,
    pub(crate) stage_states: Vec<String>,
    pub(crate) action_states: Vec<String>,
    /// The stages that are told of; all if there is none.
    pub(crate) stages: Vec<String>,
    /// The actions that are told of, each with its stage if that is said; all if there is none.
    pub(crate) actions: Vec<(Option<String>, String)>,
    pub(crate) email: Vec<String>,
    pub(crate) https: Vec<String>,
    /// The key of the topic that we make.
    pub(crate) key: Option<String>,
    /// The topic that exists.
    pub(crate) topic: Option<String>,
    /// The configuration of a chat channel.
    pub(crate) chatbot: Option<String>,
    pub(crate) detail_type: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) state: State,
    pub(crate) source: Source,
}

impl Notification {
    /// Returns whether we make a topic for it.
    pub(crate) fn makes_topic(&self) -> bool {
        !self.email.is_empty() || !self.https.is_empty()
    }
}

/// A schedule that starts the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) name: String,
    pub(crate) expression: String,
    pub(crate) time_zone: Option<String>,
    pub(crate) flexible_time_window: Option<Number>,
    pub(crate) start_date: Option<String>,
    pub(crate) end_date: Option<String>,
    /// The declared role that it starts the pipeline with, in place of one that we make.
    pub(crate) role: Option<RoleId>,
    /// The ARN of the queue that gets what could not start the pipeline.
    pub(crate) dead_letter_queue: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) state: State,
    pub(crate) source: Source,
}

/// An event that starts the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) environment: Environment,
    /// The bus that they are on, if that is not the default one.
    pub(crate) bus: Option<String>,
    /// What the events have, with their account and region.
    pub(crate) pattern: Value,
    /// The ARN of the queue that gets what could not start the pipeline.
    pub(crate) dead_letter_queue: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) state: State,
    pub(crate) source: Source,
}

/// Whether a rule or a schedule is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// On.
    Enabled,
    /// Off.
    Disabled,
}

impl State {
    /// AWS's word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            State::Enabled => "ENABLED",
            State::Disabled => "DISABLED",
        }
    }
}
