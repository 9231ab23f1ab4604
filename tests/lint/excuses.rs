//! Findings of the linters that are not ours to mend.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::linters::{Finding, Linter};

/// Findings that are not ours to mend, and why. One that no example meets any more
/// fails the test.
pub(crate) const EXCUSED: &[Excuse] = &[Excuse {
    linter: Linter::CloudFormationValidate,
    rule: "E3050",
    reason: "it asks for `GetAtt` in place of `Ref` for a role with a path, where `GetAtt` stands",
    holds: stands_as_get_att,
}];

pub(crate) struct Excuse {
    linter: Linter,
    pub(crate) rule: &'static str,
    pub(crate) reason: &'static str,
    /// Whether the reason is true of what was found, by the place in its template.
    holds: fn(&Value) -> bool,
}

/// Whether a value is the ARN of another resource by `Fn::GetAtt`.
fn stands_as_get_att(value: &Value) -> bool {
    value["Fn::GetAtt"][0].is_string() && value["Fn::GetAtt"][1] == "Arn"
}

/// The excuse of a finding, if its reason is true there.
pub(crate) fn excuse(folder: &Path, finding: &Finding) -> Option<usize> {
    EXCUSED.iter().position(|excuse| {
        excuse.linter == finding.linter
            && excuse.rule == finding.rule
            && found_at(folder, finding).is_some_and(|value| (excuse.holds)(&value))
    })
}

/// What stands at the place of a finding, `Project Properties.ServiceRole`.
fn found_at(folder: &Path, finding: &Finding) -> Option<Value> {
    let text = fs::read_to_string(folder.join(&finding.template)).ok()?;
    let template: Value = serde_json::from_str(&text).ok()?;
    let (logical, path) = finding.place.split_once(' ')?;
    let place = format!("/Resources/{logical}/{}", path.replace('.', "/"));
    template.pointer(&place).cloned()
}
