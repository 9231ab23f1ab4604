//! Roles that exist, and the permissions boundaries of ours.

use super::{Policy, Requirement, account_of, code, pasted};
use crate::pipeline::RoleId;
use crate::plan::{Deployment, ManagedRole, Role};
use crate::policy::{self, Statement};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn role(
    deployment: &Deployment<'_>,
    id: RoleId,
    role: &Role,
    out: &mut Vec<Requirement>,
) {
    let account = &deployment.pipeline.accounts[role.account].name;
    let owner = || format!("role {} of account {}", code(&role.arn), code(account));
    let json = |statements: Vec<Statement>| pasted(deployment, statements);
    // That of an imported project is assumable already.
    if !role.trust.is_empty() {
        out.push(Requirement {
            owner: owner(),
            must: "have this in its trust policy".to_owned(),
            statements: json(policy::trust_policy(deployment, role)),
            account: account_of(&role.arn),
            policy: Some(Policy::Trust(role.arn.clone())),
            ..Requirement::default()
        });
    }
    let statements = json(policy::granted_statements(deployment, id));
    if !statements.is_empty() {
        out.push(Requirement {
            owner: owner(),
            must: match only_reads_for_templates(deployment, id) {
                true => "be allowed these calls by a policy of its own, if a template that it deploys refers to code in the artifacts; the template itself does not need it".to_owned(),
                false => "be allowed these calls by a policy of its own".to_owned(),
            },
            statements,
        account: account_of(&role.arn),
            policy: Some(Policy::Role(role.arn.clone())),
            ..Requirement::default()
});
    }
}

/// Returns whether a role needs artifacts only for what a template points at. Most templates point
/// at nothing in them.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html>
fn only_reads_for_templates(deployment: &Deployment<'_>, id: RoleId) -> bool {
    let grants = deployment.grants.all().iter();
    let mut own = grants.filter(|grant| grant.role == id).peekable();
    own.peek().is_some() && own.all(|grant| grant.for_template)
}

/// A role that is bounded may do only what its boundary allows too: what it needs of the
/// pipeline, and what the user allows it.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
pub(super) fn boundary(
    deployment: &Deployment<'_>,
    id: RoleId,
    managed: &ManagedRole,
    out: &mut Vec<Requirement>,
) {
    let Some(boundary) = &managed.settings.permissions_boundary else {
        return;
    };
    let arn = &boundary.policy;
    // What it says is known, and the proof has gone through it.
    if deployment.boundaries.contains_key(arn) {
        return;
    }
    let mut statements = policy::granted_statements_by_alias(deployment, id);
    let users = policy::user_statements(&managed.settings);
    statements.extend(users.filter(|statement| !statement.deny));
    let and = match managed.settings.managed_policies.as_slice() {
        [] => "",
        _ => "; and of its managed policies what it has to keep",
    };
    if statements.is_empty() && and.is_empty() {
        return;
    }
    out.push(Requirement {
        owner: format!("policy {}", code(arn)),
        must: format!(
            "allow role {} these calls, since it is the role's permissions boundary{and}",
            code(&deployment.role(id).arn)
        ),
        statements: pasted(deployment, statements),
        account: account_of(arn),
        policy: Some(Policy::Managed(arn.clone())),
        ..Requirement::default()
    });
}

/// Returns whether a role has the boundary that all roles of its account have.
pub(super) fn is_of_house(deployment: &Deployment<'_>, managed: &ManagedRole) -> bool {
    let rules = deployment.pipeline.role_rules.iter();
    let mut rules = rules.filter_map(|rules| rules.permissions_boundary.as_ref());
    let own = managed.settings.permissions_boundary.as_ref();
    own.is_some_and(|own| rules.any(|rules| rules.policy == own.policy))
}

/// A boundary of all roles must allow what they need together: each is allowed no more than its
/// own policies allow.
pub(super) fn boundaries_of_house(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let mut needed: BTreeMap<&str, (Vec<Statement>, usize, BTreeSet<&str>)> = BTreeMap::new();
    for (id, role) in (0..).map(RoleId).zip(&deployment.roles) {
        let managed = role.managed.as_ref().filter(|_| deployment.has_part(id));
        let Some(managed) = managed.filter(|managed| is_of_house(deployment, managed)) else {
            continue;
        };
        let Some(boundary) = &managed.settings.permissions_boundary else {
            continue;
        };
        let (statements, roles, policies) = needed.entry(&boundary.policy).or_default();
        statements.extend(policy::granted_statements_by_alias(deployment, id));
        let users = policy::user_statements(&managed.settings);
        let users = users.filter(|statement| !statement.deny);
        statements.extend(users.map(|statement| Statement {
            user: None,
            ..statement
        }));
        policies.extend(managed.settings.managed_policies.iter().map(String::as_str));
        *roles += 1;
    }
    for (arn, (statements, roles, policies)) in needed {
        if deployment.boundaries.contains_key(arn) {
            continue;
        }
        let policies: Vec<String> = policies.into_iter().map(code).collect();
        let and = match policies.as_slice() {
            [] => String::new(),
            policies => format!("; and what they need of {}", policies.join(", ")),
        };
        let roles = match roles {
            1 => "1 role".to_owned(),
            roles => format!("{roles} roles"),
        };
        out.push(Requirement {
            owner: format!("policy {}", code(arn)),
            must: format!("allow {roles} these calls, since it is their permissions boundary{and}"),
            statements: pasted(deployment, policy::merge(statements)),
            account: account_of(arn),
            policy: Some(Policy::Managed(arn.to_owned())),
            ..Requirement::default()
        });
    }
}
