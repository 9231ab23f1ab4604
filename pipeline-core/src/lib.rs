//! The model, the checker, the catalogue and the templates behind `pipewright`.
//!
//! Users depend on `pipewright`, which re-exports what they need of this crate.

pub mod builder;
pub mod catalogue;
pub mod check;
pub mod codes;
pub mod finding;
pub mod model;
pub mod pipeline;
pub mod place;
pub mod similar;
