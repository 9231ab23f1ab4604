//! Action types that the pipeline declares, in the pipeline's own account and region.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::pipeline::{ActionType, Counts, Property};
use serde_json::{Map, Value, json};

/// The CloudFormation type.
pub(super) const TYPE: &str = "AWS::CodePipeline::CustomActionType";

/// Renders the action types that some action is of into the pipeline's stack.
pub(super) fn render(scope: &Scope<'_>, template: &mut Template) {
    let deployment = scope.deployment;
    for (title, id) in &deployment.action_types {
        let found = &deployment.pipeline.action_types[*id];
        let resource = Resource::new(TYPE, &found.source, properties(scope, found));
        template.add(title, resource);
    }
}

fn properties(scope: &Scope<'_>, found: &ActionType) -> Value {
    let mut out = Map::new();
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    set("Category", json!(&found.category));
    set("Provider", json!(&found.provider));
    set("Version", json!(&found.version));
    set("InputArtifactDetails", counts(found.inputs));
    set("OutputArtifactDetails", counts(found.outputs));
    set("Tags", scope.tags());
    if !found.properties.is_empty() {
        let properties: Vec<Value> = found.properties.iter().map(property).collect();
        set("ConfigurationProperties", json!(properties));
    }
    if !found.settings.is_empty() {
        let settings: Map<String, Value> = found
            .settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), json!(value)))
            .collect();
        set("Settings", settings.into());
    }
    out.into()
}

fn counts((least, most): Counts) -> Value {
    json!({ "MinimumCount": least, "MaximumCount": most })
}

fn property(property: &Property) -> Value {
    let mut out = Map::new();
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    set("Name", json!(&property.name));
    set("Required", json!(property.required));
    set("Key", json!(property.key));
    set("Secret", json!(property.secret));
    if let Some(queryable) = property.queryable {
        set("Queryable", json!(queryable));
    }
    if let Some(description) = &property.description {
        set("Description", json!(description));
    }
    if let Some(kind) = &property.kind {
        set("Type", json!(kind));
    }
    out.into()
}
