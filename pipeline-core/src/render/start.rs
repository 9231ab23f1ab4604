//! How executions start and meet, and what they can be told.

use crate::json::{Json, Map, json};
use crate::pipeline::{Filter, Patterns, Pipeline, PipelineVariable, Trigger};

/// The properties of the pipeline that are there only where the user says so.
pub(super) fn properties(pipeline: &Pipeline) -> Map {
    let settings = &pipeline.settings;
    let mut out = Map::new();
    let mut set = |key: &'static str, value| out.insert(key, value);
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
    let disabled: Vec<Json> = pipeline
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

fn variable(variable: &PipelineVariable) -> Json {
    let mut out = Map::new();
    out.insert("Name", json!(&variable.name));
    if let Some(default) = &variable.default {
        out.insert("DefaultValue", json!(default));
    }
    if let Some(description) = &variable.description {
        out.insert("Description", json!(description));
    }
    Json::Object(out)
}

fn trigger(trigger: &Trigger) -> Json {
    let mut git = Map::new();
    git.insert("SourceActionName", json!(&trigger.action));
    for (key, filters) in [
        ("Push", &trigger.push),
        ("PullRequest", &trigger.pull_request),
    ] {
        if !filters.is_empty() {
            git.insert(key.to_owned(), filters.iter().map(filter).collect());
        }
    }
    json!({ "ProviderType": "CodeStarSourceConnection", "GitConfiguration": git })
}

fn filter(filter: &Filter) -> Json {
    let mut out = Map::new();
    if !filter.events.is_empty() {
        out.insert("Events", json!(&filter.events));
    }
    for (key, found) in [
        ("Branches", &filter.branches),
        ("FilePaths", &filter.file_paths),
        ("Tags", &filter.tags),
    ] {
        let found = patterns(found);
        if !found.is_empty() {
            out.insert(key.to_owned(), Json::Object(found));
        }
    }
    Json::Object(out)
}

fn patterns(patterns: &Patterns) -> Map {
    [
        ("Includes", &patterns.includes),
        ("Excludes", &patterns.excludes),
    ]
    .into_iter()
    .filter(|(_, patterns)| !patterns.is_empty())
    .map(|(key, patterns)| (key.to_owned(), json!(patterns)))
    .collect()
}
