//! A role's statements, packed into what IAM takes: inline policies of a bounded size,
//! and managed policies for what does not fit.

use super::{Principal, Statement, Term, document};
use crate::catalogue::limits;
use serde_json::json;
use std::collections::BTreeSet;

/// A role's statements, where they go.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    /// In the role's inline policy.
    pub(crate) inline: Vec<Statement>,
    /// In managed policies of their own.
    pub(crate) managed: Vec<Vec<Statement>>,
}

impl Packed {
    /// The size of a managed policy that AWS would not take: of one statement, which could
    /// not be split.
    pub(crate) fn too_large(&self) -> Option<usize> {
        let mut policies = self.managed.iter();
        policies.find_map(|policy| size_if_over(policy, limits::MANAGED_POLICY_MAX))
    }
}

/// A key's ARN is at most that long, whatever stands for it in the template.
const KEY_ARN: &str =
    "arn:aws-us-gov:kms:ap-southeast-2:111111111111:key/00000000-0000-0000-0000-000000000000";

/// Packs a role's statements; into managed policies only, where the role has no inline ones.
pub(crate) fn pack(statements: Vec<Statement>, managed_only: bool) -> Packed {
    let max = match managed_only {
        true => limits::MANAGED_POLICY_MAX,
        false => limits::INLINE_POLICIES_MAX,
    };
    if size_if_over(&statements, max).is_none() {
        return match managed_only && !statements.is_empty() {
            true => Packed {
                inline: Vec::new(),
                managed: vec![statements],
            },
            false => Packed {
                inline: statements,
                managed: Vec::new(),
            },
        };
    }
    let mut policies = vec![Policy::empty(max)];
    let mut pieces = Vec::new();
    for statement in statements {
        split(statement, &mut pieces);
    }
    for piece in pieces {
        let length = statement_size(&piece);
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
    let inline = match managed_only {
        true => Vec::new(),
        false => all.next().unwrap_or_default(),
    };
    Packed {
        inline,
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
            length: document_size(&[]),
            max,
        }
    }

    fn add(&mut self, statement: Statement, length: usize) {
        self.statements.push(statement);
        self.length += length;
    }
}

/// The characters that IAM counts: those of the document without white space.
fn document_size(statements: &[Statement]) -> usize {
    let document = document(statements, &|_| json!(KEY_ARN));
    document.to_string().chars().count()
}

/// The size of a policy where that passes a limit.
pub(crate) fn size_if_over(statements: &[Statement], max: usize) -> Option<usize> {
    if statements.iter().map(size_upper_bound).sum::<usize>() <= max {
        return None;
    }
    Some(document_size(statements)).filter(|size| *size > max)
}

