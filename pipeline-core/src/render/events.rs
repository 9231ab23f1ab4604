//! Event rules, and the policy of home's bus.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::{Rule, StackKind, Target, bus_policy_logical_id, home_bus, senders};
use crate::policy;
use serde_json::{Value, json};

/// Renders the rules of a stack, and in the pipeline's stack the policy of home's bus.
pub(super) fn render(
    scope: &Scope<'_>,
    template: &mut Template,
    findings: &mut Findings<Location>,
) {
    let deployment = scope.deployment;
    for rule in scope.own_rules() {
        let arn = match &rule.target {
            Target::Pipeline => json!(deployment.pipeline.arn()),
            Target::HomeBus => json!(home_bus(deployment)),
            Target::OwnTopic(logical_id) => json!({ "Ref": logical_id }),
            Target::Topic(arn) => json!(arn),
        };
        let mut target = json!({ "Id": "Target", "Arn": arn });
        if let Some(role) = rule.role {
            target["RoleArn"] = scope.role_arn(role);
        }
        if let Some(queue) = &rule.dead_letter_queue {
            target["DeadLetterConfig"] = json!({ "Arn": queue });
        }
        check_pattern_size(rule, findings);
        let mut properties = json!({
            "Name": &rule.name,
            "Description": &rule.description,
            "EventPattern": rule.pattern.clone(),
            "State": rule.state.word(),
            "Tags": scope.tags(),
            "Targets": [target],
        });
        if let Some(bus) = &rule.bus {
            properties["EventBusName"] = json!(bus);
        }
        template.add(
            &rule.logical_id,
            Resource::new("AWS::Events::Rule", &rule.source, properties),
        );
    }
    if scope.stack.kind == StackKind::Pipeline {
        bus_policies(scope, template, findings);
    }
}

/// Reports a pattern that EventBridge does not take.
fn check_pattern_size(rule: &Rule, findings: &mut Findings<Location>) {
    let size = rule.pattern.to_string().chars().count();
    if size > limits::EVENT_PATTERN_MAX {
        findings
            .report(
                &codes::TOO_LARGE,
                rule.source.at,
                format!(
                    "the event pattern of {} would have {size} characters, and AWS allows {}",
                    rule.source.words,
                    limits::EVENT_PATTERN_MAX
                ),
            )
            .help("write several, each with a part of it");
    }
}

fn bus_policies(scope: &Scope<'_>, template: &mut Template, findings: &mut Findings<Location>) {
    let deployment = scope.deployment;
    let pipeline = deployment.pipeline;
    let mut statements = Vec::new();
    for (account, roles) in senders(deployment) {
        let roles = roles
            .into_iter()
            .map(|role| deployment.role(role).arn.clone());
        let id = &pipeline.accounts[account].id;
        let name = deployment.names.rule(&["events", id.as_str()]);
        let statement = policy::bus_statement(deployment, &name, account, roles);
        let properties = json!({
            "EventBusName": "default",
            "StatementId": name,
            "Statement": statement.json(&|_| Value::Null),
        });
        template.add(
            &bus_policy_logical_id(id),
            Resource::new("AWS::Events::EventBusPolicy", &pipeline.source, properties),
        );
        statements.push(statement);
    }
    // The bus has one policy, of all these statements.
    if let Some(size) = policy::size_if_over(&statements, limits::BUS_POLICY_MAX) {
        findings
            .report(
                &codes::TOO_LARGE,
                pipeline.source.at,
                format!(
                    "the policy of home's event bus would have {size} characters, and AWS allows {}: its {} statements admit the accounts of sources, one each",
                    limits::BUS_POLICY_MAX,
                    statements.len()
                ),
            )
            .help("take sources of fewer accounts, or let some of them be polled, `poll_for_source_changes: true`: they put no events on the bus");
    }
}

#[cfg(test)]
mod tests {
    use crate::builder::{Account, Action, Stage};
    use crate::pipeline::Pipeline;
    use crate::plan::plan;
    use crate::render::render;

    /// The findings of a pipeline with sources in so many accounts.
    fn found(accounts: usize, polled: bool) -> Vec<String> {
        let mut pipeline = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"));
        let mut sources = Stage::new("Source");
        for index in 0..accounts {
            let name = format!("a{index}");
            pipeline =
                pipeline.account(Account::new(name.as_str(), format!("2222222222{index:02}")));
            let mut source = Action::new(format!("S{index}"), "CodeCommit")
                .account(name)
                .output(format!("o{index}"))
                .set("repository_name", "app")
                .set("branch_name", "main");
            if polled {
                source = source.set("poll_for_source_changes", true);
            }
            sources = sources.action(source);
        }
        let copy = Action::new("Copy", "S3Deploy")
            .input("o0")
            .set("bucket_name", "www.example.com")
            .set("extract", true);
        let pipeline = pipeline
            .stage(sources)
            .stage(Stage::new("Copy").action(copy));
        let pipeline = pipeline.build().expect("a pipeline");
        let deployment = plan(&pipeline).expect("a deployment");
        match render(&deployment) {
            Ok(_) => Vec::new(),
            Err(found) => found.iter().map(|one| one.message.clone()).collect(),
        }
    }

    #[test]
    fn the_policy_of_the_bus_keeps_to_awss_limit() {
        let of_the_bus = |found: &[String]| {
            let mut found = found.iter();
            found.any(|message| message.starts_with("the policy of home's event bus would have "))
        };
        assert_eq!(found(15, false), [] as [&str; 0]);
        assert!(of_the_bus(&found(40, false)));
        assert!(!of_the_bus(&found(40, true)));
    }
}
