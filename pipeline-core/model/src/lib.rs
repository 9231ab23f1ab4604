//! What a pipeline is: the catalogue of what AWS offers, the model of what a user wrote, the
//! rules that it has to hold, and the findings where it does not.
//!
//! It knows no tokens, no files and no CloudFormation. `pipeline!` and the builder both make
//! its [`Model`](model::Model), and both check it by [`check`](rules::check). Users depend on
//! `pipewright`, which re-exports what they need of this crate.

pub mod arn;
pub mod catalogue;
mod code;
pub mod finding;
pub mod iam_path;
pub mod model;
pub mod place;
pub mod rules;
pub mod similar;

pub use rules::codes;
