//! Outputs of stacks.

use super::{Name, Value, entry};
use crate::model::{self, OutputValue, Reference};
use crate::place::Location;

/// An output of a stack: a value that people and other stacks read.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::StackOutput;
///
/// let arn = StackOutput::of("PipelineArn", ["pipeline", "arn"]).set("export_name", "app-pipeline");
/// let role = StackOutput::of("PrepareRole", ["Deploy", "Prepare", "role"]);
/// let owner = StackOutput::text("Owner", "team-web");
/// ```
#[derive(Clone, Debug)]
pub struct StackOutput(pub(super) model::Output<Location>);

impl StackOutput {
    /// The value of a thing that is made for the pipeline, or of an attribute of it, by the
    /// names that stand between the dots in `pipeline!`.
    ///
    /// Without a name, it is one that nothing has.
    #[must_use]
    #[track_caller]
    pub fn of<N: Into<Name>>(name: impl Into<Name>, thing: impl IntoIterator<Item = N>) -> Self {
        let at = Location::here();
        let mut parts = Vec::new();
        for part in thing {
            parts.push(part.into().or_at(at));
        }
        StackOutput::new(name.into(), OutputValue::Of(reference(parts, at)))
    }

    /// A text.
    #[must_use]
    #[track_caller]
    pub fn text(name: impl Into<Name>, value: impl Into<Value>) -> Self {
        let value = value.into().or_failed(Location::here());
        StackOutput::new(name.into(), OutputValue::Text(value))
    }

    #[track_caller]
    fn new(name: Name, value: OutputValue<Location>) -> Self {
        StackOutput(model::Output {
            name: name.or_at(Location::here()),
            value,
            settings: Vec::new(),
        })
    }

    /// A setting: `description` or `export_name`.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}

/// The reference of these names.
pub(super) fn reference(parts: Vec<model::Name<Location>>, at: Location) -> Reference<Location> {
    let mut parts = parts.into_iter();
    Reference {
        first: parts.next().unwrap_or_else(|| model::Name::missing(at)),
        rest: parts.collect(),
    }
}
