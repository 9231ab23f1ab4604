//! Roles with their policies.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::json::{Map, json};
use crate::place::Caller;
use crate::plan::{Made, Role};
use crate::policy::{self, Statement};

/// Renders the roles of a stack.
pub(super) fn render(scope: &Scope<'_>, template: &mut Template, findings: &mut Findings<Caller>) {
    for (logical, id, role) in scope.own_roles() {
        let Some(made) = &role.made else { continue };
        let mut statements = policy::statements_of(scope.deployment, id);
        statements.extend(made.settings.statements.iter().map(|user| user.statement()));
        let packed = policy::pack(statements);
        let trust = policy::trust_policy(scope.deployment, role);
        check_sizes(role, made, &trust, packed.managed.len(), findings);
        let properties = properties(scope, made, &trust, &packed.inline);
        template.add(
            logical,
            Resource::new("AWS::IAM::Role", &role.source, properties.into()),
        );
        for (index, statements) in packed.managed.iter().enumerate() {
            let number = (index + 1).to_string();
            let properties = json!({
                "Description": format!("{} ({number} more)", made.description),
                "ManagedPolicyName": scope.deployment.names.policy(&[&made.name, &number]),
                "Path": &made.path,
                "PolicyDocument": scope.document(statements),
                "Roles": [{ "Ref": logical }],
            });
            template.add(
                &managed_policy_id(logical, index),
                Resource::new("AWS::IAM::ManagedPolicy", &role.source, properties),
            );
        }
    }
}

/// The logical id of a managed policy that takes what a role's own cannot hold.
pub(super) fn managed_policy_id(role: &str, index: usize) -> String {
    format!("{role}Policy{}", index + 1)
}

fn properties(scope: &Scope<'_>, made: &Made, trust: &[Statement], inline: &[Statement]) -> Map {
    let mut out = Map::new();
    let mut set = |key: &'static str, value| out.insert(key, value);
    set("RoleName", json!(&made.name));
    set("Path", json!(&made.path));
    set("Description", json!(&made.description));
    set("AssumeRolePolicyDocument", scope.document(trust));
    set("Tags", scope.tags());
    if !inline.is_empty() {
        let document = scope.document(inline);
        set(
            "Policies",
            json!([{ "PolicyDocument": document, "PolicyName": "Access" }]),
        );
    }
    if !made.settings.managed_policies.is_empty() {
        set("ManagedPolicyArns", json!(&made.settings.managed_policies));
    }
    if let Some(boundary) = &made.settings.permissions_boundary {
        set("PermissionsBoundary", json!(boundary));
    }
    out
}

fn check_sizes(
    role: &Role,
    made: &Made,
    trust: &[Statement],
    managed: usize,
    findings: &mut Findings<Caller>,
) {
    let over = policy::over(trust, limits::TRUST_POLICY_MAX);
    let policies = managed + made.settings.managed_policies.len();
    let message = if let Some(size) = over {
        format!(
            "the trust policy of role `{}` would have {size} characters, and AWS allows {}",
            role.title,
            limits::TRUST_POLICY_MAX
        )
    } else if policies > limits::MANAGED_POLICIES_MAX {
        format!(
            "role `{}` would need {policies} managed policies, and AWS allows {}",
            role.title,
            limits::MANAGED_POLICIES_MAX
        )
    } else {
        return;
    };
    findings
        .report(&codes::TOO_LARGE, role.source.at, message)
        .help("let fewer actions share the role, or give it fewer policies; the service role names the role of every action, so that it shrinks where more of them share one with `as ROLE`");
}
