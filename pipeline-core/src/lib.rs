//! The model, the checker, the catalogue and the templates behind `pipewright`.
//!
//! Users depend on `pipewright`, which re-exports what they need of this crate.

pub mod builder;
pub mod catalogue;
pub mod check;
pub mod codes;
pub mod finding;
pub mod front;
mod json;
pub mod model;
pub mod pipeline;
pub mod place;
mod plan;
mod policy;
#[doc(hidden)]
pub mod proof;
mod render;
pub mod similar;
#[doc(hidden)]
pub mod steps;
pub mod write;
