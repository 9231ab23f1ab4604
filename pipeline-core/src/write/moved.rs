//! What a folder had that cannot be deployed over. AWS takes a name once, and CloudFormation makes a
//! new resource before the old one goes: one that keeps its name and comes to stand elsewhere, or
//! is made anew, cannot be made. Without a name, it can, and what it held is not in the new one.

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
use crate::replacement::{Replacing, differing, holds_data};

const MANIFEST: &str = "manifest.json";
const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// Warns of what keeps its name and is made anew, of what holds data and is, and of what comes to
/// stand in another stack or under another logical id, since the folder was written last.
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
    let now = new.by_place();
    for (place, (name, was)) in old.by_place() {
        // What keeps its name is told above.
        if let Some((new_name, is)) = now.get(&place)
            && (name.is_none() || name != *new_name)
        {
            emptied(was, is, at, &mut findings);
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

/// Warns of a resource that CloudFormation makes anew under the name that it has, or may.
fn made_anew(
    name: &Name,
    was: &Resource,
    is: &Resource,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let Some((changes, certain)) = replacing(name.kind(), was, is) else {
        return;
    };
    let help = match name.kind() {
        _ if !certain => {
            "a change set says whether AWS does; if so, give it another name along with the change, or keep both"
        }
        "AWS::IAM::Role" => {
            "give the role another `role_name` along with the path, or keep the path"
        }
        "AWS::CodePipeline::CustomActionType" => "give the action type another `version`",
        _ => "give it another name along with the change, or keep both",
    };
    let may = match certain {
        true => "",
        false => ", for which AWS may make it anew: it cannot while the old one has the name",
    };
    let message = format!("{name} keeps its name, and its {changes}{may}");
    findings
        .report(&codes::NAMED_IS_MADE_ANEW, at, message)
        .help(help);
}

/// Warns of a resource that holds data and is made anew, or may be: the new one is empty.
fn emptied(was: &Resource, is: &Resource, at: Location, findings: &mut Findings<Location>) {
    let kind = is.body["Type"].as_str().unwrap_or_default();
    if !holds_data(kind) || was.body["Type"] != is.body["Type"] {
        return;
    }
    let Some((changes, certain)) = replacing(kind, was, is) else {
        return;
    };
    let may = if certain { "makes" } else { "may make" };
    let message = format!(
        "{} of stack `{}` holds data, and its {changes}: AWS {may} it anew, and the new one is empty",
        is.in_words(),
        is.stack
    );
    let keep = "or leave the property as it was";
    // What goes, goes by the new template.
    let help = match is.body["UpdateReplacePolicy"].as_str() {
        Some("Retain") => {
            format!("the old one stays with its data: move what you need to the new one; {keep}")
        }
        Some("Snapshot") => {
            format!("a snapshot of the old one stays: restore the new one from it; {keep}")
        }
        _ => format!(
            "the old one is deleted with its data: write `removal_policy: RETAIN` to keep it, and move what you need; {keep}"
        ),
    };
    let report = findings.report(&codes::DATA_IS_MADE_ANEW, at, message);
    report.help(match certain {
        true => help,
        false => format!("a change set says whether AWS does; if so, {help}"),
    });
}

/// The changes that a resource is made anew for, in words, and whether that is certain. If any is,
/// the others do not matter.
fn replacing(kind: &str, was: &Resource, is: &Resource) -> Option<(String, bool)> {
    let all = differing(kind, &was.body, &is.body);
    let certain = all.iter().any(|one| one.certain);
    let told = all.iter().filter(|one| one.certain == certain);
    let changes: Vec<String> = told
        .map(|Replacing { property, .. }| {
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
    (!changes.is_empty()).then(|| (changes.join(", "), certain))
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

/// A resource, where it stands.
struct Resource {
    stack: String,
    logical_id: String,
    body: Value,
}

impl Resource {
    /// What the user calls it: `resource orders`, as its source says.
    fn in_words(&self) -> String {
        let source = self.body.pointer("/Metadata/pipewright:source");
        let source = source.and_then(Value::as_str).unwrap_or_default();
        let declared = source.split_once(": ").map(|(_, declared)| declared);
        match declared.and_then(|declared| declared.split_once(' ')) {
            Some((declaration, name)) => format!("{declaration} `{name}`"),
            None => format!("`{}`", self.logical_id),
        }
    }
}

/// What stood in templates, by the names that AWS takes once.
#[derive(Default)]
struct Stood {
    named: BTreeMap<Name, Resource>,
    /// Those without a name that AWS takes once.
    unnamed: Vec<Resource>,
    /// By export: the stack.
    exports: BTreeMap<Name, String>,
    /// By account and region, and name: the stack.
    pipelines: BTreeMap<(String, String), String>,
}

impl Stood {
    fn is_empty(&self) -> bool {
        self.named.is_empty()
            && self.unnamed.is_empty()
            && self.exports.is_empty()
            && self.pipelines.is_empty()
    }

    /// All resources by stack and logical id, with their names.
    fn by_place(&self) -> BTreeMap<(&str, &str), (Option<&Name>, &Resource)> {
        let named = self.named.iter().map(|(name, one)| (Some(name), one));
        let unnamed = self.unnamed.iter().map(|one| (None, one));
        let all = named.chain(unnamed);
        all.map(|(name, one)| ((one.stack.as_str(), one.logical_id.as_str()), (name, one)))
            .collect()
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
            let name = Name::of(&environment, body);
            let resource = Resource {
                stack: stack.to_owned(),
                logical_id: logical_id.clone(),
                body: body.take(),
            };
            match name {
                Some(name) => drop(self.named.insert(name, resource)),
                None => self.unnamed.push(resource),
            }
        }
    }
}

#[cfg(test)]
mod tests;
