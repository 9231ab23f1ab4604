//! A role's statements, packed into what IAM takes: inline policies of a bounded size,
//! and managed policies for what does not fit.

use super::{Principal, Statement, Term, document};
use crate::catalogue::limits;
use crate::json::{compact, json};
use crate::order::OrderedSet;

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
    if over(&statements, limits::INLINE_POLICIES_MAX).is_none() {
        return Packed {
            inline: statements,
            managed: Vec::new(),
        };
    }
    let mut policies = vec![Policy::empty(limits::INLINE_POLICIES_MAX)];
    let mut pieces = Vec::new();
    for statement in statements {
        pieces.extend(split(statement));
    }
    for piece in pieces {
        let length = size_of(&piece);
        let open = policies
            .iter_mut()
            .find(|policy| policy.length + length <= policy.max);
        match open {
            Some(policy) => policy.add(piece, length),
            None => {
                let mut policy = Policy::empty(limits::MANAGED_POLICY_MAX);
                policy.add(piece, length);
                policies.push(policy);
            }
        }
    }
    let mut all = policies.into_iter().map(|policy| policy.statements);
    Packed {
        inline: all.next().unwrap_or_default(),
        managed: all.collect(),
    }
}

/// A policy as it is filled.
struct Policy {
    statements: Vec<Statement>,
    length: usize,
    max: usize,
}

impl Policy {
    fn empty(max: usize) -> Policy {
        Policy {
            statements: Vec::new(),
            length: size(&[]),
            max,
        }
    }

    fn add(&mut self, statement: Statement, length: usize) {
        self.statements.push(statement);
        self.length += length;
    }
}

/// The characters that IAM counts: those of the document without white space.
fn size(statements: &[Statement]) -> usize {
    let document = document(statements, &|_| json!(KEY_ARN));
    compact(&document).chars().count()
}

/// The size of a policy where that passes a limit.
pub(crate) fn over(statements: &[Statement], max: usize) -> Option<usize> {
    if statements.iter().map(at_most).sum::<usize>() <= max {
        return None;
    }
    Some(size(statements)).filter(|size| *size > max)
}

/// More characters than a statement has, told without rendering it: most roles are far
/// from any limit.
fn at_most(statement: &Statement) -> usize {
    let principal = match &statement.principal {
        Principal::Own | Principal::Anyone | Principal::AnyAws => 0,
        Principal::Aws(arns) => arns.iter().map(|arn| 2 * arn.len() + 3).sum(),
        Principal::Service(name) => name.len(),
    };
    let term = |term: &Term| match term {
        Term::Text(text) => 2 * text.len() + 3,
        Term::Key(_) => KEY_ARN.len() + 3,
    };
    let conditions = statement.conditions.iter().flat_map(|(operator, keys)| {
        keys.iter().map(move |(key, values)| {
            operator.len() + key.len() + 16 + values.iter().map(term).sum::<usize>()
        })
    });
    200 + statement.sid.len()
        + principal
        + statement
            .actions
            .iter()
            .map(|action| action.len() + 3)
            .sum::<usize>()
        + statement.resources.iter().map(term).sum::<usize>()
        + conditions.sum::<usize>()
}

/// Fewer characters than a statement has, told without rendering it.
fn at_least(statement: &Statement) -> usize {
    let resources = statement.resources.iter();
    resources
        .map(|resource| match resource {
            Term::Text(text) => text.chars().count(),
            Term::Key(_) => KEY_ARN.len(),
        })
        .sum()
}

/// The characters that a statement adds to a document, with a comma, and a number that
/// may tell its `Sid` from another one.
fn size_of(statement: &Statement) -> usize {
    let statement = statement.json(&|_| json!(KEY_ARN));
    compact(&statement).chars().count() + 4
}

/// A statement in pieces that fit into a managed policy, where its resources are many.
fn split(statement: Statement) -> Vec<Statement> {
    let half = limits::MANAGED_POLICY_MAX / 2;
    let small =
        at_most(&statement) <= half || at_least(&statement) <= half && size_of(&statement) <= half;
    if small || statement.resources.len() < 2 {
        return vec![statement];
    }
    let middle = statement.resources.len() / 2;
    let resources: Vec<Term> = statement.resources.iter().cloned().collect();
    let (one, other) = resources.split_at(middle);
    let mut out = Vec::new();
    for part in [one, other] {
        let resources: OrderedSet<Term> = part.iter().cloned().collect();
        out.extend(split(Statement {
            resources,
            ..statement.clone()
        }));
    }
    out
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
    fn a_statement_is_never_larger_than_what_is_told_without_rendering_it() {
        let statement = assume(3).sid("AssumeRoles").on(Term::Key(0)).when(
            "StringEquals",
            "aws:ResourceAccount",
            ["111111111111", "\"\\"],
        );
        assert!(at_most(&statement) >= size_of(&statement));
        assert!(at_least(&statement) <= size_of(&statement));
        for principal in [
            Principal::Anyone,
            Principal::AnyAws,
            Principal::Service("codepipeline.amazonaws.com".to_owned()),
            Principal::Aws((0..9).map(|id| format!("arn:aws:iam::{id}:root")).collect()),
        ] {
            let statement = statement.clone().to(principal);
            assert!(at_most(&statement) >= size_of(&statement));
            let statements = [statement];
            let size = size(&statements);
            assert_eq!(over(&statements, size), None);
            assert_eq!(over(&statements, size - 1), Some(size));
        }
        assert!(at_most(&Statement::allow(&["a:B"])) >= size(&[Statement::allow(&["a:B"])]));
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
        let mut seen = OrderedSet::new();
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
