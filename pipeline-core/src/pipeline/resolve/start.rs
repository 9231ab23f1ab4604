//! Settings of a pipeline, its variables, and its triggers.

use super::entries::{Entries, map, scalar};
use super::names::Names;
use super::unresolved::{Resolved, known};
use crate::model::{self, Value};
use crate::pipeline::{Filter, Patterns, PipelineVariable, Settings, Trigger};
use crate::place::Location;

pub(super) fn settings(names: &Names<'_>) -> Resolved<Settings> {
    let model = names.model;
    let entries = Entries::new(&model.settings, model.at);
    let tags = match entries.get("tags") {
        Some(value) => map(value)?
            .iter()
            .map(|entry| Ok((entry.key.text.clone(), scalar(&entry.value)?)))
            .collect::<Resolved<_>>()?,
        None => Vec::new(),
    };
    Ok(Settings {
        pipeline_type: entries
            .string("pipeline_type")?
            .unwrap_or_else(|| "V2".to_owned()),
        execution_mode: entries.string("execution_mode")?,
        restart_on_update: entries
            .get("restart_on_update")
            .map(|_| entries.is_true("restart_on_update")),
        tags,
        service_role: names.named_role(&entries, "service_role")?,
        event_roles: names.named_roles(&entries, "event_roles")?,
        stack_name: entries.string("stack_name")?,
    })
}

pub(super) fn variable(found: &model::Variable<Location>) -> Resolved<PipelineVariable> {
    let entries = Entries::new(&found.settings, found.name.at);
    Ok(PipelineVariable {
        name: found.name.text.clone(),
        default: match &found.default {
            Some(string) => Some(known(string)?.to_owned()),
            None => None,
        },
        description: entries.string("description")?,
    })
}

pub(super) fn trigger(found: &model::Trigger<Location>) -> Resolved<Trigger> {
    let entries = Entries::new(&found.filters, found.action.at);
    Ok(Trigger {
        action: found.action.text.clone(),
        push: filters(&entries, "push")?,
        pull_request: filters(&entries, "pull_request")?,
    })
}

/// One filter or a list of them.
fn filters(entries: &Entries<'_>, key: &str) -> Resolved<Vec<Filter>> {
    let Some(value) = entries.get(key) else {
        return Ok(Vec::new());
    };
    value.items().iter().map(filter).collect()
}

fn filter(value: &Value<Location>) -> Resolved<Filter> {
    let entries = Entries::of_map(value)?;
    Ok(Filter {
        events: entries.strings("events")?,
        branches: patterns(&entries, "branches")?,
        file_paths: patterns(&entries, "file_paths")?,
        tags: patterns(&entries, "tags")?,
    })
}

fn patterns(entries: &Entries<'_>, key: &str) -> Resolved<Patterns> {
    let Some(value) = entries.get(key) else {
        return Ok(Patterns::default());
    };
    let entries = Entries::of_map(value)?;
    Ok(Patterns {
        includes: entries.strings("includes")?,
        excludes: entries.strings("excludes")?,
    })
}
