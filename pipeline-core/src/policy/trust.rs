//! Trust policies, and the policy of home's event bus.

use super::store::root;
use super::{Principal, Statement, merge};
use crate::pipeline::AccountIndex;
use crate::plan::{Deployment, Role, Trust, home_bus};
use std::collections::BTreeSet;

/// The trust policy of a role. It names another role by its account, narrowed to its ARN: so
/// neither has to exist before the other, and one that is made again still fits.
pub(crate) fn trust_policy(deployment: &Deployment<'_>, role: &Role) -> Vec<Statement> {
    let trusts = together(&role.trust);
    let statements = trusts.iter().map(|(trust, more)| {
        let assume = Statement::allow(&["sts:AssumeRole"]);
        match trust {
            Trust::Service(name, conditions) => conditions.iter().fold(
                assume.to(Principal::Service((*name).to_owned())),
                |statement, (operator, key, value)| {
                    let values = std::iter::once(value).chain(more.iter().copied());
                    statement.when(operator, key, values)
                },
            ),
            Trust::Role(other) => {
                let other = deployment.role(*other);
                assume
                    .to(Principal::Aws(BTreeSet::from_iter([root(
                        deployment,
                        other.account,
                    )])))
                    .when("ArnEquals", "aws:PrincipalArn", [&other.arn])
            }
        }
    });
    merge(statements.collect())
}

/// What a role trusts, where one service under one condition of several values is together: a
/// role of several projects has one statement for all of them.
fn together(all: &[Trust]) -> Vec<(&Trust, Vec<&String>)> {
    let mut out: Vec<(&Trust, Vec<&String>)> = Vec::new();
    for trust in all {
        let known = out
            .iter_mut()
            .find_map(|(known, more)| match (known, trust) {
                (Trust::Service(one, same), Trust::Service(other, conditions)) if one == other => {
                    match (same.as_slice(), conditions.as_slice()) {
                        ([(operator, key, _)], [(op, k, value)]) if operator == op && key == k => {
                            Some((more, value))
                        }
                        _ => None,
                    }
                }
                _ => None,
            });
        match known {
            Some((more, value)) => more.push(value),
            None => out.push((trust, Vec::new())),
        }
    }
    out
}

/// The statement that lets only these roles of a foreign account put events on home's bus.
pub(crate) fn bus_statement(
    deployment: &Deployment<'_>,
    sid: &str,
    account: AccountIndex,
    roles: impl IntoIterator<Item = String>,
) -> Statement {
    Statement::allow(&["events:PutEvents"])
        .sid(sid)
        .to(Principal::Aws(BTreeSet::from_iter([root(
            deployment, account,
        )])))
        .on_arn(home_bus(deployment))
        .when("ArnEquals", "aws:PrincipalArn", roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_service_under_one_condition_is_together() {
        let trust = |service, operator, key, value: &str| {
            Trust::Service(service, vec![(operator, key, value.to_owned())])
        };
        let all = [
            trust("builds", "ArnLike", "aws:SourceArn", "a"),
            trust("builds", "ArnLike", "aws:SourceArn", "b"),
            trust("events", "ArnLike", "aws:SourceArn", "c"),
            trust("builds", "ArnEquals", "aws:SourceArn", "d"),
            trust("builds", "ArnLike", "aws:PrincipalArn", "e"),
        ];
        let found: Vec<(&Trust, Vec<&str>)> = together(&all)
            .into_iter()
            .map(|(trust, more)| (trust, more.into_iter().map(String::as_str).collect()))
            .collect();
        let wanted = [
            (&all[0], vec!["b"]),
            (&all[2], vec![]),
            (&all[3], vec![]),
            (&all[4], vec![]),
        ];
        assert_eq!(found, wanted);
    }
}
