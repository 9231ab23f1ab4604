//! The examples' pipelines, as their build scripts write them: a build script's `main`
//! cannot be called from here. A test holds the two against each other.

mod cross_region;
mod everything;
mod gates;
mod imported;
mod minimal;
mod reference_architecture;

use pipewright::{Findings, Pipeline};

/// Every example, by its folder.
pub(crate) fn all() -> Vec<(&'static str, Result<Pipeline, Findings>)> {
    vec![
        ("cross-region", cross_region::made()),
        ("everything", everything::made()),
        ("gates", gates::made()),
        ("imported", imported::made()),
        ("minimal", minimal::made()),
        ("reference-architecture", reference_architecture::made()),
    ]
}
