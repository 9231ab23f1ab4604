//! The pipeline runs what its source says: its stages and actions, in their order, of their types and
//! with their artifacts. An action that runs earlier than an approval, or as another type, has the
//! role that it was given for something else.

use super::Required;
use crate::codes;
use crate::pipeline::{Action, Pipeline};
use crate::plan::{Stack, StackKind};
use crate::render::Template;
use serde_json::{Value, json};

const TYPE: &str = "AWS::CodePipeline::Pipeline";

impl Required<'_, '_> {
    pub(super) fn runs_as_written(&mut self, all: &[(&Stack, &Template)]) {
        let pipeline = self.inventory.pipeline;
        let mut own = all
            .iter()
            .filter(|(stack, _)| stack.kind == StackKind::Pipeline);
        let Some((_, template)) = own.next() else {
            return;
        };
        let mut resources = template.resources().iter();
        let own = resources.find(|(id, body)| body["Type"] == TYPE && !template.is_beside(id));
        let Some((logical, body)) = own else { return };
        let properties = &body["Properties"];
        let is_overridden = |property: &str| {
            let mut overridden = template.overridden().iter();
            overridden.any(|one| {
                one.logical_id == *logical && one.path.split('.').nth(1) == Some(property)
            })
        };
        for (property, wanted) in settings(pipeline) {
            let found = told(property, &properties[property]);
            if found != wanted && !is_overridden(property) {
                let at = pipeline.source.at;
                let message = format!(
                    "the pipeline would have {property} `{found}`, and its source says `{wanted}`"
                );
                self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
            }
        }
        if !is_overridden("Stages") {
            self.stages_as_written(&properties["Stages"]);
        }
    }

    fn stages_as_written(&mut self, stages: &Value) {
        let pipeline = self.inventory.pipeline;
        let wanted: Vec<Value> = pipeline.stages.iter().map(|one| json!(one.name)).collect();
        let found = each(stages, "Name");
        if found != wanted {
            let message = format!(
                "the pipeline would have stages {}, and its source says {}",
                json!(found),
                json!(wanted)
            );
            let at = pipeline.source.at;
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
            return;
        }
        let stages = stages.as_array().into_iter().flatten();
        for (stage, declared) in stages.zip(&pipeline.stages) {
            let actions = stage["Actions"].as_array();
            let count = actions.map_or(0, Vec::len);
            if count != declared.actions.len() {
                let message = format!("stage `{}` would have {count} actions", declared.name);
                let at = pipeline.source.at;
                self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
            }
            for (found, action) in actions.into_iter().flatten().zip(&declared.actions) {
                self.action_as_written(found, action);
            }
        }
    }

    fn action_as_written(&mut self, found: &Value, action: &Action) {
        let of_type = json!({
            "Category": action.category,
            "Owner": action.owner,
            "Provider": action.provider,
            "Version": action.version,
        });
        let inputs: Vec<Value> = action.inputs.iter().map(|one| json!(one.name)).collect();
        let outputs: Vec<Value> = action.outputs.iter().map(|one| json!(one)).collect();
        for (what, is, says) in [
            ("name", found["Name"].clone(), json!(action.name)),
            ("action type", found["ActionTypeId"].clone(), of_type),
            (
                "run order",
                found["RunOrder"].clone(),
                json!(action.run_order),
            ),
            (
                "inputs",
                each(&found["InputArtifacts"], "Name").into(),
                inputs.into(),
            ),
            (
                "outputs",
                each(&found["OutputArtifacts"], "Name").into(),
                outputs.into(),
            ),
            (
                "namespace",
                found["Namespace"].clone(),
                json!(action.namespace),
            ),
        ] {
            if is != says {
                let title = action.title();
                let message =
                    format!("{title} would have {what} `{is}`, and its source says `{says}`");
                self.verifier
                    .fail(&codes::COULD_NOT_RUN, action.source.at, message);
            }
        }
    }
}

/// The properties of the pipeline itself, as far as they are verified; null for one that it lacks.
fn settings(pipeline: &Pipeline) -> Vec<(&'static str, Value)> {
    let settings = &pipeline.settings;
    let list = |all: Vec<Value>| {
        if all.is_empty() {
            Value::Null
        } else {
            all.into()
        }
    };
    let variables = pipeline.variables.iter().map(|one| json!(one.name));
    let triggers = pipeline.triggers.iter().map(|one| json!(one.action));
    let disabled = pipeline
        .stages
        .iter()
        .filter(|stage| stage.disabled.is_some());
    vec![
        ("PipelineType", json!(settings.pipeline_type)),
        ("ExecutionMode", json!(settings.execution_mode)),
        (
            "RestartExecutionOnUpdate",
            json!(settings.restart_on_update),
        ),
        ("Variables", list(variables.collect())),
        ("Triggers", list(triggers.collect())),
        (
            "DisableInboundStageTransitions",
            list(disabled.map(|stage| json!(stage.name)).collect()),
        ),
    ]
}

/// What is verified of a property: of a list, what tells its items apart.
fn told(property: &str, found: &Value) -> Value {
    let inner = match property {
        "Variables" => "/Name",
        "Triggers" => "/GitConfiguration/SourceActionName",
        "DisableInboundStageTransitions" => "/StageName",
        _ => return found.clone(),
    };
    match found.as_array() {
        Some(items) => {
            let items = items.iter();
            items
                .map(|item| item.pointer(inner).cloned().unwrap_or_default())
                .collect()
        }
        None => found.clone(),
    }
}

/// A property of each item of a list.
fn each(list: &Value, property: &str) -> Vec<Value> {
    let items = list.as_array().into_iter().flatten();
    items.map(|item| item[property].clone()).collect()
}
