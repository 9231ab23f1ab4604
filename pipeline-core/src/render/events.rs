//! Event rules, and the policy of home's bus.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::json::{Json, json};
use crate::plan::{StackKind, Target, bus_policy_title, home_bus, senders};
use crate::policy;

/// Renders the rules of a stack; in the pipeline's, also who may put events on home's
/// bus.
pub(super) fn render(scope: &Scope<'_>, template: &mut Template) {
    let deployment = scope.deployment;
    let pipeline = deployment.pipeline;
    for (logical, index) in scope.own_rules() {
        let rule = &deployment.rules[index];
        let target = match rule.target {
            Target::Pipeline => format!(
                "arn:{}:codepipeline:{}:{}:{}",
                pipeline.partition(),
                pipeline.home().region,
                pipeline.home_id(),
                pipeline.name
            ),
            Target::HomeBus => home_bus(deployment),
        };
        let properties = json!({
            "Name": &rule.name,
            "Description": &rule.description,
            "EventPattern": rule.pattern.clone(),
            "State": "ENABLED",
            "Tags": scope.tags(),
            "Targets": [{ "Id": "Target", "Arn": target, "RoleArn": scope.role_arn(rule.role) }],
        });
        template.add(
            logical,
            Resource::new("AWS::Events::Rule", &rule.source, properties),
        );
    }
    if scope.stack.kind == StackKind::Pipeline {
        bus_policies(scope, template);
    }
}

fn bus_policies(scope: &Scope<'_>, template: &mut Template) {
    let deployment = scope.deployment;
    let pipeline = deployment.pipeline;
    for (account, roles) in senders(deployment) {
        let roles = roles
            .into_iter()
            .map(|role| deployment.role(role).arn.clone());
        let declared = &pipeline.accounts[account].name;
        let name = deployment.names.rule(&["events", declared]);
        let statement = policy::bus_statement(deployment, &name, account, roles);
        let properties = json!({
            "EventBusName": "default",
            "StatementId": name,
            "Statement": statement.json(&|_| Json::Null),
        });
        template.add(
            &bus_policy_title(declared),
            Resource::new("AWS::Events::EventBusPolicy", &pipeline.source, properties),
        );
    }
}
