//! Reads the files of an output folder.

use std::collections::BTreeMap;

use serde_json::Value;

use super::intrinsics;
use crate::catalogue::region::partition;

/// What was written for one or several pipelines: the templates with their accounts and regions, and
/// the lines of the source.
///
/// ```
/// use std::collections::BTreeMap;
/// use pipewright_core::compare::Snapshot;
///
/// // The files of a folder, by name.
/// let files = BTreeMap::from([("README.md".to_owned(), "# Notes".to_owned())]);
/// let error = Snapshot::read(&files).unwrap_err();
/// assert!(error.contains("manifest.json"), "{error}");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub(super) stacks: Vec<Stack>,
    /// What the manifest has beside stacks, by its name.
    pub(super) others: BTreeMap<String, Value>,
}

/// The type of a pipeline.
const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// A stack with its template.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    pub(super) name: String,
    pub(super) account: String,
    pub(super) region: String,
    /// The name of the template's file.
    pub(super) file: String,
    pub(super) resources: BTreeMap<String, Value>,
    pub(super) outputs: BTreeMap<String, Value>,
    pub(super) description: Option<String>,
    /// The bodies of resources as they are written, but for the places in the source.
    pub(super) written: BTreeMap<String, Value>,
    pub(super) sections: Sections,
    /// The place in the source that each resource comes from, by its logical id.
    pub(super) sources: BTreeMap<String, String>,
}

/// What a template has beside resources and outputs, and what the manifest says of its stack.
#[derive(Clone, Debug, Default)]
pub(super) struct Sections {
    pub(super) parameters: BTreeMap<String, Value>,
    pub(super) mappings: BTreeMap<String, Value>,
    pub(super) conditions: BTreeMap<String, Value>,
    /// All others: `Transform`, `Rules`.
    pub(super) others: BTreeMap<String, Value>,
    /// The settings of the stack in the manifest.
    pub(super) deployment: BTreeMap<String, Value>,
}

impl Snapshot {
    /// A folder before there was one: it has no stacks.
    #[must_use]
    pub fn empty() -> Snapshot {
        Snapshot::default()
    }

    /// The number of its stacks.
    #[must_use]
    pub fn stacks(&self) -> usize {
        self.stacks.len()
    }

    /// Reads the files of a folder, by their names. Files of others are left alone.
    ///
    /// # Errors
    ///
    /// What is missing, or what is not of the form that is written.
    pub fn read(files: &BTreeMap<String, String>) -> Result<Snapshot, String> {
        let manifest = "manifest.json";
        let manifest = files.get(manifest).ok_or("it has no `manifest.json`")?;
        let manifest = json("manifest.json", manifest)?;
        let Some(artifacts) = manifest.get("artifacts").and_then(Value::as_object) else {
            return Err("`manifest.json` lists no stacks: it has no `artifacts`".to_owned());
        };
        let sources = match files.get("sources.json") {
            Some(text) => json("sources.json", text)?,
            None => Value::Null,
        };
        let (mut stacks, mut others) = (Vec::new(), BTreeMap::new());
        for (id, artifact) in artifacts {
            match artifact.get("type").and_then(Value::as_str) {
                Some("aws:cloudformation:stack") => {
                    stacks.push(stack(id, artifact, files, &sources)?);
                }
                // What is published is written in files of their own.
                Some("cdk:asset-manifest") => {}
                _ => drop(others.insert(id.clone(), artifact.clone())),
            }
        }
        Ok(Snapshot { stacks, others })
    }

    /// The number of its pipelines.
    pub(super) fn pipelines(&self) -> usize {
        let resources = self
            .stacks
            .iter()
            .flat_map(|stack| stack.resources.values());
        resources
            .filter(|body| body.get("Type").is_some_and(|kind| kind == PIPELINE))
            .count()
    }

    /// The name of the pipeline that a stack is made for, as its resources' tags have it.
    pub(super) fn pipeline_of(&self, stack: usize) -> Option<&str> {
        let mut bodies = self.stacks.get(stack)?.resources.values();
        bodies.find_map(|body| {
            let mut tags = body.pointer("/Properties/Tags")?.as_array()?.iter();
            let tag = tags.find(|tag| tag["Key"] == "pipewright:pipeline")?;
            tag["Value"].as_str()
        })
    }

