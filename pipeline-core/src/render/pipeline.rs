//! The pipeline itself.

use super::scope::{PIPELINE, Scope};
use super::template::{Resource, Template};
use super::{action, action_type, condition, start};
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::StoreId;
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
        .for_each(|action| action::check_lengths(scope, action, findings));
    let mut roles = deployment.action_roles.iter();
    let mut condition_rule_roles = deployment.condition_rule_roles.iter().copied();
    let stages: Vec<Value> = pipeline
        .stages
        .iter()
        .map(|stage| {
            let actions: Vec<Value> = stage
                .actions
                .iter()
                .zip(roles.by_ref())
                .map(|(found, role)| action::render(scope, found, *role))
                .collect();
            let mut out = Map::new();
            out.insert("Name".into(), json!(&stage.name));
            out.insert("Actions".into(), Value::Array(actions));
            out.extend(condition::conditions(
                scope,
                stage,
                &mut condition_rule_roles,
            ));
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
    if let Some(console) = home.console() {
        let url = format!(
            "https://{home}.{console}/codesuite/codepipeline/pipelines/{}/view?region={home}",
            pipeline.name
        );
        template.output("PipelineUrl", "The pipeline in the console", json!(url));
    }
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
    let store = |id: StoreId| {
        let mut out = json!({ "Type": "S3", "Location": stores[id].bucket });
        if let Some(key) = scope.key_arn(id) {
            out["EncryptionKey"] = json!({ "Type": "KMS", "Id": key });
        }
        out
    };
    if stores.len() == 1 {
        return ("ArtifactStore", store(StoreId(0)));
    }
    let all: Vec<Value> = (0..)
        .map(StoreId)
        .zip(stores)
        .map(|(id, found)| json!({ "Region": found.region.as_str(), "ArtifactStore": store(id) }))
        .collect();
    ("ArtifactStores", json!(all))
}
