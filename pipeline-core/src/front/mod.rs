//! What users call with a pipeline: `emit` in a build script, `run` in a `main`.

mod emit;
mod pipelines;
mod run;

pub use emit::{Output, emit};
pub use pipelines::IntoPipelines;
pub use run::run;
