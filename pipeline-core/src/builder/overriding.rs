//! Other values of what is made.

use super::output::reference;
use super::{Name, Text, Value, entry};
use crate::model::{self, Environment};
use crate::place::Location;

/// Other values of something that is made for the pipeline, by paths of its template.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::Override;
///
/// let described = Override::of(["pipeline", "role"]).set("Properties.Description", "Runs it");
/// let by_logical_id = Override::of(["ArtifactKey"])
///     .region("eu-west-1")
///     .set("Properties.PendingWindowInDays", 7);
/// ```
#[derive(Clone, Debug)]
pub struct Override(pub(super) model::Override<Location>);

impl Override {
    /// An override of a thing, by the names that stand between the dots in `pipeline!`, or by
    /// its logical id.
    #[must_use]
    #[track_caller]
    pub fn of<N: Into<Name>>(thing: impl IntoIterator<Item = N>) -> Self {
        let at = Location::here();
        let mut parts = Vec::new();
        for part in thing {
            parts.push(part.into().or_at(at));
        }
        Override(model::Override {
            thing: reference(parts, at),
            environment: Environment::default(),
            entries: Vec::new(),
        })
    }

    /// The account of the stack that the logical id stands in.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<Name>) -> Self {
        self.0.environment.account = Some(account.into().or_at(Location::here()));
        self
    }

    /// The region of the stack that the logical id stands in.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(region.into().or_at(Location::here()));
        self
    }

    /// A path, such as `Properties.Description`, and its new value.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, path: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.entries.extend(entry(path.into(), value.into()));
        self
    }
}
