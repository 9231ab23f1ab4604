//! The model, the checker, the catalogue and the templates behind `pipewright`.
//!
//! Users depend on `pipewright`, which re-exports what they need of this crate.

pub use pipewright_model::{catalogue, check, codes, finding, model, place, similar};

#[doc(hidden)]
pub mod access;
pub mod builder;
pub mod front;
pub mod pipeline;
mod plan;
mod policy;
mod render;
#[doc(hidden)]
pub mod steps;
pub mod write;
