//! The statements of a role's own policies, from its grants and from the user.

use super::{Statement, Term, merge};
use crate::arn::Arn;
use crate::catalogue::{artifacts, limits};
use crate::pipeline::{Environment, RoleId, RoleSettings, UserStatement};
use crate::plan::{Access, Deployment, Role, StoreId, StoreKey};
use std::collections::BTreeSet;

/// The statements that a role's grants make. Those of the user are not among them.
pub(crate) fn granted_statements(deployment: &Deployment<'_>, role: RoleId) -> Vec<Statement> {
    let found = deployment.role(role);
    let at_home = found.account == deployment.pipeline.home && found.managed.is_some();
    merged_statements(
        deployment,
        role,
        if at_home {
            KeyReference::Arn
        } else {
            KeyReference::Alias
        },
    )
}

/// The same for a policy that is not in a template, and cannot know a key's ARN.
pub(crate) fn granted_statements_by_alias(
    deployment: &Deployment<'_>,
    role: RoleId,
) -> Vec<Statement> {
    merged_statements(deployment, role, KeyReference::Alias)
}

fn merged_statements(
    deployment: &Deployment<'_>,
    role: RoleId,
    reference: KeyReference,
) -> Vec<Statement> {
    let mut statements = Vec::new();
    let by_path = assumes_by_path(deployment, role);
    for grant in deployment.grants.of(role) {
        statements.extend(statements_of_access(
            deployment,
            reference,
            by_path,
            &grant.access,
        ));
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

/// Returns whether a role assumes so many others that its policies name their path and not
/// each of them. It can assume no more roles by that: all roles under the path are the
/// pipeline's, and each trust policy names who may assume it.
pub(crate) fn assumes_by_path(deployment: &Deployment<'_>, role: RoleId) -> bool {
    let grants = deployment.grants.of(role);
    let assumed = grants.filter_map(|grant| match &grant.access {
        Access::Assume(other) => Some(*other),
        _ => None,
    });
    let assumed: BTreeSet<RoleId> = assumed.collect();
    let assumed = assumed.iter().map(|id| deployment.role(*id));
    let names: usize = assumed.clone().map(|role| role.arn.len()).sum();
    let mut managed = assumed.filter_map(|role| role.managed.as_ref());
    names > limits::ROLES_NAMED_MAX && managed.any(|role| role.uses_pipeline_path)
}

fn assume(deployment: &Deployment<'_>, other: &Role, by_path: bool) -> Statement {
    let statement = Statement::allow(&["sts:AssumeRole"]).sid("AssumeActionRoles");
    let pipeline = deployment.pipeline;
    match &other.managed {
        Some(managed) if by_path && managed.uses_pipeline_path => {
            let account = pipeline.accounts[other.account].id.as_str();
            statement.on_arn(Arn::role(pipeline.partition(), account, &managed.path, "*"))
        }
        _ => statement.on_arn(&other.arn),
    }
}

/// The statements that the user wrote for a role.
pub(crate) fn user_statements(settings: &RoleSettings) -> impl Iterator<Item = Statement> {
    (1..)
        .zip(&settings.statements)
        .map(|(number, written)| user_statement(number, written))
}

fn user_statement(number: usize, written: &UserStatement) -> Statement {
    let actions: Vec<&str> = written.actions.iter().map(String::as_str).collect();
    let mut statement = if written.deny {
        Statement::deny(&actions)
    } else {
        Statement::allow(&actions)
    };
    statement.user = Some(number);
    for resource in &written.resources {
        statement = statement.on_arn(resource);
    }
    for (operator, key, values) in &written.conditions {
        statement = statement.when(operator, key, values);
    }
    statement
}

/// The statements of one access, for a role that is not ours.
pub(crate) fn statements_of_access_by_alias(
    deployment: &Deployment<'_>,
    access: &Access,
) -> Vec<Statement> {
    statements_of_access(deployment, KeyReference::Alias, false, access)
}

/// The name that a policy has for a store's key.
#[derive(Clone, Copy)]
enum KeyReference {
    /// Its ARN: in a template of home's account.
    Arn,
    /// Its alias.
    Alias,
}

/// `by_path` as [`assumes_by_path`] says it.
fn statements_of_access(
    deployment: &Deployment<'_>,
    reference: KeyReference,
    by_path: bool,
    access: &Access,
) -> Vec<Statement> {
    match access {
        Access::Read(store) => artifact_statements(
            deployment,
            reference,
            *store,
            ("ReadArtifacts", artifacts::READ_OBJECTS),
            ("DecryptArtifacts", artifacts::READ_KEY),
        ),
        Access::Write(store) => artifact_statements(
            deployment,
            reference,
            *store,
            ("WriteArtifacts", artifacts::WRITE_OBJECTS),
            ("EncryptArtifacts", artifacts::WRITE_KEY),
        ),
        Access::Assume(other) => vec![assume(deployment, deployment.role(*other), by_path)],
        Access::Pass(other, service) => vec![
            Statement::allow(&["iam:PassRole"])
                .sid("PassRole")
                .on_arn(&deployment.role(*other).arn)
                .when("StringEquals", "iam:PassedToService", [*service]),
        ],
        Access::Call(call) => {
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
    reference: KeyReference,
    store: StoreId,
    objects: (&str, &[&str]),
    key: (&str, &[&str]),
) -> Vec<Statement> {
    let pipeline = deployment.pipeline;
    let home = pipeline.home_id().as_str();
    let bucket = deployment.bucket_arn(store);
    let mut statements = vec![
        Statement::allow(objects.1)
            .sid(objects.0)
            .on_arn(deployment.artifacts_arn(store))
            .when("StringEquals", "aws:ResourceAccount", [home]),
        Statement::allow(artifacts::BUCKET)
            .sid("FindArtifactStores")
            .on_arn(bucket)
            .when("StringEquals", "aws:ResourceAccount", [home]),
    ];
    statements.extend(key_statement(deployment, reference, store, key));
    statements
}

/// The key of a store. A role at home names it by its ARN; one of another account cannot
/// know that, and names the store's alias.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html>
fn key_statement(
    deployment: &Deployment<'_>,
    reference: KeyReference,
    store: StoreId,
    (sid, actions): (&str, &[&str]),
) -> Option<Statement> {
    let pipeline = deployment.pipeline;
    let found = &deployment.stores[store];
    let statement = Statement::allow(actions).sid(sid);
    match &found.key {
        StoreKey::None => None,
        StoreKey::Imported { arn } => Some(statement.on_arn(arn)),
        StoreKey::Managed { .. } if matches!(reference, KeyReference::Arn) => {
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
