//! Roles with their policies.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::OnePer;
use crate::place::Location;
use crate::plan::{ManagedRole, Role};
use crate::policy::{self, Packed, Statement};
use serde_json::{Map, Value, json};

/// Renders the roles of a stack.
pub(super) fn render(
    scope: &Scope<'_>,
    template: &mut Template,
    findings: &mut Findings<Location>,
) {
    for (id, role, managed) in scope.own_roles() {
        let logical = managed.logical_id.as_str();
        let mut statements = policy::granted_statements(scope.deployment, id);
        statements.extend(policy::user_statements(&managed.settings));
        let packed = policy::pack(statements, managed.managed_only);
        let trust = policy::trust_policy(scope.deployment, role);
        check_sizes(role, managed, &trust, &packed, findings);
        let properties = properties(scope, managed, &trust, &packed.inline);
        template.add(
            logical,
            Resource::new("AWS::IAM::Role", &role.source, properties.into()),
        );
        template.note_user_statements(logical, &packed.inline);
        for (index, statements) in packed.managed.iter().enumerate() {
            let number = (index + 1).to_string();
            // Another description would make the policy anew, under its name. That of a role
            // with a name of the user's own stays when its declaration is renamed.
            let whose = match &managed.settings.name {
                Some(name) => format!("Role {name}"),
                None => managed.description.clone(),
            };
            let is_named_by_user = managed.settings.name.is_some();
            let names = &scope.deployment.names;
            let properties = json!({
                "Description": format!("{whose} ({number} more)"),
                "ManagedPolicyName": names.policy(&managed.name, is_named_by_user, &number),
                "Path": &managed.path,
                "PolicyDocument": scope.document(statements),
                "Roles": [{ "Ref": logical }],
            });
            let policy = managed_policy_id(logical, index);
            template.add(
                &policy,
                Resource::new("AWS::IAM::ManagedPolicy", &role.source, properties),
            );
            template.note_user_statements(&policy, statements);
        }
    }
}

/// The logical id of a managed policy that takes what a role's own cannot hold.
pub(super) fn managed_policy_id(role: &str, index: usize) -> String {
    format!("{role}Policy{}", index + 1)
}

/// The managed policies of a template that take what a role's own cannot hold.
pub(super) fn managed_policies_of(template: &Template, role: &str) -> Vec<String> {
    let policies = template.ids_of("AWS::IAM::ManagedPolicy");
    let own = |id: &String| {
        id.strip_prefix(role)
            .is_some_and(|rest| rest.starts_with("Policy"))
    };
    policies.into_iter().filter(own).collect()
}

fn properties(
    scope: &Scope<'_>,
    managed: &ManagedRole,
    trust: &[Statement],
    inline: &[Statement],
) -> Map<String, Value> {
    let mut out = Map::new();
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    set("RoleName", json!(&managed.name));
    set("Path", json!(&managed.path));
    set("Description", json!(&managed.description));
    set("AssumeRolePolicyDocument", scope.document(trust));
    set("Tags", scope.tags_with(&managed.tags));
    if !inline.is_empty() {
        let document = scope.document(inline);
        set(
            "Policies",
            json!([{ "PolicyDocument": document, "PolicyName": "Access" }]),
        );
    }
    if !managed.settings.managed_policies.is_empty() {
        set(
            "ManagedPolicyArns",
            json!(&managed.settings.managed_policies),
        );
    }
    if let Some(boundary) = &managed.settings.permissions_boundary {
        set("PermissionsBoundary", json!(&boundary.policy));
    }
    out
}

