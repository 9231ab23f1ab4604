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
    /// The parameters of the template, and what stands for each.
    pub(super) parameters: Vec<String>,
    /// The place in the source that each resource comes from, by its logical id.
    pub(super) sources: BTreeMap<String, String>,
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
        let mut stacks = Vec::new();
        for (id, artifact) in artifacts {
            if artifact.get("type").and_then(Value::as_str) != Some("aws:cloudformation:stack") {
                continue;
            }
            stacks.push(stack(id, artifact, files, &sources)?);
        }
        Ok(Snapshot { stacks })
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
    let parameters = template.get("Parameters").and_then(Value::as_object);
    let parameters = parameters.into_iter().flatten();
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
        parameters: parameters.map(|(name, _)| name.clone()).collect(),
        sources: lines
            .filter_map(|(logical, line)| Some((logical.clone(), line.as_str()?.to_owned())))
            .collect(),
        name: name.to_owned(),
        account: account.to_owned(),
        region: region.to_owned(),
        file: file.to_owned(),
    })
}

fn json(name: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("`{name}` is not JSON: {error}"))
}
