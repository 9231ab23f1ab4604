//! Trust policies, and the policy of home's event bus.

use super::store::root;
use super::{Principal, Statement, merge};
use crate::pipeline::AccountIndex;
use crate::plan::{Deployment, Role, Trust, home_bus};
use std::collections::BTreeSet;

/// The trust policy of a role. It names another role by its account, narrowed to its ARN: so
/// neither has to exist before the other, and one that is made again still fits.
pub(crate) fn trust_policy(deployment: &Deployment<'_>, role: &Role) -> Vec<Statement> {
    let statements = role.trust.iter().map(|trust| {
        let assume = Statement::allow(&["sts:AssumeRole"]);
        match trust {
            Trust::Service(name, conditions) => conditions.iter().fold(
                assume.to(Principal::Service((*name).to_owned())),
                |statement, (operator, key, value)| statement.when(operator, key, [value]),
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
