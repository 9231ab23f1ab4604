//! Findings of the linters that are not ours to mend.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::linters::{Finding, Linter};

/// Findings that are not ours to mend, and why. One that no example meets any more
/// fails the test.
pub(crate) const EXCUSED: &[Excuse] = &[
    Excuse {
        linter: Linter::CloudFormationValidate,
        rule: "E3050",
        reason: "it asks for `GetAtt` in place of `Ref` for a role with a path, where `GetAtt` stands",
        holds: stands_as_get_att,
    },
    Excuse {
        linter: Linter::CloudFormationValidate,
        rule: "W9002",
        reason: "the role is one that exists or of another stack, and no resource of the template",
        holds: is_an_arn_of_iam,
    },
    Excuse {
        linter: Linter::CloudFormationValidate,
        rule: "W9013",
        reason: "the role, the boundary, the key or the channel is one that exists or of another stack, in a known account",
        holds: has_what_exists,
    },
];

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

fn is_an_arn_of_iam(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.starts_with("arn:aws:iam::")
}

/// Whether a resource names something that exists by its ARN: a role, a boundary, a key, a channel.
fn has_what_exists(resource: &Value) -> bool {
    [
        "/EncryptionKey",
        "/KmsMasterKeyId",
        "/PermissionsBoundary",
        "/RoleArn",
        "/ServiceRole",
        "/Targets/0/TargetAddress",
    ]
    .iter()
    .filter_map(|property| resource["Properties"].pointer(property)?.as_str())
    .any(|text| text.starts_with("arn:aws:"))
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
    let Some((logical, path)) = finding.place.split_once(' ') else {
        return Some(template["Resources"][&finding.place].clone());
    };
    let place = format!("/Resources/{logical}/{}", path.replace('.', "/"));
    template.pointer(&place).cloned()
}
