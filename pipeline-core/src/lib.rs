//! The model, the checker, the catalogue and the templates behind `pipewright`.
//!
//! Users depend on `pipewright`, which re-exports what they need of this crate.

pub use pipewright_model::{
    arn, catalogue, codes, finding, iam_path, model, place, rules, similar,
};
/// The crate of the values that [`Assembly::templates`](write::Assembly::templates) gives.
pub use serde_json;

mod access;
pub mod builder;
#[cfg(feature = "compare")]
pub mod compare;
mod data;
mod emitted;
pub mod front;
mod hash;
mod json_text;
pub mod pipeline;
mod plan;
mod policy;
mod render;
mod replacement;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod steps;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod testing;
pub mod write;
