//! The pipelines of the examples, for the tests to call: the build scripts themselves.
//!
//! What they include is relative to their crates, so it is linked beside this one.

// Their `main`s are called by cargo.
#![allow(dead_code)]

use pipewright::{Findings, Pipeline};

#[path = "../../../examples/cross-region/build.rs"]
mod cross_region;
#[path = "../../../examples/everything/build.rs"]
mod everything;
#[path = "../../../examples/gates/build.rs"]
mod gates;
#[path = "../../../examples/imported/build.rs"]
mod imported;
#[path = "../../../examples/landing-zone/build.rs"]
mod landing_zone;
#[path = "../../../examples/minimal/build.rs"]
mod minimal;
#[path = "../../../examples/reference-architecture/build.rs"]
mod reference_architecture;

/// Every example, by its folder.
#[must_use]
pub fn all() -> Vec<(&'static str, Result<Pipeline, Findings>)> {
    vec![
        ("cross-region", cross_region::pipeline()),
        ("everything", everything::pipeline()),
        ("gates", gates::pipeline()),
        ("imported", imported::pipeline()),
        ("landing-zone", landing_zone::pipeline()),
        ("minimal", minimal::pipeline()),
        ("reference-architecture", reference_architecture::pipeline()),
    ]
}

/// The pipeline of an example.
///
/// # Panics
///
/// Where there is no such example, or it has errors.
#[must_use]
pub fn example(name: &str) -> Pipeline {
    let (_, pipeline) = all()
        .into_iter()
        .find(|(found, _)| *found == name)
        .unwrap_or_else(|| panic!("no example `{name}`"));
    pipeline.unwrap_or_else(|findings| panic!("{name}: {findings}"))
}
