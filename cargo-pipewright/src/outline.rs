//! What a pipeline does, read from the output: stages, actions, artifacts, and the templates.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::screen::Screen;
use crate::source::assembled;

/// The file with what pipelines do, and its form.
const FILE: &str = "pipeline.json";
const FORMAT: &str = "pipewright/pipeline/1";

/// The pipelines of a deployment.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) pipelines: Vec<Pipeline>,
    /// The templates of all stacks.
    pub(crate) templates: Vec<Value>,
}

#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(crate) name: String,
    /// `V1` or `V2`.
    pub(crate) kind: String,
    pub(crate) stages: Vec<Stage>,
    /// The actions, and behind them the rules of conditions.
    pub(crate) actions: Vec<Action>,
    pub(crate) artifacts: Vec<Artifact>,
}

#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) name: String,
    /// The places of its actions.
    pub(crate) actions: Vec<usize>,
    pub(crate) conditions: Vec<Condition>,
}

#[derive(Debug)]
pub(crate) struct Condition {
    /// `before_entry`, `on_success` or `on_failure`.
    pub(crate) moment: String,
    /// The places of its rules.
    pub(crate) rules: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) name: String,
    pub(crate) stage: String,
    pub(crate) kind: String,
    pub(crate) category: String,
    /// The account's name and the region.
    pub(crate) place: (String, String),
    /// Actions of one order start together.
    pub(crate) order: u64,
    pub(crate) inputs: Vec<usize>,
    pub(crate) outputs: Vec<usize>,
    /// The name of its build project.
    pub(crate) project: Option<String>,
    /// The minutes that it waits, if it says so.
    pub(crate) wait: Option<f64>,
}

#[derive(Debug)]
pub(crate) struct Artifact {
    pub(crate) name: String,
    pub(crate) maker: usize,
    pub(crate) readers: Vec<usize>,
}

impl Outline {
    /// Reads a plain file with a pipeline, or a folder that a build wrote.
    pub(crate) fn read(path: &Path, screen: &Screen) -> Result<Outline, Failure> {
        if path.is_dir() {
            return of_folder(path);
        }
        let assembly = assembled(&[path.to_owned()], screen)?;
        let files = assembly.files();
        let text = files.get(FILE).map_or("", String::as_str);
        outline(path, text, files)
    }
}

fn of_folder(folder: &Path) -> Result<Outline, Failure> {
    let path = folder.join(FILE);
    let text = fs::read_to_string(&path).map_err(|error| {
        Failure::with_help(
            format!("`{}`: {error}", path.display()),
            "name a folder that `cargo build` or `cargo pipewright build` wrote, such as \
             `target/debug/pipewright/NAME`, or a plain file with a pipeline",
        )
    })?;
    let mut files = BTreeMap::new();
    let failed = |error| Failure::of_file(folder, &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".template.json") && entry.path().is_file() {
            files.insert(name, fs::read_to_string(entry.path()).map_err(failed)?);
        }
    }
    outline(&path, &text, &files)
}

fn outline(path: &Path, text: &str, files: &BTreeMap<String, String>) -> Result<Outline, Failure> {
    let wrong = |what: String| {
        Failure::with_help(
            format!("`{}` {what}", path.display()),
            "it is written by `cargo build`, or by `cargo pipewright build`, of the version of this command",
        )
    };
    let value: Value =
        serde_json::from_str(text).map_err(|error| wrong(format!("is no JSON: {error}")))?;
    if value["format"] != FORMAT {
        return Err(wrong("has another form".to_owned()));
    }
    let templates = files
        .iter()
        .filter(|(name, _)| name.ends_with(".template.json"))
        .map(|(name, text)| {
            serde_json::from_str(text).map_err(|error| {
                wrong(format!("stands beside `{name}`, which is no JSON: {error}"))
            })
        })
        .collect::<Result<Vec<Value>, Failure>>()?;
    let pipelines = list(&value["pipelines"]).map(pipeline).collect();
    Ok(Outline {
        pipelines,
        templates,
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn place(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

/// The places that a list has; those of nothing are left out.
fn places(value: &Value, count: usize) -> Vec<usize> {
    list(value)
        .filter_map(place)
        .filter(|place| *place < count)
        .collect()
}

fn pipeline(value: &Value) -> Pipeline {
    let artifacts = list(&value["artifacts"]).count();
    let actions: Vec<Action> = list(&value["actions"])
        .map(|action| Action {
            name: text(&action["name"]),
            stage: text(&action["stage"]),
            kind: text(&action["kind"]),
            category: text(&action["category"]),
            place: lane(value, action),
            order: action["order"].as_u64().unwrap_or(1),
            inputs: places(&action["inputs"], artifacts),
            outputs: places(&action["outputs"], artifacts),
            project: place(&action["project"]).map(|at| text(&value["projects"][at]["name"])),
            wait: action["settings"]["WaitTime"]
                .as_str()
                .and_then(|minutes| minutes.parse().ok())
                .filter(|minutes: &f64| (0.0..=525_600.0).contains(minutes)),
        })
        .collect();
    let count = actions.len();
    let stages = list(&value["stages"]).map(|stage| Stage {
        name: text(&stage["name"]),
        actions: places(&stage["actions"], count),
        conditions: list(&stage["conditions"])
            .map(|condition| Condition {
                moment: text(&condition["moment"]),
                rules: places(&condition["rules"], count),
            })
            .collect(),
    });
    let artifacts = list(&value["artifacts"]).map(|artifact| Artifact {
        name: text(&artifact["name"]),
        maker: place(&artifact["maker"]).unwrap_or(usize::MAX),
        readers: places(&artifact["readers"], count),
    });
    Pipeline {
        name: text(&value["name"]),
        kind: text(&value["type"]),
        stages: stages.collect(),
        artifacts: artifacts.collect(),
        actions,
    }
}

/// The account and the region of an action.
fn lane(pipeline: &Value, action: &Value) -> (String, String) {
    let lane = place(&action["lane"]).map_or(&Value::Null, |at| &pipeline["lanes"][at]);
    let account = place(&lane["account"]).map_or(&Value::Null, |at| &pipeline["accounts"][at]);
    (text(&account["name"]), text(&lane["region"]))
}