/// An upper bound of a statement's characters, found without rendering it: most roles are
/// far from any limit.
fn size_upper_bound(statement: &Statement) -> usize {
    let principal = match &statement.principal {
        Principal::Own | Principal::Anyone | Principal::AnyAws => 0,
        Principal::Aws(arns) => arns.iter().map(|arn| 2 * arn.len() + 3).sum(),
        Principal::Service(name) => name.len(),
    };
    let term = |term: &Term| match term {
        Term::String(string) => 2 * string.len() + 3,
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

/// The characters of a statement's resources, and of its actions.
fn list_sizes(statement: &Statement) -> (usize, usize) {
    let resources = statement.resources.iter().map(|resource| match resource {
        Term::String(string) => string.chars().count(),
        Term::Key(_) => KEY_ARN.len(),
    });
    let actions = statement.actions.iter().map(|action| action.len());
    (resources.sum(), actions.sum())
}

/// The characters that a statement adds to a document, with a comma, and a number that
/// may tell its `Sid` from another one.
fn statement_size(statement: &Statement) -> usize {
    let statement = statement.json(&|_| json!(KEY_ARN));
    statement.to_string().chars().count() + 4
}

/// More pieces than go into all policies of a role: what is not split by then is too large.
const PIECES_MAX: usize = 1_000;

/// A statement in pieces that fit into a managed policy, where its resources or its actions
/// are many: all pieces together say what the statement says.
fn split(statement: Statement, pieces: &mut Vec<Statement>) {
    let half = limits::MANAGED_POLICY_MAX / 2;
    let (resources, actions) = list_sizes(&statement);
    let small = size_upper_bound(&statement) <= half
        || resources + actions <= half && statement_size(&statement) <= half
        || pieces.len() >= PIECES_MAX;
    let of_resources = statement.resources.len() >= 2 && resources >= actions;
    if small || !of_resources && statement.actions.len() < 2 && statement.resources.len() < 2 {
        pieces.push(statement);
    } else if of_resources || statement.actions.len() < 2 {
        for resources in halves(&statement.resources) {
            let part = Statement {
                resources,
                ..statement.clone()
            };
            split(part, pieces);
        }
    } else {
        for actions in halves(&statement.actions) {
            let part = Statement {
                actions,
                ..statement.clone()
            };
            split(part, pieces);
        }
    }
}

fn halves<T: Clone + Ord>(all: &BTreeSet<T>) -> [BTreeSet<T>; 2] {
    let all: Vec<T> = all.iter().cloned().collect();
    let (one, other) = all.split_at(all.len() / 2);
    [one, other].map(|part| part.iter().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::StoreId;

    fn assume(roles: usize) -> Statement {
        (0..roles).fold(Statement::allow(&["sts:AssumeRole"]), |statement, index| {
            statement.on_arn(format!(
                "arn:aws:iam::444444444444:role/pipewright/app/111111111111/us-east-1/app-Stage-Action{index}-0a1b2c3d"
            ))
        })
    }

    #[test]
    fn a_statement_is_never_larger_than_what_is_told_without_rendering_it() {
        let statement = assume(3).sid("AssumeRoles").on(Term::Key(StoreId(0))).when(
            "StringEquals",
            "aws:ResourceAccount",
            ["111111111111", "\"\\"],
        );
        assert!(size_upper_bound(&statement) >= statement_size(&statement));
        let (resources, actions) = list_sizes(&statement);
        assert!(resources + actions <= statement_size(&statement));
        for principal in [
            Principal::Anyone,
            Principal::AnyAws,
            Principal::Service("codepipeline.amazonaws.com".to_owned()),
            Principal::Aws((0..9).map(|id| format!("arn:aws:iam::{id}:root")).collect()),
        ] {
            let statement = statement.clone().to(principal);
            assert!(size_upper_bound(&statement) >= statement_size(&statement));
            let statements = [statement];
            let size = document_size(&statements);
            assert_eq!(size_if_over(&statements, size), None);
            assert_eq!(size_if_over(&statements, size - 1), Some(size));
        }
        assert!(
            size_upper_bound(&Statement::allow(&["a:B"]))
                >= document_size(&[Statement::allow(&["a:B"])])
        );
    }

    #[test]
    fn what_fits_stays_inline() {
        let packed = pack(vec![assume(50)], false);
        assert!(packed.managed.is_empty());
        assert_eq!(packed.inline.len(), 1);
    }

    #[test]
    fn what_does_not_fit_is_split_and_nothing_is_lost() {
        let packed = pack(vec![assume(1000)], false);
        assert!(document_size(&packed.inline) <= limits::INLINE_POLICIES_MAX);
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
            assert!(document_size(policy) <= limits::MANAGED_POLICY_MAX);
        }
        assert_eq!(seen.len(), 1000);
    }

    fn calls(many: usize) -> Statement {
        let names: Vec<String> = (0..many)
            .map(|index| format!("dynamodb:DescribeSomething{index:030}"))
            .collect();
        Statement::allow(&names.iter().map(String::as_str).collect::<Vec<_>>()).on_arn("*")
    }

    #[test]
    fn a_statement_of_many_actions_is_split_and_nothing_is_lost() {
        let wide = (0..200).fold(calls(200), |statement, index| {
            statement.on_arn(format!(
                "arn:aws:dynamodb:us-east-1:111111111111:table/t{index}"
            ))
        });
        let narrow = Statement {
            sid: String::new(),
            ..calls(250)
        };
        for statements in [vec![narrow.clone()], vec![calls(150), narrow], vec![wide]] {
            let wanted: usize = statements
                .iter()
                .map(|one| one.actions.len() * one.resources.len())
                .sum();
            let packed = pack(statements, false);
            assert!(!packed.managed.is_empty());
            assert_eq!(
                size_if_over(&packed.inline, limits::INLINE_POLICIES_MAX),
                None
            );
            let mut said = 0;
            for policy in [&packed.inline].into_iter().chain(&packed.managed) {
                for statement in policy {
                    said += statement.actions.len() * statement.resources.len();
                }
            }
            for policy in &packed.managed {
                assert_eq!(size_if_over(policy, limits::MANAGED_POLICY_MAX), None);
            }
            assert_eq!(said, wanted);
        }
    }

    #[test]
    fn what_cannot_be_split_stays_whole_and_is_seen_to_be_too_large() {
        let values: Vec<String> = (0..200)
            .map(|index| format!("a-long-value-{index:050}"))
            .collect();
        let statement = calls(1000).when("StringEquals", "aws:PrincipalTag/team", values);
        let packed = pack(vec![statement], false);
        assert!(packed.managed.len() <= PIECES_MAX + 20);
        let too_large =
            |policy: &Vec<Statement>| size_if_over(policy, limits::MANAGED_POLICY_MAX).is_some();
        assert!(packed.managed.iter().any(too_large));
    }
}
