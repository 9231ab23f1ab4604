//! The model, the checker, the catalogue and the templates behind `pipewright`.
//!
//! Users depend on `pipewright`, which re-exports what they need of this crate.

pub use pipewright_model::{catalogue, codes, finding, model, place, rules, similar};

pub mod builder;
pub mod front;
pub mod pipeline;
mod plan;
mod policy;
#[doc(hidden)]
pub mod proof;
mod render;
#[doc(hidden)]
pub mod steps;
pub mod write;
