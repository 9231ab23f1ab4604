//! The access of the builds that describe change sets for approvals: at home with the project's own
//! role, and in each other account with a role that only this one may assume.

use super::grants::Access;
use super::placeholder::Values;
use super::roles::{self, RoleSpec, Trust};
use super::{Deployment, logical};
use crate::catalogue::VariableKind;
use crate::pipeline::{AccountIndex, Action, RoleId, RoleSettings, Setting, Variable};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The environment variable with the change sets, a list each: the action that prepares it, its
/// account, its region, its stack and its name.
pub(crate) const CHANGE_SETS: &str = "CHANGE_SETS";

/// The environment variable with the role of each other account.
pub(crate) const ROLES: &str = "REVIEW_ROLES";

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
    let role = roles::create(pipeline, &deployment.names, &mut deployment.roles, spec);
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
    let id = |account: AccountIndex| pipeline.accounts[account].id.as_str();
    let change_sets = action.describes.iter().map(|id_of| {
        let prepare = pipeline.action(*id_of);
        let environment = &prepare.environment;
        let mut out = vec![
            prepare.title(),
            id(environment.account).to_owned(),
            environment.region.to_string(),
        ];
        let same = prepare.kind.pair.as_ref().map_or(&[][..], |pair| pair.same);
        let named = same.iter().filter_map(|key| prepare.config.string(key));
        out.extend(named.map(str::to_owned));
        json!(out)
    });
    let change_sets: Value = change_sets.collect();
    let mut out = vec![variable(CHANGE_SETS, &change_sets)];
    if !abroad.is_empty() {
        let roles = abroad.iter().map(|(account, role)| {
            let arn = deployment.roles[*role].arn.as_str();
            (id(*account).to_owned(), json!(arn))
        });
        let roles: Map<String, Value> = roles.collect();
        out.push(variable(ROLES, &roles.into()));
    }
    out
}

fn variable(name: &str, value: &Value) -> Variable {
    Variable {
        name: name.to_owned(),
        kind: VariableKind::Plaintext,
        value: Setting::String(value.to_string()),
    }
}
