//! A role's statements, packed into what IAM takes: inline policies of a bounded size,
//! and managed policies for what does not fit.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::{Statement, Term, document};
use crate::catalogue::limits;

/// A role's statements, where they go.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    /// In the role's inline policy.
    pub(crate) inline: Vec<Statement>,
    /// In managed policies of their own.
    pub(crate) managed: Vec<Vec<Statement>>,
}

/// A key's ARN is at most that long, whatever stands for it in the template.
const KEY_ARN: &str =
    "arn:aws-us-gov:kms:ap-southeast-2:111111111111:key/00000000-0000-0000-0000-000000000000";

/// Packs a role's statements.
pub(crate) fn pack(statements: Vec<Statement>) -> Packed {
    if size(&statements) <= limits::INLINE_POLICIES_MAX {
        return Packed {
            inline: statements,
            managed: Vec::new(),
        };
    }
    let mut packed = Packed::default();
    let empty = size(&[]);
    // The room that is left in the inline policy, and then in each managed one.
    let mut room = vec![limits::INLINE_POLICIES_MAX - empty];
    for piece in statements.into_iter().flat_map(split) {
        // And a comma, and a number after its `Sid`.
        let needed = size(std::slice::from_ref(&piece)) - empty + 4;
        let index = room.iter().position(|left| *left >= needed);
        let index = index.unwrap_or_else(|| {
            room.push(limits::MANAGED_POLICY_MAX - empty);
            packed.managed.push(Vec::new());
            room.len() - 1
        });
        room[index] = room[index].saturating_sub(needed);
        match index {
            0 => packed.inline.push(piece),
            index => packed.managed[index - 1].push(piece),
        }
    }
    packed
}

/// The characters that IAM counts: those of the document without white space.
pub(crate) fn size(statements: &[Statement]) -> usize {
    document(statements, &|_| Json::from(KEY_ARN))
        .to_string()
        .chars()
        .count()
}

/// A statement in pieces that fit into a managed policy, where its resources are many.
fn split(statement: Statement) -> Vec<Statement> {
    if size(std::slice::from_ref(&statement)) <= limits::MANAGED_POLICY_MAX / 2
        || statement.resources.len() < 2
    {
        return vec![statement];
    }
    let middle = statement.resources.len() / 2;
    let resources: Vec<Term> = statement.resources.iter().cloned().collect();
    let (one, other) = resources.split_at(middle);
    [one, other]
        .into_iter()
        .flat_map(|part| {
            let resources: BTreeSet<Term> = part.iter().cloned().collect();
            split(Statement {
                resources,
                ..statement.clone()
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assume(roles: usize) -> Statement {
        (0..roles).fold(Statement::allow(&["sts:AssumeRole"]), |statement, index| {
            statement.on_arn(format!(
                "arn:aws:iam::444444444444:role/pipewright/app/111111111111/us-east-1/app-Stage-Action{index}-0a1b2c3d"
            ))
        })
    }

    #[test]
    fn what_fits_stays_inline() {
        let packed = pack(vec![assume(50)]);
        assert!(packed.managed.is_empty());
        assert_eq!(packed.inline.len(), 1);
    }

    #[test]
    fn what_does_not_fit_is_split_and_nothing_is_lost() {
        let packed = pack(vec![assume(1000)]);
        assert!(size(&packed.inline) <= limits::INLINE_POLICIES_MAX);
        assert!(
            packed.managed.len() <= limits::MANAGED_POLICIES_MAX,
            "{}",
            packed.managed.len()
        );
        let mut seen = BTreeSet::new();
        for policy in [&packed.inline].into_iter().chain(&packed.managed) {
            for statement in policy {
                seen.extend(statement.resources.iter().cloned());
            }
        }
        for policy in &packed.managed {
            assert!(size(policy) <= limits::MANAGED_POLICY_MAX);
        }
        assert_eq!(seen.len(), 1000);
    }
}
