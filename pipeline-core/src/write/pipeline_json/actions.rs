//! Stages, actions and artifacts.

use serde_json::{Map, Value, json};

use super::access::Access;
use super::roles::Roles;
use crate::pipeline::{Pipeline, Setting};
use crate::plan::{Deployment, Values};
use crate::write::overview::{Overview, Step};

/// The stages, each with the places of its actions and of the rules of its conditions.
pub(super) fn stages(pipeline: &Pipeline) -> Value {
    let mut action = 0;
    let mut rule = pipeline.actions().count();
    let take = |next: &mut usize, count: usize| {
        let places = (*next..*next + count).collect::<Vec<usize>>();
        *next += count;
        places
    };
    let mut stages = Vec::new();
    for stage in &pipeline.stages {
        let mut out = json!({
            "actions": take(&mut action, stage.actions.len()),
            "name": stage.name,
        });
        if let Some(reason) = &stage.disabled {
            out["disabled"] = json!(reason);
        }
        let mut conditions = Vec::new();
        for condition in &stage.conditions {
            let mut out = json!({
                "moment": condition.moment.word(),
                "result": condition.result,
                "rules": take(&mut rule, condition.rules.len()),
            });
            if let Some(mode) = &condition.mode {
                out["mode"] = json!(mode);
            }
            conditions.push(out);
        }
        if !conditions.is_empty() {
            out["conditions"] = Value::Array(conditions);
        }
        stages.push(out);
    }
    Value::Array(stages)
}

/// An action or a rule, with what it may do.
pub(super) fn action(
    overview: &Overview<'_>,
    roles: &Roles<'_>,
    access: &Access<'_>,
    place: usize,
) -> Value {
    let Some(step) = overview.steps.get(place) else {
        return Value::Null;
    };
    let action = step.action;
    let mut out = json!({
        "category": action.category,
        "kind": action.kind.name,
        "lane": step.lane,
        "name": action.name,
        "order": action.run_order,
        "requests": access.of_action(&action.title()),
        "settings": settings(roles.deployment, step),
        "source": action.source.exact(),
        "stage": action.stage,
    });
    if action.kind.provider.is_empty() || action.kind.owner != action.owner {
        out["provider"] = json!(action.provider);
    }
    if let Some(moment) = action.moment {
        out["moment"] = json!(moment.word());
    }
    if !step.inputs.is_empty() {
        out["inputs"] = json!(step.inputs);
    }
    if !step.outputs.is_empty() {
        out["outputs"] = json!(step.outputs);
    }
    if let Some(role) = step.role.and_then(|role| roles.place(role)) {
        out["role"] = json!(role);
    }
    if let Some(project) = step.project {
        let mut projects = roles.deployment.projects.iter();
        let same = projects.position(|found| found.declared == project.declared);
        out["project"] = json!(same);
    }
    out
}

/// The configuration, in AWS's words; without what is JSON, and without roles: what an action does
/// with them is among its requests.
fn settings(deployment: &Deployment<'_>, step: &Step<'_>) -> Value {
    let values = Values::of(deployment, step.action);
    let entries = step.action.config.entries.iter();
    let short = entries.filter(|(_, setting)| {
        !matches!(
            setting,
            Setting::Json(_) | Setting::Variables(_) | Setting::Role(_)
        )
    });
    let settings = short.map(|(key, setting)| (key.clone(), json!(values.setting(setting))));
    Value::Object(settings.collect::<Map<_, _>>())
}

pub(super) fn artifacts(overview: &Overview<'_>) -> Value {
    let artifacts = overview.artifacts.iter();
    let artifacts = artifacts.map(|artifact| {
        json!({
            "maker": artifact.maker,
            "name": artifact.name,
            "readers": artifact.readers,
        })
    });
    artifacts.collect()
}

pub(super) fn projects(deployment: &Deployment<'_>, roles: &Roles<'_>) -> Value {
    let projects = deployment.projects.iter();
    let projects = projects.map(|project| {
        let declared = &deployment.pipeline.projects[project.declared];
        json!({
            "account": project.environment.account.0,
            "imported": project.managed.is_none(),
            "name": project.name,
            "region": project.environment.region.as_str(),
            "role": roles.place(project.role),
            "source": project.source.exact(),
            "written": declared.name,
        })
    });
    projects.collect()
}