fn check_sizes(
    role: &Role,
    managed: &ManagedRole,
    trust: &[Statement],
    packed: &Packed,
    findings: &mut Findings<Location>,
) {
    let over = policy::size_if_over(trust, limits::TRUST_POLICY_MAX);
    let policies = packed.managed.len() + managed.settings.managed_policies.len();
    let message = if let Some(size) = over {
        format!(
            "the trust policy of role `{}` would have {size} characters, and AWS allows {}",
            managed.logical_id,
            limits::TRUST_POLICY_MAX
        )
    } else if let Some(size) = packed.too_large() {
        findings
            .report(
                &codes::TOO_LARGE,
                role.source.at,
                format!(
                    "a statement of role `{}` would need a managed policy of {size} characters, and AWS allows {}",
                    managed.logical_id,
                    limits::MANAGED_POLICY_MAX
                ),
            )
            .help("statements are split by their actions and resources: give one fewer or shorter conditions");
        return;
    } else if policies > limits::MANAGED_POLICIES_MAX {
        format!(
            "role `{}` would need {policies} managed policies, and AWS allows {}",
            managed.logical_id,
            limits::MANAGED_POLICIES_MAX
        )
    } else {
        return;
    };
    let help = match managed.one_per {
        OnePer::Action => {
            "let fewer actions share the role, or give it fewer policies; the service role names the role of every action, so that it shrinks where more of them share one with `as ROLE`"
        }
        OnePer::Stage => {
            "give some of the stage's actions a role that you declare, with `as ROLE`, or each its own: `one_per: ACTION`"
        }
        OnePer::AccountAndRegion => {
            "let fewer actions share the role: `one_per: STAGE`, or a role that you declare, with `as ROLE`"
        }
    };
    findings
        .report(&codes::TOO_LARGE, role.source.at, message)
        .help(help);
}

#[cfg(test)]
mod tests {
    use crate::access::verify;
    use crate::builder::{Account, Action, Role, Stage, Value, map};
    use crate::pipeline::Pipeline;
    use crate::plan::plan;
    use crate::render::render;
    use serde_json::json;

    /// A pipeline whose role has a statement of so many actions, under conditions.
    fn pipeline(actions: usize, conditions: usize) -> Pipeline {
        let actions: Vec<String> = (0..actions)
            .map(|index| format!("dynamodb:DescribeSomething{index:030}"))
            .collect();
        let teams: Vec<String> = (0..conditions)
            .map(|index| format!("{index:050}"))
            .collect();
        let texts =
            |all: &[String]| -> Value { all.iter().map(String::as_str).collect::<Vec<_>>().into() };
        let mut statement = vec![
            ("actions", texts(&actions)),
            ("resources", Value::from(vec!["*"])),
        ];
        if conditions > 0 {
            let keys = map([("aws:PrincipalTag/team", texts(&teams))]);
            statement.push(("conditions", map([("StringNotEquals", keys)])));
        }
        let source = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let call = Action::new("Call", "Lambda")
            .role("tests")
            .set("function_name", "f");
        Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .role(Role::managed("tests").set("statements", vec![map(statement)]))
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Test").action(call))
            .build()
            .expect("a pipeline")
    }

    #[test]
    fn a_statement_of_many_actions_goes_into_managed_policies_that_fit() {
        let pipeline = pipeline(250, 0);
        let deployment = plan(&pipeline).expect("a deployment");
        let templates = render(&deployment).expect("templates");
        verify(&deployment, &templates).expect("all of it is said");
        let resources = || templates.iter().flat_map(|template| template.resources());
        let of = |kind: &'static str| resources().filter(move |(_, body)| body["Type"] == kind);
        let mut policies = Vec::new();
        for (logical, body) in of("AWS::IAM::ManagedPolicy") {
            policies.push(json!(logical));
            let document = &body["Properties"]["PolicyDocument"];
            assert!(document.to_string().len() <= 6_144);
        }
        assert!(!policies.is_empty());
        // CodePipeline tries the roles when the pipeline is made: they are whole by then.
        let (_, made) = of("AWS::CodePipeline::Pipeline").next().expect("one");
        assert_eq!(made["DependsOn"], json!(policies));
    }

    #[test]
    fn a_statement_that_cannot_be_split_is_said_to_be_too_large() {
        let pipeline = pipeline(1, 300);
        let deployment = plan(&pipeline).expect("a deployment");
        let found = render(&deployment).expect_err("it is too large");
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(
            messages[0]
                .starts_with("a statement of role `RoleTests` would need a managed policy of "),
            "{messages:?}"
        );
    }
}
