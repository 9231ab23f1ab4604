//! What each action needs: a role, its inputs and outputs, its provider's calls.

use super::ledger::Need;
use super::placeholder::Values;
use super::roles::{self, New, RoleId, Trust};
use super::stacks::StackKind;
use super::{Deployment, secrets};
use crate::catalogue::{ArtifactAccess, Placement, Type};
use crate::pipeline::{Action, RoleSettings, Setting};

/// The service role reads and writes every store, since it copies artifacts from region
/// to region.
pub(super) fn grants_of_service_role(deployment: &mut Deployment<'_>) {
    let role = deployment.service_role;
    for store in 0..deployment.stores.len() {
        let why = "copies artifacts between actions and regions";
        deployment.ledger.record(role, Need::Read(store), why, "");
        deployment.ledger.record(role, Need::Write(store), why, "");
    }
}

/// Plans every action.
pub(super) fn actions(deployment: &mut Deployment<'_>) {
    let pipeline = deployment.pipeline;
    for action in pipeline.actions() {
        let role = acting_role(deployment, action);
        deployment.action_roles.push(role);
        // What has no role of its own acts with the pipeline's.
        let acting = role.unwrap_or(deployment.service_role);
        if let Some(role) = role {
            let service = deployment.service_role;
            deployment.roles[role.0].trust(Trust::Role(service));
            let why = format!("acts as `{}`", action.title());
            deployment
                .ledger
                .record(service, Need::Assume(role), why, action.title());
        }
        provider_calls(deployment, action, acting);
        let passed = passed_role(deployment, action, acting);
        artifacts(deployment, action, acting, passed);
    }
}

/// The role that an action acts with: the one named after `as`, or one of its own.
/// Approvals, and actions that AWS does not own, have none.
///
/// Source: <https://github.com/awslabs/aws-refarch-cross-account-pipeline/issues/7>
fn acting_role(deployment: &mut Deployment<'_>, action: &Action) -> Option<RoleId> {
    if let Some(declared) = action.role {
        return Some(RoleId(declared));
    }
    if matches!(action.kind.placement, Placement::Nowhere | Placement::Home) {
        return None;
    }
    let pipeline = deployment.pipeline;
    let account = action.environment.account;
    let new = New {
        title: super::logical::of_action(&[], action, "Role"),
        parts: &[&action.stage, &action.name],
        account,
        stack: StackKind::of_roles(pipeline, account),
        description: format!("Action {} of pipeline {}", action.title(), pipeline.name),
        settings: RoleSettings::default(),
        source: action.source.clone(),
    };
    Some(roles::make(
        pipeline,
        &deployment.names,
        &mut deployment.roles,
        new,
    ))
}

fn provider_calls(deployment: &mut Deployment<'_>, action: &Action, role: RoleId) {
    for permission in action.kind.permissions {
        let call = Values::of(deployment, action).call(permission);
        if let Some(call) = call {
            deployment
                .ledger
                .record(role, Need::Call(call), permission.why, action.title());
        }
    }
}

/// The role that an action hands to its provider, with what that takes.
fn passed_role(deployment: &mut Deployment<'_>, action: &Action, acting: RoleId) -> Option<RoleId> {
    let (service, setting) = action.kind.keys.iter().find_map(|key| match key.kind {
        Type::PassedRole(service) => Some((service, action.config.get(key.name)?)),
        _ => None,
    })?;
    let passed = match setting {
        Setting::Role(declared) => RoleId(*declared),
        Setting::Text(arn) => roles::of_arn(
            &mut deployment.roles,
            arn,
            action.environment.account,
            &action.source,
        ),
        _ => return None,
    };
    deployment.roles[passed.0].trust(Trust::Service(service, Vec::new()));
    let why = format!("hands the role to {service}");
    deployment
        .ledger
        .record(acting, Need::Pass(passed, service), why, action.title());
    Some(passed)
}

fn artifacts(
    deployment: &mut Deployment<'_>,
    action: &Action,
    acting: RoleId,
    passed: Option<RoleId>,
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
        for input in &action.inputs {
            let why = format!("reads `{input}`");
            deployment
                .ledger
                .record(worker, Need::Read(store), why, action.title());
            handed_over(deployment, action, input, worker);
        }
        for output in &action.outputs {
            let why = format!("writes `{output}`");
            deployment
                .ledger
                .record(worker, Need::Write(store), why, action.title());
        }
    }
    // A template may point at code in the store, as a packaged one does:
    // https://github.com/aws/aws-cdk/issues/3765
    if let Some(passed) = passed {
        for input in &action.inputs {
            let why = format!("reads what a template in `{input}` points at");
            deployment
                .ledger
                .record(passed, Need::Read(store), why, action.title());
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
            Setting::Project(index) => deployment
                .projects
                .iter()
                .find(|project| project.declared == *index)
                .map(|project| project.role),
            _ => None,
        })
}

/// What reading an artifact takes besides the store: a repository that it refers to.
fn handed_over(deployment: &mut Deployment<'_>, action: &Action, input: &str, worker: RoleId) {
    let pipeline = deployment.pipeline;
    let Some(maker) = pipeline
        .actions()
        .find(|maker| maker.outputs.iter().any(|o| o == input))
    else {
        return;
    };
    let Some(handoff) = &maker.kind.handoff else {
        return;
    };
    if !maker.config.holds(handoff.when, maker.inputs.len()) {
        return;
    }
    for permission in handoff.permissions {
        let call = Values::of(deployment, maker).call(permission);
        if let Some(call) = call {
            deployment
                .ledger
                .record(worker, Need::Call(call), permission.why, action.title());
        }
    }
}
