//! What the workspace's tests look at inside: every request with its decision.

use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::write::Assembly;

pub use crate::access::{cases, decide, guarded_calls};

/// Everything that one `emit` of these pipelines writes.
///
/// # Errors
///
/// What is wrong with their deployments.
pub fn synthesize(pipelines: &[Pipeline]) -> Result<Assembly, Findings<Location>> {
    crate::write::synthesize(pipelines)
}

/// The text that stands for a template parameter while access is verified.
pub fn stand_in_of_parameter(name: &str) -> String {
    crate::pipeline::DeployValue::Parameter(name.to_owned()).token()
}

/// The text that stands for an attribute of a declared resource while access is verified.
pub fn stand_in_of_attribute(resource: &str, attribute: &str) -> String {
    let attribute = Some(attribute.to_owned());
    crate::pipeline::DeployValue::Resource(resource.to_owned(), attribute).token()
}
