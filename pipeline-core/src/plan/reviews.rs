//! The access of the builds that describe change sets for approvals: at home with the project's own
//! role, and in each other account with a role that only this one may assume.

use super::grants::Access;
use super::placeholder::Values;
use super::roles::{self, RoleSpec, Trust};
use super::{Deployment, logical};
use crate::catalogue::VariableKind;
use crate::pipeline::{AccountIndex, Action, RoleId, RoleSettings, Setting, Variable};
use serde_json::json;
use std::collections::BTreeMap;

/// The environment variable with a change set, by its number from 1 on: a list of the action that
/// prepares it, its account, its region, its stack and its name, and of the role that describes it,
/// where that is not the build's own. CodeBuild takes a variable of 4,096 characters at most.
///
/// Source: <https://github.com/wolfeidau/buildkite-serverless-agent/issues/35>
pub(crate) fn change_set_variable(number: usize) -> String {
    format!("CHANGE_SET_{number}")
}

/// Plans every build that describes change sets.
pub(super) fn plan_reviews(deployment: &mut Deployment<'_>) {
    let pipeline = deployment.pipeline;
    for action in pipeline.actions() {
        if !action.describes.is_empty() {
            plan_review(deployment, action);
        }
    }
}

fn plan_review(deployment: &mut Deployment<'_>, action: &Action) {
    let pipeline = deployment.pipeline;
    let Some(position) = deployment.projects.iter().position(|project| {
        let mut settings = action.config.settings();
        settings.any(|setting| *setting == Setting::Project(project.declared))
    }) else {
        return;
    };
    let builds = deployment.projects[position].role;
    let mut abroad: BTreeMap<AccountIndex, RoleId> = BTreeMap::new();
    for id in &action.describes {
        let prepare = pipeline.action(*id);
        let account = prepare.environment.account;
        let role = if account == pipeline.home {
            builds
        } else {
            let known = abroad.get(&account).copied();
            known.unwrap_or_else(|| {
                let role = create_role(deployment, action, account, builds);
                abroad.insert(account, role);
                role
            })
        };
        let described = prepare.kind.pair.as_ref().map(|pair| &pair.described);
        let call = described.and_then(|permission| {
            let call = Values::of(deployment, prepare).call(permission)?;
            Some((call, permission.why))
        });
        if let Some((call, why)) = call {
            deployment.grant(role, Access::Call(call), why, action.title());
        }
    }
    let variables = environment(deployment, action, &abroad);
    if let Some(managed) = &mut deployment.projects[position].managed {
        managed.settings.environment_variables.extend(variables);
    }
}

/// The role in another account that may describe the change sets there.
fn create_role(
    deployment: &mut Deployment<'_>,
    action: &Action,
    account: AccountIndex,
    builds: RoleId,
) -> RoleId {
    let pipeline = deployment.pipeline;
    let parts = [action.stage.as_str(), action.name.as_str(), "describes"];
    let spec = RoleSpec {
        logical_id: logical::of_action(&[], action, "DescribesRole"),
        parts: &parts,
        account,
        stack: deployment.layout.stack_of_role(pipeline, account, &parts),
        description: format!(
            "Change sets that action {} of pipeline {} describes",
            action.title(),
            pipeline.name
        ),
        settings: RoleSettings::default(),
        source: action.source.clone(),
    };
    let role = roles::add_managed(pipeline, &deployment.names, &mut deployment.roles, spec);
    deployment.roles[role].trust(Trust::Role(builds));
    let id = &pipeline.accounts[account].name;
    let why = format!("describes change sets in account `{id}`");
    deployment.grant(builds, Access::Assume(role), why, action.title());
    role
}

/// What the build gets to know: texts, so that no shell reads a name.
fn environment(
    deployment: &Deployment<'_>,
    action: &Action,
    abroad: &BTreeMap<AccountIndex, RoleId>,
) -> Vec<Variable> {
    let pipeline = deployment.pipeline;
    let numbered = (1..).zip(&action.describes);
    numbered
        .map(|(number, prepare)| {
            let prepare = pipeline.action(*prepare);
            let environment = &prepare.environment;
            let mut out = vec![
                prepare.title(),
                pipeline.accounts[environment.account].id.to_string(),
                environment.region.to_string(),
            ];
            let same = prepare.kind.pair.as_ref().map_or(&[][..], |pair| pair.same);
            let named = same.iter().filter_map(|key| prepare.config.string(key));
            out.extend(named.map(str::to_owned));
            let role = abroad.get(&environment.account);
            out.extend(role.map(|role| deployment.roles[*role].arn.clone()));
            Variable {
                name: change_set_variable(number),
                kind: VariableKind::Plaintext,
                value: Setting::String(json!(out).to_string()),
            }
        })
        .collect()
}
