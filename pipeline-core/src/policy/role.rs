//! The role's side: what a role's own policies say, from the ledger.

use super::{Statement, Term, merge};
use crate::arn::Arn;
use crate::catalogue::{artifacts, limits};
use crate::pipeline::{Environment, UserStatement};
use crate::plan::{Deployment, Need, Role, RoleId, StoreKey};
use std::collections::BTreeSet;

/// What a role needs of the pipeline, as statements of its own policy: what a user has
/// added to it is not among them.
pub(crate) fn statements_of(deployment: &Deployment<'_>, role: RoleId) -> Vec<Statement> {
    let found = deployment.role(role);
    let at_home = found.account == deployment.pipeline.home && found.made.is_some();
    needs_of(
        deployment,
        role,
        if at_home { Knows::Arn } else { Knows::Alias },
    )
}

/// The same for a policy that is not in a template, and cannot know a key's ARN.
pub(crate) fn statements_by_alias(deployment: &Deployment<'_>, role: RoleId) -> Vec<Statement> {
    needs_of(deployment, role, Knows::Alias)
}

fn needs_of(deployment: &Deployment<'_>, role: RoleId, knows: Knows) -> Vec<Statement> {
    let mut statements = Vec::new();
    let by_path = assumes_by_path(deployment, role);
    for grant in deployment.ledger.of(role) {
        statements.extend(match &grant.need {
            Need::Assume(other) => vec![assume(deployment, deployment.role(*other), by_path)],
            other => need(deployment, knows, other),
        });
    }
    let mut merged = merge(statements);
    // The order in which grants were recorded is that of the actions; a policy does not
    // change because two actions change places.
    merged.sort_by(|one, other| {
        (&one.sid, &one.actions, &one.resources).cmp(&(
            &other.sid,
            &other.actions,
            &other.resources,
        ))
    });
    merged
}

/// Whether a role is to assume so many others that its policies name their path and not
/// each of them. That lets it assume no more: what is under the path are the pipeline's
/// roles, and each says itself whom it trusts.
pub(crate) fn assumes_by_path(deployment: &Deployment<'_>, role: RoleId) -> bool {
    let grants = deployment.ledger.of(role);
    let assumed = grants.filter_map(|grant| match &grant.need {
        Need::Assume(other) => Some(*other),
        _ => None,
    });
    let assumed: BTreeSet<RoleId> = assumed.collect();
    let names = assumed.iter().map(|id| deployment.role(*id).arn.len());
    names.sum::<usize>() > limits::ROLES_NAMED_MAX
}

fn assume(deployment: &Deployment<'_>, other: &Role, by_path: bool) -> Statement {
    let statement = Statement::allow(&["sts:AssumeRole"]).sid("AssumeActionRoles");
    let pipeline = deployment.pipeline;
    match &other.made {
        Some(made) if by_path && made.under_path => {
            let account = pipeline.accounts[other.account].id.as_str();
            statement.on_arn(Arn::role(pipeline.partition(), account, &made.path, "*"))
        }
        _ => statement.on_arn(&other.arn),
    }
}

impl UserStatement {
    /// The statement as it stands in the role's policy.
    pub(crate) fn statement(&self) -> Statement {
        let actions: Vec<&str> = self.actions.iter().map(String::as_str).collect();
        let mut statement = if self.deny {
            Statement::deny(&actions)
        } else {
            Statement::allow(&actions)
        };
        for resource in &self.resources {
            statement = statement.on_arn(resource);
        }
        for (operator, key, values) in &self.conditions {
            statement = statement.when(operator, key, values);
        }
        statement
    }
}

/// What a role that nobody named needs.
pub(crate) fn statements_for(deployment: &Deployment<'_>, need: &Need) -> Vec<Statement> {
    self::need(deployment, Knows::Alias, need)
}

/// What a policy can say of a store's key.
#[derive(Clone, Copy)]
enum Knows {
    /// Its ARN: in a template of home's account.
    Arn,
    /// Its alias.
    Alias,
}

fn need(deployment: &Deployment<'_>, knows: Knows, need: &Need) -> Vec<Statement> {
    match need {
        Need::Read(store) => artifact_statements(
            deployment,
            knows,
            *store,
            ("ReadArtifacts", artifacts::READ_OBJECTS),
            ("DecryptArtifacts", artifacts::READ_KEY),
        ),
        Need::Write(store) => artifact_statements(
            deployment,
            knows,
            *store,
            ("WriteArtifacts", artifacts::WRITE_OBJECTS),
            ("EncryptArtifacts", artifacts::WRITE_KEY),
        ),
        Need::Assume(other) => vec![assume(deployment, deployment.role(*other), false)],
        Need::Pass(other, service) => vec![
            Statement::allow(&["iam:PassRole"])
                .sid("PassRole")
                .on_arn(&deployment.role(*other).arn)
                .when("StringEquals", "iam:PassedToService", [*service]),
        ],
        Need::Call(call) => {
            let mut statement = Statement::allow(&call.actions);
            for resource in &call.resources {
                statement = statement.on_arn(resource);
            }
            for (operator, key, value) in &call.conditions {
                statement = statement.when(operator, key, [value]);
            }
            vec![statement]
        }
    }
}

/// Objects, bucket and key of a store. `aws:ResourceAccount` sees to it that a bucket of
/// the same name in another account gets nothing.
fn artifact_statements(
    deployment: &Deployment<'_>,
    knows: Knows,
    store: usize,
    objects: (&str, &[&str]),
    key: (&str, &[&str]),
) -> Vec<Statement> {
    let pipeline = deployment.pipeline;
    let home = pipeline.home_id().as_str();
    let bucket = deployment.bucket_arn(store);
    let mut statements = vec![
        Statement::allow(objects.1)
            .sid(objects.0)
            .on_arn(format!("{bucket}/*"))
            .when("StringEquals", "aws:ResourceAccount", [home]),
        Statement::allow(artifacts::BUCKET)
            .sid("FindArtifactStores")
            .on_arn(bucket)
            .when("StringEquals", "aws:ResourceAccount", [home]),
    ];
    statements.extend(key_statement(deployment, knows, store, key));
    statements
}

/// The key of a store. A role at home names it by its ARN; one of another account cannot
/// know that, and names the store's alias.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html>
fn key_statement(
    deployment: &Deployment<'_>,
    knows: Knows,
    store: usize,
    (sid, actions): (&str, &[&str]),
) -> Option<Statement> {
    let pipeline = deployment.pipeline;
    let found = &deployment.stores[store];
    let statement = Statement::allow(actions).sid(sid);
    match &found.key {
        StoreKey::None => None,
        StoreKey::Imported { arn } => Some(statement.on_arn(arn)),
        StoreKey::Managed { .. } if matches!(knows, Knows::Arn) => {
            Some(statement.on(Term::Key(store)))
        }
        StoreKey::Managed { alias } => {
            let environment = Environment {
                account: pipeline.home,
                region: found.region.clone(),
            };
            let keys = pipeline.arns(&environment).key("*");
            Some(statement.on_arn(keys).when(
                "ForAnyValue:StringEquals",
                "kms:ResourceAliases",
                [alias],
            ))
        }
    }
}
