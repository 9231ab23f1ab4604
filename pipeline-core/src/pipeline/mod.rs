//! A pipeline that has passed the checks: names are resolved, and what it cannot be
//! has no value.

use crate::finding::Findings;
use crate::model::Model;
use crate::place::Caller;

/// A checked pipeline.
#[derive(Clone, Debug)]
pub struct Pipeline {
    name: String,
}

impl Pipeline {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn resolve(
        model: &Model<Caller>,
        findings: Findings<Caller>,
    ) -> Result<Self, Findings<Caller>> {
        let _ = model;
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(Pipeline {
                name: String::new(),
            })
        }
    }
}
