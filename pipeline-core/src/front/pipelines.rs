//! One pipeline or several, checked or not.

use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;

/// The pipelines that [`emit`](super::emit()) and [`run`](super::run()) take: a pipeline, what
/// `pipeline!` yields, or an array or a vector of either.
pub trait IntoPipelines {
    /// The pipelines.
    ///
    /// # Errors
    ///
    /// The findings of all of them, if one has an error.
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>>;
}

impl IntoPipelines for Pipeline {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        Ok(vec![self])
    }
}

impl IntoPipelines for Result<Pipeline, Findings<Location>> {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        self.map(|pipeline| vec![pipeline])
    }
}

impl<T: IntoPipelines> IntoPipelines for Vec<T> {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        let mut pipelines = Vec::new();
        let mut findings = Findings::default();
        for item in self {
            match item.into_pipelines() {
                Ok(more) => pipelines.extend(more),
                Err(more) => findings.extend(more),
            }
        }
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(pipelines)
        }
    }
}

impl<T: IntoPipelines, const N: usize> IntoPipelines for [T; N] {
    fn into_pipelines(self) -> Result<Vec<Pipeline>, Findings<Location>> {
        Vec::from(self).into_pipelines()
    }
}
