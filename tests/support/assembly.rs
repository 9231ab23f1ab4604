//! A cloud assembly as it is read back: its stacks, their templates and statements.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pipewright::Pipeline;
use serde_json::Value as Json;

/// The stacks of an assembly, with a name for messages.
#[derive(Clone)]
pub(crate) struct Assembly {
    pub(crate) name: String,
    pub(crate) stacks: Vec<Stack>,
}

#[derive(Clone)]
pub(crate) struct Stack {
    pub(crate) name: String,
    pub(crate) account: String,
    pub(crate) region: String,
    /// The stacks that deploy before it.
    pub(crate) earlier: BTreeSet<String>,
    pub(crate) template: Json,
}

/// Whose a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Identity,
    Trust,
    Bucket,
    Key,
    Bus,
}

impl Assembly {
    pub(crate) fn of(name: &str, pipeline: &Pipeline) -> Assembly {
        Assembly::read(name, pipeline.synthesize().unwrap().files())
    }

    /// The assembly of a folder.
    pub(crate) fn open(name: &str, folder: &Path) -> Assembly {
        let files = fs::read_dir(folder).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        });
        Assembly::read(name, &files.collect())
    }

    fn read(name: &str, files: &BTreeMap<String, String>) -> Assembly {
        let manifest: Json = serde_json::from_str(&files["manifest.json"]).unwrap();
        let artifacts = manifest["artifacts"].as_object().unwrap();
        // What is uploaded before a stack is no stack.
        let stacks = artifacts
            .iter()
            .filter(|(_, artifact)| artifact["type"] == "aws:cloudformation:stack");
        let stacks = stacks.map(|(id, artifact)| {
            let environment = text(&artifact["environment"]);
            let (account, region) = environment["aws://".len()..].split_once('/').unwrap();
            let file = text(&artifact["properties"]["templateFile"]);
            let mut earlier = BTreeSet::new();
            before(artifacts, id, &mut earlier);
            Stack {
                name: text(&artifact["properties"]["stackName"]).to_owned(),
                account: account.to_owned(),
                region: region.to_owned(),
                earlier,
                template: serde_json::from_str(&files[file]).unwrap(),
            }
        });
        Assembly {
            name: name.to_owned(),
            stacks: stacks.collect(),
        }
    }

    /// All resources of a type, with a place for messages.
    pub(crate) fn resources(&self, kind: &str) -> Vec<(String, &Stack, &Json)> {
        let all = self.stacks.iter().flat_map(|stack| {
            let resources = stack.resources();
            resources.map(move |(id, resource)| {
                (
                    format!("{}, {}, {id}", self.name, stack.name),
                    stack,
                    resource,
                )
            })
        });
        all.filter(|(_, _, resource)| resource["Type"] == kind)
            .collect()
    }

    /// Every statement of every policy, with a place for messages.
    pub(crate) fn statements(&self) -> Vec<(String, Side, &Json)> {
        let mut out = Vec::new();
        for (kind, side, path) in [
            ("AWS::IAM::Role", Side::Trust, "AssumeRolePolicyDocument"),
            ("AWS::IAM::Role", Side::Identity, "Policies"),
            ("AWS::IAM::ManagedPolicy", Side::Identity, "PolicyDocument"),
            ("AWS::S3::BucketPolicy", Side::Bucket, "PolicyDocument"),
            ("AWS::KMS::Key", Side::Key, "KeyPolicy"),
            ("AWS::Events::EventBusPolicy", Side::Bus, "Statement"),
        ] {
            for (place, _, resource) in self.resources(kind) {
                let mut found = Vec::new();
                effects(&resource["Properties"][path], &mut found);
                out.extend(
                    found
                        .into_iter()
                        .map(|statement| (format!("{place}: {statement}"), side, statement)),
                );
            }
        }
        out
    }

    /// The account and the names of the buckets that the pipelines keep artifacts in.
    pub(crate) fn stores(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        for (_, stack, pipeline) in self.resources("AWS::CodePipeline::Pipeline") {
            let properties = &pipeline["Properties"];
            let several = properties["ArtifactStores"]
                .as_array()
                .into_iter()
                .flatten();
            let stores = several.map(|found| &found["ArtifactStore"]);
            for store in stores.chain(properties.get("ArtifactStore")) {
                let bucket = text(&store["Location"]).to_owned();
                out.insert(bucket, stack.account.clone());
            }
        }
        out
    }
}

impl Stack {
    pub(crate) fn resources(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.template["Resources"].as_object().unwrap().iter()
    }
}

fn before(artifacts: &serde_json::Map<String, Json>, id: &str, out: &mut BTreeSet<String>) {
    for earlier in texts(&artifacts[id]["dependencies"]) {
        if artifacts[earlier]["type"] == "aws:cloudformation:stack"
            && out.insert(earlier.to_owned())
        {
            before(artifacts, earlier, out);
        }
    }
}

/// The objects with an `Effect`, at any depth.
fn effects<'a>(json: &'a Json, out: &mut Vec<&'a Json>) {
    match json {
        Json::Object(map) if map.contains_key("Effect") => out.push(json),
        Json::Object(map) => map.values().for_each(|value| effects(value, out)),
        Json::Array(items) => items.iter().for_each(|item| effects(item, out)),
        _ => {}
    }
}

pub(crate) fn text(json: &Json) -> &str {
    json.as_str()
        .unwrap_or_else(|| panic!("`{json}` is not a text"))
}

/// One text or several, as policies have them; what is not a text is left out.
pub(crate) fn texts(json: &Json) -> Vec<&str> {
    match json {
        Json::String(text) => vec![text],
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}
