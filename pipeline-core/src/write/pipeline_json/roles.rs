//! Roles: who may assume each, what it is for, and what it must not do.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::access::Access;
use crate::pipeline::RoleId;
use crate::plan::{self, Deployment, Trust};
use crate::write::Rendered;
use crate::write::access::statement;

/// The roles that play a part, and their places in the list.
pub(super) struct Roles<'a> {
    pub(super) deployment: &'a Deployment<'a>,
    ids: Vec<RoleId>,
    by_arn: HashMap<&'a str, usize>,
}

impl<'a> Roles<'a> {
    pub(super) fn of(deployment: &'a Deployment<'a>) -> Roles<'a> {
        let ids = (0..deployment.roles.len()).map(RoleId);
        let ids: Vec<RoleId> = ids.filter(|id| deployment.has_part(*id)).collect();
        let arns = ids.iter().enumerate();
        let arns = arns.map(|(place, id)| (deployment.role(*id).arn.as_str(), place));
        Roles {
            deployment,
            by_arn: arns.collect(),
            ids,
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = RoleId> {
        self.ids.iter().copied()
    }

    /// The place of a role in the list; none, where it plays no part.
    pub(super) fn place(&self, id: RoleId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    pub(super) fn place_of_arn(&self, arn: &str) -> Option<usize> {
        self.by_arn.get(arn).copied()
    }
}

pub(super) fn role<'a>(
    found: &'a Rendered<'_>,
    roles: &Roles<'_>,
    access: &Access<'a>,
    id: RoleId,
) -> Value {
    let deployment = &found.deployment;
    let role = deployment.role(id);
    let mut trust: Vec<Value> = Vec::new();
    for trusted in &role.trust {
        let who = match trusted {
            Trust::Service(name, _) => json!(name),
            Trust::Role(other) => json!(roles.place(*other)),
        };
        // A service may assume it for several reasons.
        if !trust.contains(&who) {
            trust.push(who);
        }
    }
    let mut stores: Vec<usize> = Vec::new();
    for grant in deployment.grants.of(id) {
        if let plan::Access::Read(store) | plan::Access::Write(store) = grant.access
            && !stores.contains(&store.0)
        {
            stores.push(store.0);
        }
    }
    let mut out = json!({
        "account": role.account.0,
        "arn": role.arn,
        "for": role.source.words,
        "id": role.label(),
        "imported": role.managed.is_none(),
        "source": role.source.exact(),
        "stores": stores,
        "trust": trust,
    });
    let denied = access.denied(found.proof.denied_by_role.by(&role.arn));
    if !denied.is_empty() {
        out["denied"] = Value::Array(denied);
    }
    let closed = found.proof.denied_by_role.at(&role.arn);
    let closed: usize = closed.iter().map(|denied| denied.count).sum();
    if closed > 0 {
        out["closedTo"] = json!(closed);
    }
    if let Some(managed) = &role.managed {
        let settings = &managed.settings;
        if !settings.managed_policies.is_empty() {
            out["managedPolicies"] = json!(settings.managed_policies);
        }
        if !settings.statements.is_empty() {
            out["statements"] = settings.statements.iter().map(statement).collect();
        }
        if let Some(boundary) = &settings.permissions_boundary {
            out["boundary"] = json!(boundary.policy);
        }
    }
    out
}
