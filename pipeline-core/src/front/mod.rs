//! The entry points for users: `emit` in a build script, `run` in a `main`.

mod build_script;
mod emit;
mod pipelines;
mod refused;
mod run;

pub use emit::{Output, emit};
pub use pipelines::IntoPipelines;
pub use run::run;
