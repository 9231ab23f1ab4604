//! `access.json`: who may do what, and why; `sources.json`: where each resource comes
//! from in the user's source.

use super::requirement::{Requirement, requirements};
use super::{Rendered, proven, template_file};
use crate::plan::{Deployment, Grant, Need, Role, RoleId, Trust};
use serde_json::{Map, Value, json};

pub(super) fn access(rendered: &[Rendered<'_>]) -> String {
    let pipelines: Vec<Value> = rendered.iter().map(pipeline).collect();
    format!("{:#}\n", json!({ "pipelines": pipelines }))
}

fn pipeline(found: &Rendered<'_>) -> Value {
    let deployment = &found.deployment;
    let pipeline = deployment.pipeline;
    let requirements = requirements(found);
    let roles = deployment.roles.iter().enumerate();
    let roles = roles.map(|(index, role)| (RoleId(index), role));
    json!({
        "home": {
            "account": pipeline.home_id().as_str(),
            "region": pipeline.home().region.as_str(),
        },
        "name": pipeline.name,
        "proof": proven::json(found),
        "requirements": requirements.iter().map(requirement).collect::<Value>(),
        "roles": roles
            .filter(|(id, _)| deployment.has_part(*id))
            .map(|(id, role)| self::role(deployment, id, role))
            .collect::<Value>(),
    })
}

fn requirement(found: &Requirement) -> Value {
    json!({
        "must": found.must,
        "owner": found.owner,
        "statements": found.statements,
    })
}

fn role(deployment: &Deployment<'_>, id: RoleId, role: &Role) -> Value {
    let account = &deployment.pipeline.accounts[role.account];
    let grants = deployment.ledger.of(id);
    let trusts = role.trust.iter().map(|trust| match trust {
        Trust::Service(name, _) => *name,
        Trust::Role(other) => deployment.role(*other).arn.as_str(),
    });
    json!({
        "account": account.name,
        "grants": grants.map(|grant| self::grant(deployment, grant)).collect::<Value>(),
        "imported": role.made.is_none(),
        "role": role.arn,
        "source": role.source.stable(),
        "trusts": trusts.collect::<Value>(),
    })
}

fn grant(deployment: &Deployment<'_>, grant: &Grant) -> Value {
    let (need, on) = words(deployment, &grant.need);
    let mut out = json!({ "need": need, "on": on, "why": grant.why });
    if !grant.action.is_empty() {
        out["action"] = json!(grant.action);
    }
    out
}

/// What a need is, and on what, for a person.
pub(super) fn words(deployment: &Deployment<'_>, need: &Need) -> (String, Vec<String>) {
    let store = |index: usize| {
        let store = &deployment.stores[index];
        vec![format!("store of {} ({})", store.region, store.bucket)]
    };
    match need {
        Need::Read(index) => ("read artifacts".to_owned(), store(*index)),
        Need::Write(index) => ("write artifacts".to_owned(), store(*index)),
        Need::Assume(role) => (
            "sts:AssumeRole".to_owned(),
            vec![deployment.role(*role).arn.clone()],
        ),
        Need::Pass(role, _) => (
            "iam:PassRole".to_owned(),
            vec![deployment.role(*role).arn.clone()],
        ),
        Need::Call(call) => (call.actions.join(", "), call.resources.clone()),
    }
}

pub(super) fn sources(rendered: &[Rendered<'_>]) -> String {
    let stacks = rendered.iter().flat_map(Rendered::stacks);
    let stacks: Map<String, Value> = stacks
        .map(|(stack, template)| (template_file(stack), json!(template.sources())))
        .collect();
    format!("{:#}\n", Value::Object(stacks))
}
