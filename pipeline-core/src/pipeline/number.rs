//! Whole numbers, of which some are known only when a stack is deployed.

use serde_json::{Value, json};

/// A whole number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Known(i64),
    /// Its token: it is known only when a stack is deployed.
    AtDeployment(String),
}

impl Number {
    /// It as a template has it.
    pub(crate) fn json(&self) -> Value {
        match self {
            Number::Known(number) => json!(number),
            Number::AtDeployment(token) => json!(token),
        }
    }
}
