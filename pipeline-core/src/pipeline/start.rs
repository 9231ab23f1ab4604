//! Settings of a pipeline, its variables, and what starts it.

use super::config::scalar;
use super::settings::Declared;
use crate::model::{self, Data, Entry, Model};
use crate::place::Location;

/// What the pipeline is said to be as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) pipeline_type: String,
    pub(crate) execution_mode: Option<String>,
    pub(crate) restart_on_update: Option<bool>,
    /// The user's tags, ours not among them.
    pub(crate) tags: Vec<(String, String)>,
}

/// A pipeline variable.
#[derive(Clone, Debug)]
pub(crate) struct PipelineVariable {
    pub(crate) name: String,
    pub(crate) default: Option<String>,
    pub(crate) description: Option<String>,
}

/// What of a repository starts the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) action: String,
    pub(crate) push: Vec<Filter>,
    pub(crate) pull_request: Vec<Filter>,
}

/// Which pushes, or which pull requests.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) events: Vec<String>,
    pub(crate) branches: Patterns,
    pub(crate) file_paths: Patterns,
    pub(crate) tags: Patterns,
}

/// Glob patterns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    pub(crate) includes: Vec<String>,
    pub(crate) excludes: Vec<String>,
}

impl Settings {
    pub(super) fn resolve(model: &Model<Location>) -> Option<Settings> {
        let said = Declared(&model.settings);
        let tags = match said.get("tags").map(|value| &value.data) {
            Some(Data::Map(entries)) => entries
                .iter()
                .map(|entry| Some((entry.key.text.clone(), scalar(&entry.value)?)))
                .collect::<Option<_>>()?,
            Some(_) => return None,
            None => Vec::new(),
        };
        Some(Settings {
            pipeline_type: said
                .text("pipeline_type")?
                .unwrap_or_else(|| "V2".to_owned()),
            execution_mode: said.text("execution_mode")?,
            restart_on_update: said
                .get("restart_on_update")
                .map(|_| said.truth("restart_on_update")),
            tags,
        })
    }
}

impl PipelineVariable {
    pub(super) fn resolve(found: &model::Variable<Location>) -> Option<PipelineVariable> {
        Some(PipelineVariable {
            name: found.name.text.clone(),
            default: match &found.default {
                Some(text) => Some(text.known()?.to_owned()),
                None => None,
            },
            description: Declared(&found.settings).text("description")?,
        })
    }
}

impl Trigger {
    pub(super) fn resolve(found: &model::Trigger<Location>) -> Option<Trigger> {
        let said = Declared(&found.filters);
        Some(Trigger {
            action: found.action.text.clone(),
            push: filters(&said, "push")?,
            pull_request: filters(&said, "pull_request")?,
        })
    }
}

fn filters(said: &Declared<'_>, key: &str) -> Option<Vec<Filter>> {
    match said.get(key).map(|value| (&value.data, value)) {
        Some((Data::List(items), _)) => items.iter().map(filter).collect(),
        Some((_, value)) => Some(vec![filter(value)?]),
        None => Some(Vec::new()),
    }
}

fn filter(value: &model::Value<Location>) -> Option<Filter> {
    let said = Declared(map(value)?);
    Some(Filter {
        events: said.texts("events")?,
        branches: patterns(&said, "branches")?,
        file_paths: patterns(&said, "file_paths")?,
        tags: patterns(&said, "tags")?,
    })
}

fn patterns(said: &Declared<'_>, key: &str) -> Option<Patterns> {
    let Some(value) = said.get(key) else {
        return Some(Patterns::default());
    };
    let said = Declared(map(value)?);
    Some(Patterns {
        includes: said.texts("includes")?,
        excludes: said.texts("excludes")?,
    })
}

fn map(value: &model::Value<Location>) -> Option<&[Entry<Location>]> {
    match &value.data {
        Data::Map(entries) => Some(entries),
        _ => None,
    }
}