    /// The partition of its regions.
    pub(super) fn partition(&self) -> &'static str {
        let first = self.stacks.first();
        let found = first.and_then(|stack| partition(&stack.region));
        found.map_or("aws", |found| found.name)
    }
}

fn stack(
    id: &str,
    artifact: &Value,
    files: &BTreeMap<String, String>,
    sources: &Value,
) -> Result<Stack, String> {
    let text = |pointer: &str| artifact.pointer(pointer).and_then(Value::as_str);
    let lacks = |what: &str| format!("`manifest.json`: stack `{id}` has no {what}");
    let environment = text("/environment").and_then(|place| place.strip_prefix("aws://"));
    let environment = environment.and_then(|place| place.split_once('/'));
    let (account, region) = environment.ok_or_else(|| lacks("account and region"))?;
    let file = text("/properties/templateFile").ok_or_else(|| lacks("template"))?;
    let template = files.get(file);
    let template =
        template.ok_or_else(|| format!("the template of stack `{id}` is missing: `{file}`"))?;
    let template = json(file, template)?;
    let Some(Value::Object(resources)) = template.get("Resources") else {
        return Err(format!("`{file}` is no template: it has no `Resources`"));
    };
    let name = text("/properties/stackName").unwrap_or(id);
    let outputs = template.get("Outputs").and_then(Value::as_object);
    let outputs = outputs.into_iter().flatten();
    let lines = sources.get(file).and_then(Value::as_object);
    let lines = lines.into_iter().flatten();
    Ok(Stack {
        resources: resources
            .iter()
            .map(|(logical, body)| {
                let mut body = body.clone();
                intrinsics::simplify(&mut body);
                intrinsics::complete(name, logical, &mut body);
                (logical.clone(), body)
            })
            .collect(),
        outputs: outputs
            .map(|(name, output)| {
                let mut output = output.clone();
                intrinsics::simplify(&mut output);
                (name.clone(), output)
            })
            .collect(),
        description: template
            .get("Description")
            .and_then(Value::as_str)
            .map(str::to_owned),
        written: resources
            .iter()
            .map(|(logical, body)| (logical.clone(), without_source(body)))
            .collect(),
        sections: sections(&template, artifact),
        sources: lines
            .filter_map(|(logical, line)| Some((logical.clone(), line.as_str()?.to_owned())))
            .collect(),
        name: name.to_owned(),
        account: account.to_owned(),
        region: region.to_owned(),
        file: file.to_owned(),
    })
}

/// The body of a resource without the place that it comes from.
fn without_source(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(Value::Object(metadata)) = body.get_mut("Metadata") {
        metadata.remove("pipewright:source");
        if metadata.is_empty()
            && let Some(body) = body.as_object_mut()
        {
            body.remove("Metadata");
        }
    }
    body
}

/// Sections of a template that say nothing of what is deployed, or that are read by themselves.
const READ: [&str; 8] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
];

/// Settings of a stack in the manifest that follow from its name and its template, or only say what must be
/// there before it.
const FOLLOWING: [&str; 7] = [
    "additionalDependencies",
    "bootstrapStackVersionSsmParameter",
    "requiresBootstrapStackVersion",
    "stackName",
    "stackTemplateAssetObjectUrl",
    "templateFile",
    "validateOnSynth",
];

fn sections(template: &Value, artifact: &Value) -> Sections {
    let entries = |value: Option<&Value>, but: &[&str]| -> BTreeMap<String, Value> {
        let all = value.and_then(Value::as_object).into_iter().flatten();
        let all = all.filter(|(name, _)| !but.contains(&name.as_str()));
        let all = all.map(|(name, value)| {
            let mut value = value.clone();
            intrinsics::simplify(&mut value);
            (name.clone(), value)
        });
        all.collect()
    };
    let of = |name: &str| entries(template.get(name), &[]);
    Sections {
        parameters: of("Parameters"),
        mappings: of("Mappings"),
        conditions: of("Conditions"),
        others: entries(Some(template), &READ),
        deployment: entries(artifact.get("properties"), &FOLLOWING),
    }
}

fn json(name: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("`{name}` is not JSON: {error}"))
}
