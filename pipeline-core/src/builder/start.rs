//! Triggers, which start a pipeline, and the variables that an execution can set.

use super::{Name, Text, Value, entry};
use crate::model;
use crate::place::Location;

/// A pipeline variable.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Variable, variable};
///
/// let function = Variable::new("FUNCTION").default("smoke-test").description("what is called");
/// let call = Action::new("Call", "Lambda").set("function_name", variable("variables", "FUNCTION"));
/// ```
#[derive(Clone, Debug)]
pub struct Variable(pub(super) model::Variable<Location>);

impl Variable {
    /// A variable of this name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>) -> Self {
        Variable(model::Variable {
            name: name.into().or_at(Location::here()),
            default: None,
            settings: Vec::new(),
        })
    }

    /// Its value where an execution says none.
    #[must_use]
    #[track_caller]
    pub fn default(mut self, value: impl Into<Text>) -> Self {
        self.0.default = Some(value.into().or_at(Location::here()));
        self
    }

    /// Its description, for whoever starts the pipeline.
    #[must_use]
    #[track_caller]
    pub fn description(self, text: impl Into<Value>) -> Self {
        self.set("description", text)
    }

    /// A setting.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}

/// The pushes and pull requests that start the pipeline.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Trigger, list, map};
///
/// let on_docs = Trigger::on("Checkout").set("push", list([map([
///     ("branches", map([("includes", ["main"])])),
///     ("file_paths", map([("includes", ["docs/**"])])),
/// ])]));
/// ```
#[derive(Clone, Debug)]
pub struct Trigger(pub(super) model::Trigger<Location>);

impl Trigger {
    /// A trigger on the repository of this source action.
    #[must_use]
    #[track_caller]
    pub fn on(action: impl Into<Name>) -> Self {
        Trigger(model::Trigger {
            action: action.into().or_at(Location::here()),
            filters: Vec::new(),
        })
    }

    /// Filters: `push` or `pull_request`.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.filters.extend(entry(key.into(), value.into()));
        self
    }
}
