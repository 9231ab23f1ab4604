//! The grants of each action: for its role, its inputs and outputs, its provider's calls.

use super::grants::Access;
use super::placeholder::Values;
use super::role_groups::{self, Group};
use super::roles::{self, RoleSpec, Trust};
use super::stores::StoreId;
use super::{Deployment, builds, secrets};
use crate::arn::Arn;
use crate::catalogue::{ArtifactAccess, Kind, Permission, Placement, Type};
use crate::pipeline::{Action, Input, RoleId, RoleSettings, Setting};

/// The service role reads and writes every store, since it copies artifacts from region
/// to region.
pub(super) fn grant_stores_to_service_role(deployment: &mut Deployment<'_>) {
    let role = deployment.service_role;
    for store in (0..deployment.stores.len()).map(StoreId) {
        let why = "copies artifacts between actions and regions";
        deployment.grant(role, Access::Read(store), why, "");
        deployment.grant(role, Access::Write(store), why, "");
    }
}

/// Plans every action and every rule.
pub(super) fn plan_actions(deployment: &mut Deployment<'_>) {
    let pipeline = deployment.pipeline;
    for action in pipeline.actions() {
        let role = plan_action(deployment, action);
        deployment.action_roles.push(role);
    }
    for rule in pipeline.rules() {
        let role = plan_action(deployment, rule);
        deployment.condition_rule_roles.push(role);
    }
}

fn plan_action(deployment: &mut Deployment<'_>, action: &Action) -> Option<RoleId> {
    let role = acting_role(deployment, action);
    // What has no role of its own acts with the pipeline's.
    let acting = role.unwrap_or(deployment.service_role);
    if let Some(role) = role {
        let service = deployment.service_role;
        deployment.roles[role].trust(Trust::Role(service));
        let why = format!("acts as `{}`", action.title());
        deployment.grant(service, Access::Assume(role), why, action.title());
    }
    grant_calls(deployment, action.kind.permissions, action, acting, action);
    let passed = grant_passed_roles(deployment, action, acting);
    grant_artifacts(deployment, action, acting, &passed);
    role
}

/// The role that an action acts with: the one named after `as`, that of its group, or one of its
/// own.
/// Approvals, and actions that AWS does not own, have none.
///
/// Source: <https://github.com/awslabs/aws-refarch-cross-account-pipeline/issues/7>
fn acting_role(deployment: &mut Deployment<'_>, action: &Action) -> Option<RoleId> {
    if let Some(declared) = action.role {
        return Some(declared);
    }
    if matches!(action.kind.placement, Placement::Nowhere | Placement::Home) {
        return None;
    }
    let pipeline = deployment.pipeline;
    if let Some(group) = Group::of(pipeline, action) {
        return Some(role_groups::role(deployment, group, action));
    }
    let account = action.environment.account;
    let parts = action.path();
    let noun = match action.moment {
        None => "Action",
        Some(_) => "Rule",
    };
    let spec = RoleSpec {
        logical_id: super::logical::of_action(&[], action, "Role"),
        parts: &parts,
        account,
        stack: deployment.layout.stack_of_role(pipeline, account, &parts),
        description: format!("{noun} {} of pipeline {}", action.title(), pipeline.name),
        settings: RoleSettings {
            managed_policies: managed_policies(pipeline.partition(), action.kind),
            ..RoleSettings::default()
        },
        source: action.source.clone(),
    };
    Some(roles::add_managed(
        pipeline,
        &deployment.names,
        &mut deployment.roles,
        spec,
    ))
}

pub(super) fn managed_policies(partition: &str, kind: &Kind) -> Vec<String> {
    kind.managed_policies
        .iter()
        .map(|name| Arn::aws_managed_policy(partition, name).to_string())
        .collect()
}

/// Records permissions of the catalogue for a role, with the values of the action `of`.
fn grant_calls(
    deployment: &mut Deployment<'_>,
    permissions: &[Permission],
    of: &Action,
    role: RoleId,
    action: &Action,
) {
    for permission in permissions {
        if let Some(call) = Values::of(deployment, of).call(permission) {
            deployment.grant(role, Access::Call(call), permission.why, action.title());
        }
    }
}

