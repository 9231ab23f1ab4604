//! The entry points for users: `emit` in a build script, `run` in a `main`.

mod emit;
mod pipelines;
mod run;

pub use emit::{Output, emit};
pub use pipelines::IntoPipelines;
pub use run::run;
