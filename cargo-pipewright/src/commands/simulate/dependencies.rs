//! What an action needs of others of its stage, whatever their order.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::outline::{Outline, Pipeline};

/// For each action the places of those of its stage that have to end before it starts.
#[derive(Debug)]
pub(super) struct Dependencies(Vec<BTreeSet<usize>>);

impl Dependencies {
    pub(super) fn of(outline: &Outline, pipeline: &Pipeline) -> Dependencies {
        let written = Written::all(outline, pipeline);
        let mut found = vec![BTreeSet::new(); pipeline.actions.len()];
        for stage in &pipeline.stages {
            for &later in &stage.actions {
                for &earlier in &stage.actions {
                    if needs(pipeline, &written, later, earlier)
                        && let Some(found) = found.get_mut(later)
                    {
                        found.insert(earlier);
                    }
                }
            }
        }
        // What those need is needed too. Orders only grow, so each is whole before it is used.
        let mut places: Vec<usize> = (0..found.len()).collect();
        places.sort_by_key(|at| pipeline.actions.get(*at).map(|action| action.order));
        for place in places {
            let direct = found.get(place).cloned().unwrap_or_default();
            let further = direct.iter().filter_map(|at| found.get(*at)).flatten();
            let all: BTreeSet<usize> = direct.iter().chain(further).copied().collect();
            if let Some(found) = found.get_mut(place) {
                *found = all;
            }
        }
        Dependencies(found)
    }

    pub(super) fn get(&self, place: usize) -> impl Iterator<Item = usize> {
        self.0.get(place).into_iter().flatten().copied()
    }
}

/// Returns whether an action needs an earlier one: its artifacts, its variables, what its stack makes,
/// the change set that it prepares, or the approval that it is.
fn needs(pipeline: &Pipeline, written: &[Written], later: usize, earlier: usize) -> bool {
    let (Some(one), Some(other)) = (pipeline.actions.get(earlier), pipeline.actions.get(later))
    else {
        return false;
    };
    if one.order >= other.order {
        return false;
    }
    let is_read = one.outputs.iter().any(|made| other.inputs.contains(made));
    let is_gate = one.category == "Approval" || other.category == "Approval";
    // A stack can make whatever later actions of its account work on.
    let is_stack = one.kind.starts_with("CloudFormation") && one.place.0 == other.place.0;
    let (one, other) = (written.get(earlier), written.get(later));
    let by_name = one.zip(other).is_some_and(|(one, other)| {
        let named = |name: &String| !name.is_empty() && other.configuration.contains(name);
        let variables = format!("#{{{}.", one.namespace);
        let is_described = named(&one.stack) && named(&one.change_set);
        is_described || (!one.namespace.is_empty() && named(&variables))
    });
    is_read || is_gate || is_stack || by_name
}

/// An action as it stands in the pipeline's template.
#[derive(Debug, Default)]
struct Written {
    namespace: String,
    configuration: String,
    /// The stack that it deploys, and the change set of it.
    stack: String,
    change_set: String,
}

impl Written {
    fn all(outline: &Outline, pipeline: &Pipeline) -> Vec<Written> {
        let stages = stages(outline, &pipeline.name);
        let actions = pipeline.actions.iter().map(|action| {
            let stage = list(stages).find(|stage| stage["Name"] == action.stage.as_str());
            let mut actions = stage.into_iter().flat_map(|stage| list(&stage["Actions"]));
            let found = actions.find(|found| found["Name"] == action.name.as_str());
            let Some(found) = found else {
                return Written::default();
            };
            let configuration = &found["Configuration"];
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            Written {
                namespace: text(&found["Namespace"]),
                configuration: configuration.to_string(),
                stack: text(&configuration["StackName"]),
                change_set: text(&configuration["ChangeSetName"]),
            }
        });
        actions.collect()
    }
}

/// The stages of a pipeline in its template.
fn stages<'o>(outline: &'o Outline, name: &str) -> &'o Value {
    let mut resources = outline.templates.iter().flat_map(|template| {
        let resources = template["Resources"].as_object();
        resources
            .into_iter()
            .flat_map(|resources| resources.values())
    });
    let pipeline = resources.find(|resource| {
        resource["Type"] == "AWS::CodePipeline::Pipeline" && resource["Properties"]["Name"] == name
    });
    pipeline.map_or(&Value::Null, |pipeline| &pipeline["Properties"]["Stages"])
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
