//! What a folder had that cannot be deployed over. AWS takes a name once, and CloudFormation makes a
//! new resource before the old one goes: one that keeps its name and comes to stand elsewhere, or
//! is made anew, cannot be made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Assembly;
use crate::arn::ArnEnvironment;
use crate::codes;
use crate::emitted::Name;
use crate::finding::Findings;
use crate::place::Location;
use crate::replacement::differing;

const MANIFEST: &str = "manifest.json";
const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// Warns of what keeps its name and is made anew, and of what comes to stand in another stack or
/// under another logical id, since the folder was written last.
pub(crate) fn moved(folder: &Path, assembly: &Assembly, at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    let files = assembly.files();
    let before = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let after = |file: &str| files.get(file).cloned();
    // What stands in a template that has not changed has not moved.
    let changed = |file: &str| before(file) != after(file);
    let old = Stood::of(&before, &changed);
    if old.is_empty() {
        return findings;
    }
    let new = Stood::of(&after, &changed);
    // What a pipeline takes along to another stack is told with it.
    let moves: BTreeSet<(&str, &str)> = old
        .pipelines
        .iter()
        .filter_map(|(key, was)| Some((was.as_str(), new.pipelines.get(key)?.as_str())))
        .filter(|(was, is)| was != is)
        .collect();
    for (name, was) in &old.named {
        let Some(is) = new.named.get(name) else {
            continue;
        };
        if was.stack == is.stack && was.logical_id == is.logical_id {
            made_anew(name, was, is, at, &mut findings);
        } else if !moves.contains(&(was.stack.as_str(), is.stack.as_str())) {
            elsewhere(name, was, is, at, &mut findings);
        }
    }
    for (export, was) in &old.exports {
        let is = new.exports.get(export).filter(|is| *is != was);
        if let Some(is) = is
            && !moves.contains(&(was.as_str(), is.as_str()))
        {
            let message = format!("stack `{was}` has {export}, and stack `{is}` has it now");
            findings.report(&codes::NAME_IN_USE, at, message).help(
                "deploy without this output first, and with it then; or give it another `export_name`",
            );
        }
    }
    for ((environment, name), stack) in &old.pipelines {
        let now = new.pipelines.get(&(environment.clone(), name.clone()));
        if let Some(now) = now.filter(|now| *now != stack) {
            let message = format!(
                "pipeline `{name}` stood in stack `{stack}`, and stands in stack `{now}` now"
            );
            findings
                .report(&codes::PIPELINE_MOVES, at, message)
                .help(format!(
                    "if `{stack}` is deployed, delete it before you deploy `{now}`; or keep `stack_name: \"{stack}\";`"
                ));
        }
    }
    findings
}

/// Warns of a resource that CloudFormation makes anew under the name that it has.
fn made_anew(
    name: &Name,
    was: &Resource,
    is: &Resource,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let properties = differing(name.kind(), &was.body, &is.body);
    // Of a property and what changes in it, the latter.
    let inner = |property: &str| {
        let start = format!("{property}.");
        properties.iter().any(|other| other.starts_with(&start))
    };
    let changes: Vec<String> = properties
        .iter()
        .filter(|property| !inner(property))
        .map(|property| {
            let path = format!("/Properties/{}", property.replace('.', "/"));
            let text = |resource: &Resource| {
                let value = resource.body.pointer(&path)?;
                value.as_str().map(str::to_owned)
            };
            match (text(was), text(is)) {
                (Some(was), Some(is)) => format!("`{property}` `{was}` becomes `{is}`"),
                _ => format!("`{property}` changes"),
            }
        })
        .collect();
    if changes.is_empty() {
        return;
    }
    let help = match name.kind() {
        "AWS::IAM::Role" => {
            "give the role another `role_name` along with the path, or keep the path"
        }
        "AWS::CodePipeline::CustomActionType" => "give the action type another `version`",
        _ => "give it another name along with the change, or keep both",
    };
    let message = format!("{name} keeps its name, and its {}", changes.join(", "));
    findings
        .report(&codes::NAMED_IS_MADE_ANEW, at, message)
        .help(help);
}

/// Warns of a resource that another one of its name takes the place of.
fn elsewhere(
    name: &Name,
    was: &Resource,
    is: &Resource,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let (old, new) = if was.stack == is.stack {
        (
            format!("`{}` of stack `{}`", was.logical_id, was.stack),
            format!("`{}`", is.logical_id),
        )
    } else {
        (
            format!("stack `{}`", was.stack),
            format!("stack `{}`", is.stack),
        )
    };
    let stays = was.body["DeletionPolicy"] == "Retain"
        || was.body["DeletionPolicy"] == "RetainExceptOnCreate";
    let help = if stays {
        "give the new one another name; the old one stays, with what it holds"
    } else {
        "give the new one another name; or deploy without it first, and with it then"
    };
    let message = format!("{name} is made by {old}, and would be made by {new} now");
    findings.report(&codes::NAME_IN_USE, at, message).help(help);
}

/// A resource with a name, where it stands.
struct Resource {
    stack: String,
    logical_id: String,
    body: Value,
}

/// What stood in templates, by the names that AWS takes once.
#[derive(Default)]
struct Stood {
    named: BTreeMap<Name, Resource>,
    /// By export: the stack.
    exports: BTreeMap<Name, String>,
    /// By account and region, and name: the stack.
    pipelines: BTreeMap<(String, String), String>,
}

impl Stood {
    fn is_empty(&self) -> bool {
        self.named.is_empty() && self.exports.is_empty() && self.pipelines.is_empty()
    }

    fn of(text: &dyn Fn(&str) -> Option<String>, changed: &dyn Fn(&str) -> bool) -> Stood {
        let mut stood = Stood::default();
        let parsed = |file: &str| -> Option<Value> { serde_json::from_str(&text(file)?).ok() };
        let manifest = parsed(MANIFEST).unwrap_or_default();
        let artifacts = manifest["artifacts"].as_object().into_iter().flatten();
        for (_, artifact) in artifacts {
            let properties = &artifact["properties"];
            let place = artifact["environment"].as_str().unwrap_or_default();
            let place = place.trim_start_matches("aws://");
            if let (Some(file), Some(stack)) = (
                properties["templateFile"].as_str(),
                properties["stackName"].as_str(),
            ) && changed(file)
            {
                stood.add(parsed(file).unwrap_or_default(), place, stack);
            }
        }
        stood
    }

    fn add(&mut self, mut template: Value, place: &str, stack: &str) {
        let (account, region) = place.split_once('/').unwrap_or((place, ""));
        let environment = ArnEnvironment {
            partition: "",
            region,
            account,
        };
        for (_, output) in template["Outputs"].as_object().into_iter().flatten() {
            if let Some(export) = output.pointer("/Export/Name").and_then(Value::as_str) {
                let name = Name::of_export(&environment, export);
                self.exports.insert(name, stack.to_owned());
            }
        }
        let resources = template["Resources"].as_object_mut();
        for (logical_id, body) in resources.into_iter().flatten() {
            if body["Type"] == PIPELINE
                && let Some(name) = body["Properties"]["Name"].as_str()
            {
                let key = (place.to_owned(), name.to_owned());
                self.pipelines.insert(key, stack.to_owned());
            }
            if let Some(name) = Name::of(&environment, body) {
                let resource = Resource {
                    stack: stack.to_owned(),
                    logical_id: logical_id.clone(),
                    body: body.take(),
                };
                self.named.insert(name, resource);
            }
        }
    }
}

#[cfg(test)]
mod tests;
