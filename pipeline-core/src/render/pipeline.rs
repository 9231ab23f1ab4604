//! The pipeline itself.

use super::scope::{PIPELINE, Scope};
use super::template::{Resource, Template};
use super::{action_type, condition, start};
use crate::catalogue::{Placement, Slot, Type, region, snake_case};
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{Action, Setting};
use crate::place::Location;
use crate::plan::{RoleId, Values};
use serde_json::{Map, Value, json};

/// Renders the pipeline into its stack.
pub(super) fn render(
    scope: &Scope<'_>,
    template: &mut Template,
    findings: &mut Findings<Location>,
) {
    let deployment = scope.deployment;
    let pipeline = deployment.pipeline;
    pipeline
        .actions_and_rules()
        .for_each(|action| check_lengths(scope, action, findings));
    let mut roles = deployment.action_roles.iter();
    let mut rule_roles = deployment.rule_roles.iter().copied();
    let stages: Vec<Value> = pipeline
        .stages
        .iter()
        .map(|stage| {
            let actions: Vec<Value> = stage
                .actions
                .iter()
                .zip(roles.by_ref())
                .map(|(found, role)| action(scope, found, *role))
                .collect();
            let mut out = Map::new();
            out.insert("Name".into(), json!(&stage.name));
            out.insert("Actions".into(), Value::Array(actions));
            out.extend(condition::conditions(scope, stage, &mut rule_roles));
            Value::Object(out)
        })
        .collect();
    let mut properties = Map::new();
    let mut set = |key: &str, value| properties.insert(key.to_owned(), value);
    set("Name", json!(&pipeline.name));
    set("PipelineType", json!(&pipeline.settings.pipeline_type));
    set("RoleArn", scope.role_arn(deployment.service_role));
    set("Stages", Value::Array(stages));
    set("Tags", scope.tags());
    let (key, stores) = artifact_stores(scope);
    set(key, stores);
    properties.extend(start::properties(pipeline));
    let mut resource = Resource::new(
        "AWS::CodePipeline::Pipeline",
        &pipeline.source,
        properties.into(),
    );
    // CodePipeline looks for the action types and tries every action role when the pipeline
    // is made, so those come first, and so do policies that did not fit into a role.
    resource.depends_on = template.ids_of(action_type::TYPE);
    resource
        .depends_on
        .extend(template.ids_of("AWS::IAM::ManagedPolicy"));
    template.add(PIPELINE, resource);
    outputs(scope, template);
}

fn outputs(scope: &Scope<'_>, template: &mut Template) {
    let deployment = scope.deployment;
    let pipeline = deployment.pipeline;
    let home = pipeline.home().region;
    let url = format!(
        "https://{home}.{}/codesuite/codepipeline/pipelines/{}/view?region={home}",
        region::console(home.as_str()),
        pipeline.name
    );
    template.output("PipelineUrl", "The pipeline in the console", json!(url));
    if let Some(store) = deployment.store_in(&home) {
        let bucket = &deployment.stores[store].bucket;
        template.output(
            "ArtifactBucket",
            "The bucket that holds the artifacts",
            json!(bucket),
        );
    }
}

/// The property that names the stores, and its value: one store, or one for each region.
fn artifact_stores(scope: &Scope<'_>) -> (&'static str, Value) {
    let stores = &scope.deployment.stores;
    let store = |index: usize| {
        let mut out = json!({ "Type": "S3", "Location": stores[index].bucket });
        if let Some(key) = scope.key_arn(index) {
            out["EncryptionKey"] = json!({ "Type": "KMS", "Id": key });
        }
        out
    };
    if stores.len() == 1 {
        return ("ArtifactStore", store(0));
    }
    let all: Vec<Value> = stores
        .iter()
        .enumerate()
        .map(|(index, found)| json!({ "Region": found.region.as_str(), "ArtifactStore": store(index) }))
        .collect();
    ("ArtifactStores", json!(all))
}

fn action(scope: &Scope<'_>, action: &Action, role: Option<RoleId>) -> Value {
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
        set("InputArtifacts", names(&action.inputs));
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
    if let Some(minutes) = action.timeout_in_minutes {
        set("TimeoutInMinutes", json!(minutes));
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
                Setting::Role(declared) => Some(scope.role_arn(RoleId(*declared))),
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

/// A value that names something of ours has its length only now.
fn check_lengths(scope: &Scope<'_>, action: &Action, findings: &mut Findings<Location>) {
    let values = Values::of(scope.deployment, action);
    for (key, setting) in &action.config.entries {
        let bytes = action.kind.keys.iter().find_map(|known| match known.kind {
            Type::Json(bytes) if known.name == key => Some(bytes),
            _ => None,
        });
        let max = bytes.unwrap_or(action.kind.value.max);
        let text = values.setting(setting);
        let length = if bytes.is_some() {
            text.len()
        } else {
            text.chars().count()
        };
        if length > max {
            let message = format!(
                "`{}` of {} `{}` is {length} characters, and AWS allows {max}",
                snake_case(key),
                action.sort(),
                action.name
            );
            findings
                .report(&codes::TOO_LONG, action.source.at, message)
                .help("names that pipewright makes count with their full length");
        }
    }
}

/// What an action says of itself, or of its outputs, beside its configuration.
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

pub(super) fn names(artifacts: &[String]) -> Value {
    artifacts
        .iter()
        .map(|name| json!({ "Name": name }))
        .collect()
}
