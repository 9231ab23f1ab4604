//! An action of the pipeline, and what a rule has in common with it.

use super::scope::Scope;
use crate::catalogue::{Placement, Slot, Type, snake_case};
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{Action, RoleId, Setting};
use crate::place::Location;
use crate::plan::Values;
use serde_json::{Map, Value, json};

pub(super) fn render(scope: &Scope<'_>, action: &Action, role: Option<RoleId>) -> Value {
    let mut out = Map::new();
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    set("Name", json!(&action.name));
    set(
        "ActionTypeId",
        json!({
            "Category": &action.category,
            "Owner": &action.owner,
            "Provider": &action.provider,
            "Version": &action.version,
        }),
    );
    set("RunOrder", json!(action.run_order));
    if !action.config.entries.is_empty() {
        set("Configuration", configuration(scope, action));
    }
    if !action.inputs.is_empty() {
        set("InputArtifacts", inputs(action));
    }
    if !action.outputs.is_empty() {
        set("OutputArtifacts", outputs_of(scope, action));
    }
    out.extend(properties(scope, action, Slot::Action));
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    if let Some(role) = role {
        set("RoleArn", scope.role_arn(role));
    }
    let home = scope.deployment.pipeline.home().region;
    if action.kind.placement == Placement::Anywhere && action.environment.region != home {
        set("Region", json!(action.environment.region.as_str()));
    }
    if let Some(namespace) = &action.namespace {
        set("Namespace", json!(namespace));
    }
    if let Some(minutes) = &action.timeout_in_minutes {
        set("TimeoutInMinutes", minutes.json());
    }
    Value::Object(out)
}

pub(super) fn configuration(scope: &Scope<'_>, action: &Action) -> Value {
    let values = Values::of(scope.deployment, action);
    action
        .config
        .entries
        .iter()
        .map(|(key, setting)| {
            let own = match setting {
                Setting::Project(declared) => scope.project_name(*declared),
                Setting::Role(declared) => Some(scope.role_arn(*declared)),
                _ => None,
            };
            (
                key.clone(),
                own.unwrap_or_else(|| json!(values.setting(setting))),
            )
        })
        .collect::<Map<_, _>>()
        .into()
}

/// Reports values that are too long. One that names something of ours has its length only
/// now.
pub(super) fn check_lengths(scope: &Scope<'_>, action: &Action, findings: &mut Findings<Location>) {
    let values = Values::of(scope.deployment, action);
    for (key, setting) in &action.config.entries {
        let bytes = action.kind.keys.iter().find_map(|known| match known.kind {
            Type::Json(bytes) if known.name == key => Some(bytes),
            _ => None,
        });
        let max = bytes.unwrap_or(action.kind.value.max);
        let string = values.setting(setting);
        let length = if bytes.is_some() {
            string.len()
        } else {
            string.chars().count()
        };
        if length > max {
            let message = format!(
                "`{}` of {} `{}` is {length} characters, and AWS allows {max}",
                snake_case(key),
                action.noun(),
                action.name
            );
            findings
                .report(&codes::TOO_LONG, action.source.at, message)
                .help("names that pipewright makes count with their full length");
        }
    }
}

/// The properties of an action, or of its outputs, beside its configuration.
pub(super) fn properties(scope: &Scope<'_>, action: &Action, slot: Slot) -> Vec<(String, Value)> {
    let values = Values::of(scope.deployment, action);
    action
        .config
        .in_slot(slot)
        .map(|(key, setting)| (key.to_owned(), values.property(setting)))
        .collect()
}

fn outputs_of(scope: &Scope<'_>, action: &Action) -> Value {
    action
        .outputs
        .iter()
        .map(|name| {
            let mut output = Map::new();
            output.insert("Name".into(), json!(name));
            output.extend(properties(scope, action, Slot::Outputs));
            Value::Object(output)
        })
        .collect()
}

pub(super) fn inputs(action: &Action) -> Value {
    action
        .inputs
        .iter()
        .map(|input| json!({ "Name": input.name }))
        .collect()
}
