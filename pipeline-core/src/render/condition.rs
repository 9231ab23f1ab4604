//! Conditions of stages.

use super::action::{configuration, inputs, properties};
use super::scope::Scope;
use crate::catalogue::{Placement, Slot};
use crate::pipeline::RoleId;
use crate::pipeline::{Action, Condition, Stage};
use serde_json::{Map, Value, json};

/// The properties that hold the conditions of a stage.
pub(super) fn conditions(
    scope: &Scope<'_>,
    stage: &Stage,
    roles: &mut impl Iterator<Item = Option<RoleId>>,
) -> Map<String, Value> {
    stage
        .conditions
        .iter()
        .map(|found| {
            let property = found.moment.property();
            (property.to_owned(), condition(scope, found, roles))
        })
        .collect()
}

fn condition(
    scope: &Scope<'_>,
    condition: &Condition,
    roles: &mut impl Iterator<Item = Option<RoleId>>,
) -> Value {
    // Without rules, the result is that of the stage itself.
    if condition.rules.is_empty() {
        let mut out = json!({ "Result": condition.result });
        if let Some(mode) = &condition.mode {
            out["RetryConfiguration"] = json!({ "RetryMode": mode });
        }
        return out;
    }
    let rules: Vec<Value> = condition
        .rules
        .iter()
        .zip(roles)
        .map(|(found, role)| rule(scope, found, role))
        .collect();
    json!({ "Conditions": [{ "Result": &condition.result, "Rules": rules }] })
}

fn rule(scope: &Scope<'_>, rule: &Action, role: Option<RoleId>) -> Value {
    let mut out = Map::new();
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    set("Name", json!(&rule.name));
    set(
        "RuleTypeId",
        json!({
            "Category": &rule.category,
            "Owner": &rule.owner,
            "Provider": &rule.provider,
            "Version": &rule.version,
        }),
    );
    if !rule.config.entries.is_empty() {
        set("Configuration", configuration(scope, rule));
    }
    out.extend(properties(scope, rule, Slot::Action));
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    if !rule.inputs.is_empty() {
        set("InputArtifacts", inputs(rule));
    }
    if let Some(role) = role {
        set("RoleArn", scope.role_arn(role));
    }
    let home = scope.deployment.pipeline.home().region;
    if rule.kind.placement == Placement::Anywhere && rule.environment.region != home {
        set("Region", json!(rule.environment.region.as_str()));
    }
    Value::Object(out)
}