/// The roles that an action passes to its provider. Records the grants for that.
fn grant_passed_roles(
    deployment: &mut Deployment<'_>,
    action: &Action,
    acting: RoleId,
) -> Vec<RoleId> {
    let mut passed = Vec::new();
    for key in action.kind.keys {
        let services = match &key.kind {
            Type::PassedRole(service) => std::slice::from_ref(service),
            Type::PassedRoles(services) => services,
            _ => continue,
        };
        for setting in action.config.get(key.name).iter().flat_map(|s| s.each()) {
            passed.extend(grant_passed_role(
                deployment, action, acting, services, setting,
            ));
        }
    }
    passed
}

fn grant_passed_role(
    deployment: &mut Deployment<'_>,
    action: &Action,
    acting: RoleId,
    services: &[&'static str],
    setting: &Setting,
) -> Option<RoleId> {
    let passed = role_of(deployment, action, setting)?;
    let assumes = services.first()?;
    deployment.roles[passed].trust(Trust::Service(assumes, Vec::new()));
    for service in services {
        let why = format!("hands the role to {service}");
        deployment.grant(acting, Access::Pass(passed, service), why, action.title());
    }
    Some(passed)
}

/// A role that an action names: a declared one, or one that exists.
fn role_of(deployment: &mut Deployment<'_>, action: &Action, setting: &Setting) -> Option<RoleId> {
    match setting {
        Setting::Role(declared) => Some(*declared),
        Setting::String(arn) => Some(roles::find_or_import(
            &mut deployment.roles,
            arn,
            action.environment.account,
            &action.source,
        )),
        _ => None,
    }
}

/// The roles of the machines that fetch an action's inputs from the store themselves.
fn grant_readers(deployment: &mut Deployment<'_>, action: &Action, store: StoreId) {
    for key in action.kind.keys {
        let Type::Readers(service) = key.kind else {
            continue;
        };
        for setting in action.config.get(key.name).iter().flat_map(|s| s.each()) {
            let Some(reader) = role_of(deployment, action, setting) else {
                continue;
            };
            deployment.roles[reader].trust(Trust::Service(service, Vec::new()));
            for input in &action.inputs {
                let why = format!("reads `{input}` where it is deployed");
                deployment.grant(reader, Access::Read(store), why, action.title());
            }
        }
    }
}

fn grant_artifacts(
    deployment: &mut Deployment<'_>,
    action: &Action,
    acting: RoleId,
    passed: &[RoleId],
) {
    let Some(store) = deployment.store_in(&action.environment.region) else {
        return;
    };
    let worker = match action.kind.artifacts {
        ArtifactAccess::Nobody => return,
        ArtifactAccess::ActionRole => Some(acting),
        ArtifactAccess::ProjectRole => project_role(deployment, action),
    };
    if let Some(worker) = worker {
        secrets::of_action(deployment, action, worker);
        builds::of_action(deployment, action, worker);
        for input in &action.inputs {
            let why = format!("reads `{input}`");
            deployment.grant(worker, Access::Read(store), why, action.title());
            grant_handoff(deployment, action, input, worker);
        }
        for output in &action.outputs {
            let why = format!("writes `{output}`");
            deployment.grant(worker, Access::Write(store), why, action.title());
        }
    }
    grant_readers(deployment, action, store);
    let readers = passed.iter().filter(|_| action.kind.passed_role_reads);
    for reader in readers {
        for input in &action.inputs {
            let why = format!("reads what a template in `{input}` points at");
            let access = Access::Read(store);
            let grants = &mut deployment.grants;
            grants.record_for_template(*reader, access, why, action.title());
        }
    }
}

/// The role of the project that an action starts, where the project is declared.
fn project_role(deployment: &Deployment<'_>, action: &Action) -> Option<RoleId> {
    action
        .config
        .entries
        .iter()
        .find_map(|(_, setting)| match setting {
            Setting::Project(declared) => deployment
                .projects
                .iter()
                .find(|project| project.declared == *declared)
                .map(|project| project.role),
            _ => None,
        })
}

/// Records the access that reading an artifact takes besides the store: to a repository that
/// it refers to.
fn grant_handoff(deployment: &mut Deployment<'_>, action: &Action, input: &Input, worker: RoleId) {
    let maker = deployment.pipeline.action(input.maker);
    let Some(handoff) = &maker.kind.handoff else {
        return;
    };
    if !maker.config.holds(handoff.when, maker.inputs.len()) {
        return;
    }
    grant_calls(deployment, handoff.permissions, maker, worker, action);
}
