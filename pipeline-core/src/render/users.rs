//! What names a resource beside the pipeline: for the report.

use super::template::Template;
use crate::pipeline::{DeployValue, DeployValues, Part};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What names each resource, by the resource's name.
pub(crate) type Users = BTreeMap<String, BTreeSet<String>>;

/// What of a template names resources beside the pipeline, while tokens stand for them.
pub(super) fn of(values: &DeployValues, template: &Template) -> Users {
    let mut users = Users::new();
    for (logical, body) in template.resources() {
        let Some(properties) = body.get("Properties") else {
            continue;
        };
        let source = template.source(logical).map(|source| source.words.as_str());
        let user = source.unwrap_or(logical);
        if body["Type"] == "AWS::CodePipeline::Pipeline" {
            of_pipeline(values, properties, user, &mut users);
        } else {
            add(values, properties, user, &mut users);
        }
    }
    for (name, output) in template.outputs() {
        add(values, output, &format!("output {name}"), &mut users);
    }
    users
}

/// An action of the pipeline is a user by itself.
fn of_pipeline(values: &DeployValues, properties: &Value, pipeline: &str, users: &mut Users) {
    let stages = properties["Stages"].as_array().into_iter().flatten();
    for stage in stages.clone() {
        let name = stage["Name"].as_str().unwrap_or_default();
        for action in stage["Actions"].as_array().into_iter().flatten() {
            let action_name = action["Name"].as_str().unwrap_or_default();
            let user = format!("action {name}/{action_name}");
            add(values, action, &user, users);
        }
        for (key, part) in stage.as_object().into_iter().flatten() {
            if key != "Actions" {
                add(values, part, &format!("stage {name}"), users);
            }
        }
    }
    for (key, part) in properties.as_object().into_iter().flatten() {
        if key != "Stages" {
            add(values, part, pipeline, users);
        }
    }
}

fn add(values: &DeployValues, value: &Value, user: &str, users: &mut Users) {
    match value {
        Value::String(text) => {
            for part in values.parts(text) {
                if let Part::Value(used) = part
                    && let DeployValue::Resource(name, _) = &used.value
                {
                    users
                        .entry(name.clone())
                        .or_default()
                        .insert(user.to_owned());
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add(values, item, user, users)),
        Value::Object(map) => map.values().for_each(|item| add(values, item, user, users)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
