//! The entry points for users: `emit` in a build script, `run` in a `main`, and an assembly's own
//! `write`.

mod build_script;
mod emit;
mod folder;
mod inputs;
mod pipelines;
mod refused;
mod run;

pub use emit::{Output, emit};
pub use folder::{Differences, Written};
pub use pipelines::IntoPipelines;
pub use run::run;
