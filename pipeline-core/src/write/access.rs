//! `access.json`: who may do what, and why; `sources.json`: where each resource comes
//! from in the user's source.

use serde_json::{Map, Value as Json, json};

use super::requirement::requirements;
use super::{Rendered, proven, template_file};
use crate::plan::{Deployment, Grant, Need, Role, RoleId, Trust};

pub(super) fn access(rendered: &[Rendered<'_>]) -> String {
    let pipelines: Vec<Json> = rendered.iter().map(pipeline).collect();
    format!("{:#}\n", json!({ "pipelines": pipelines }))
}

fn pipeline(found: &Rendered<'_>) -> Json {
    let deployment = &found.deployment;
    let pipeline = deployment.pipeline;
    let roles: Vec<Json> = deployment
        .roles
        .iter()
        .enumerate()
        .filter(|(index, _)| deployment.has_part(RoleId(*index)))
        .map(|(index, role)| self::role(deployment, RoleId(index), role))
        .collect();
    let required: Vec<Json> = requirements(found)
        .into_iter()
        .map(|found| {
            json!({ "owner": found.owner, "must": found.must, "statements": found.statements })
        })
        .collect();
    json!({
        "name": pipeline.name,
        "home": { "account": pipeline.home_id().as_str(), "region": pipeline.home().region.as_str() },
        "roles": roles,
        "requirements": required,
        "proof": proven::json(found),
    })
}

fn role(deployment: &Deployment<'_>, id: RoleId, role: &Role) -> Json {
    let trusts: Vec<&str> = role
        .trust
        .iter()
        .map(|trust| match trust {
            Trust::Service(name, _) => *name,
            Trust::Role(other) => deployment.role(*other).arn.as_str(),
        })
        .collect();
    let grants: Vec<Json> = deployment
        .ledger
        .of(id)
        .map(|grant| self::grant(deployment, grant))
        .collect();
    json!({
        "role": role.arn,
        "account": deployment.pipeline.accounts[role.account].name,
        "imported": role.made.is_none(),
        "source": role.source.stable(),
        "trusts": trusts,
        "grants": grants,
    })
}

fn grant(deployment: &Deployment<'_>, grant: &Grant) -> Json {
    let mut out = Map::new();
    if !grant.action.is_empty() {
        out.insert("action".to_owned(), json!(grant.action));
    }
    out.insert("why".to_owned(), json!(grant.why));
    let (need, on) = words(deployment, &grant.need);
    out.insert("need".to_owned(), json!(need));
    out.insert("on".to_owned(), json!(on));
    Json::Object(out)
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
    let mut out = Map::new();
    for found in rendered {
        for (stack, template) in found.stacks() {
            out.insert(template_file(stack), json!(template.sources()));
        }
    }
    format!("{:#}\n", Json::Object(out))
}
