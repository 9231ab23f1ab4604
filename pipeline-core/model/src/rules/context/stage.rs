//! A stage with everything that runs in it.

use super::{Run, Section};
use crate::model::Stage;

/// The number of a stage in its pipeline, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StageIndex(pub(super) usize);

impl StageIndex {
    pub(crate) fn is_first(self) -> bool {
        self.0 == 0
    }
}

/// A stage, with its actions and the rules of its conditions.
pub(crate) struct IndexedStage<'a, P> {
    pub(crate) stage: &'a Stage<P>,
    pub(crate) index: StageIndex,
    pub(crate) section: Section,
    /// The rules of its conditions, in source order.
    pub(crate) rules: Vec<Run<'a, P>>,
    /// Its actions, in source order.
    pub(crate) runs: Vec<Run<'a, P>>,
}

impl<P> IndexedStage<'_, P> {
    pub(crate) fn name(&self) -> &str {
        &self.stage.name.text
    }
}
