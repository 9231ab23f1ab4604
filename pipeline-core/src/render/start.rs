//! The triggers of executions, their mode, and their variables.

use crate::pipeline::{Filter, Patterns, Pipeline, PipelineVariable, Trigger};
use serde_json::{Map, Value, json};

/// The properties of the pipeline that are there only where the user says so.
pub(super) fn properties(pipeline: &Pipeline) -> Map<String, Value> {
    let settings = &pipeline.settings;
    let mut out = Map::new();
    let mut set = |key: &str, value| out.insert(key.to_owned(), value);
    if let Some(mode) = &settings.execution_mode {
        set("ExecutionMode", json!(mode));
    }
    if let Some(restart) = settings.restart_on_update {
        set("RestartExecutionOnUpdate", json!(restart));
    }
    if !pipeline.variables.is_empty() {
        set(
            "Variables",
            pipeline.variables.iter().map(variable).collect(),
        );
    }
    if !pipeline.triggers.is_empty() {
        set("Triggers", pipeline.triggers.iter().map(trigger).collect());
    }
    let disabled: Vec<Value> = pipeline
        .stages
        .iter()
        .filter_map(|stage| {
            let reason = stage.disabled.as_ref()?;
            Some(json!({ "Reason": reason, "StageName": &stage.name }))
        })
        .collect();
    if !disabled.is_empty() {
        set("DisableInboundStageTransitions", json!(disabled));
    }
    out
}

fn variable(variable: &PipelineVariable) -> Value {
    let mut out = json!({ "Name": variable.name });
    if let Some(default) = &variable.default {
        out["DefaultValue"] = json!(default);
    }
    if let Some(description) = &variable.description {
        out["Description"] = json!(description);
    }
    out
}

fn trigger(trigger: &Trigger) -> Value {
    let mut git = json!({ "SourceActionName": trigger.action });
    for (key, filters) in [
        ("Push", &trigger.push),
        ("PullRequest", &trigger.pull_request),
    ] {
        if !filters.is_empty() {
            git[key] = filters.iter().map(filter).collect();
        }
    }
    json!({ "ProviderType": "CodeStarSourceConnection", "GitConfiguration": git })
}

fn filter(filter: &Filter) -> Value {
    let mut out = json!({});
    if !filter.events.is_empty() {
        out["Events"] = json!(filter.events);
    }
    for (key, found) in [
        ("Branches", &filter.branches),
        ("FilePaths", &filter.file_paths),
        ("Tags", &filter.tags),
    ] {
        let found = patterns(found);
        if !found.is_empty() {
            out[key] = Value::Object(found);
        }
    }
    out
}

fn patterns(patterns: &Patterns) -> Map<String, Value> {
    [
        ("Includes", &patterns.includes),
        ("Excludes", &patterns.excludes),
    ]
    .into_iter()
    .filter(|(_, patterns)| !patterns.is_empty())
    .map(|(key, patterns)| (key.to_owned(), json!(patterns)))
    .collect()
}
