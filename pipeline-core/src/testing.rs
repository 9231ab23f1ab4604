//! What the workspace's tests look at inside: every request with its decision.

pub use crate::access::{cases, decide, guarded_calls};
