//! The definition of a pipeline: the catalogue of AWS's action kinds, the model of what a user
//! wrote, the rules that check it, and their findings.
//!
//! The crate knows no tokens, no files and no CloudFormation. `pipeline!` and the builder both
//! make a [`Model`](model::Model) and check it with [`check`](rules::check). Users depend on
//! `pipewright`, which re-exports what they need.

pub mod arn;
pub mod catalogue;
mod code;
pub mod finding;
pub mod foreign;
pub mod iam_path;
pub mod model;
pub mod place;
pub mod rules;
pub mod similar;

pub use rules::codes;
