//! What one of the two made: its stacks, with every function in their templates resolved.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use crate::support::assembly::text;

/// All that one of the two made of a pipeline.
pub(crate) struct Side {
    pub(crate) stacks: Vec<Stack>,
}

pub(crate) struct Stack {
    pub(crate) name: String,
    pub(crate) account: String,
    pub(crate) region: String,
    /// The stacks that the manifest puts right before it.
    pub(crate) after: BTreeSet<String>,
    /// The size of its template, without white space.
    pub(crate) bytes: usize,
    template: Json,
    /// Its resources, resolved.
    pub(crate) resources: BTreeMap<String, Json>,
}

/// Where a resource is, and what it is.
pub(crate) struct Found<'s> {
    pub(crate) stack: &'s Stack,
    pub(crate) properties: &'s Json,
    /// What `Ref` gives.
    pub(crate) name: String,
    /// What `Fn::GetAtt` of `Arn` gives.
    pub(crate) arn: String,
}

impl Side {
    /// Reads a cloud assembly, by the names of its files.
    pub(crate) fn read(files: &BTreeMap<String, String>) -> Side {
        let manifest: Json = serde_json::from_str(&files["manifest.json"]).unwrap();
        let artifacts = manifest["artifacts"].as_object().unwrap();
        let is_stack = |id: &str| artifacts[id]["type"] == "aws:cloudformation:stack";
        let name = |id: &str| {
            let said = artifacts[id]["properties"]["stackName"].as_str();
            said.unwrap_or(id).to_owned()
        };
        let ids = artifacts.keys().filter(|id| is_stack(id));
        let stacks = ids.map(|id| {
            let artifact = &artifacts[id];
            let environment = text(&artifact["environment"]);
            let (account, region) = environment["aws://".len()..].split_once('/').unwrap();
            let after = artifact["dependencies"].as_array().into_iter().flatten();
            let template: Json =
                serde_json::from_str(&files[text(&artifact["properties"]["templateFile"])])
                    .unwrap();
            Stack {
                name: name(id),
                account: account.to_owned(),
                region: region.to_owned(),
                after: after
                    .map(text)
                    .filter(|id| is_stack(id))
                    .map(name)
                    .collect(),
                bytes: template.to_string().len(),
                template,
                resources: BTreeMap::new(),
            }
        });
        let mut side = Side {
            stacks: stacks.collect(),
        };
        let resolved: Vec<_> = side.stacks.iter().map(|one| side.resolved(one)).collect();
        for (stack, resources) in side.stacks.iter_mut().zip(resolved) {
            stack.resources = resources;
        }
        side
    }

    fn resolved(&self, stack: &Stack) -> BTreeMap<String, Json> {
        let resources = stack.template["Resources"].as_object().unwrap();
        // What the CDK counts its users by is no part of a pipeline.
        let resources = resources
            .iter()
            .filter(|(_, body)| body["Type"] != "AWS::CDK::Metadata");
        resources
            .map(|(id, body)| {
                let mut body = body.clone();
                body["Properties"] = self.resolve(stack, &body["Properties"]);
                (id.clone(), body)
            })
            .collect()
    }

    /// Every resource of a type.
    pub(crate) fn all(&self, kind: &str) -> Vec<Found<'_>> {
        let of_stack = |stack: &'_ Stack| -> Vec<String> {
            let ids = stack.resources.iter();
            ids.filter(|(_, body)| body["Type"] == kind)
                .map(|(id, _)| id.clone())
                .collect()
        };
        let mut out = Vec::new();
        for stack in &self.stacks {
            for id in of_stack(stack) {
                out.push(Found {
                    stack,
                    properties: &stack.resources[&id]["Properties"],
                    name: self.name(stack, &id),
                    arn: self.arn(stack, &id),
                });
            }
        }
        out
    }

    /// The one resource of a type that there is.
    #[track_caller]
    pub(crate) fn only(&self, kind: &str) -> Found<'_> {
        let mut all = self.all(kind);
        assert_eq!(all.len(), 1, "resources of type {kind}");
        all.remove(0)
    }

    /// The stacks that must deploy before this one, near and far.
    pub(crate) fn before(&self, stack: &str) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        let mut open = vec![stack];
        while let Some(name) = open.pop() {
            let found = self.stacks.iter().find(|one| one.name == name).unwrap();
            for earlier in &found.after {
                if out.insert(earlier.as_str()) {
                    open.push(earlier);
                }
            }
        }
        out
    }

    // --- CloudFormation's functions, as far as either uses them ---

    fn resolve(&self, stack: &Stack, value: &Json) -> Json {
        match value {
            Json::Array(items) => items.iter().map(|item| self.resolve(stack, item)).collect(),
            Json::Object(map) => match function(map) {
                Some((name, argument)) => self.call(stack, name, argument),
                None => {
                    let resolved = map.iter();
                    let resolved =
                        resolved.map(|(key, value)| (key.clone(), self.resolve(stack, value)));
                    Json::Object(resolved.collect())
                }
            },
            plain => plain.clone(),
        }
    }

    fn call(&self, stack: &Stack, function: &str, argument: &Json) -> Json {
        Json::String(match function {
            "Ref" => match text(argument) {
                "AWS::AccountId" => stack.account.clone(),
                "AWS::Region" => stack.region.clone(),
                "AWS::Partition" => "aws".to_owned(),
                id => self.name(stack, id),
            },
            "Fn::GetAtt" => {
                assert_eq!(
                    text(&argument[1]),
                    "Arn",
                    "nothing here resolves {argument}"
                );
                self.arn(stack, text(&argument[0]))
            }
            "Fn::Join" => {
                let parts = argument[1].as_array().unwrap().iter();
                let parts = parts.map(|part| text(&self.resolve(stack, part)).to_owned());
                parts.collect::<Vec<_>>().join(text(&argument[0]))
            }
            "Fn::GetStackOutput" => {
                let named = |one: &&Stack| {
                    one.name == text(&argument["StackName"])
                        && one.region == text(&argument["Region"])
                        && one.account == stack.account
                };
                let maker = self.stacks.iter().find(named).unwrap();
                let output = &maker.template["Outputs"][text(&argument["OutputName"])];
                return self.resolve(maker, &output["Value"]);
            }
            _ => panic!("nothing here resolves `{function}` of {argument}"),
        })
    }

    fn property(&self, stack: &Stack, id: &str, name: &str) -> Option<String> {
        let value = stack.template["Resources"][id]["Properties"].get(name)?;
        Some(text(&self.resolve(stack, value)).to_owned())
    }

    fn name(&self, stack: &Stack, id: &str) -> String {
        let property = match text(&stack.template["Resources"][id]["Type"]) {
            "AWS::IAM::Role" => "RoleName",
            "AWS::S3::Bucket" => "BucketName",
            "AWS::KMS::Alias" => "AliasName",
            _ => "Name",
        };
        // CloudFormation makes a name of its own where there is none.
        let made = || format!("{}-{id}", stack.name).to_lowercase();
        self.property(stack, id, property).unwrap_or_else(made)
    }

    fn arn(&self, stack: &Stack, id: &str) -> String {
        let name = self.name(stack, id);
        let Stack {
            account, region, ..
        } = stack;
        match text(&stack.template["Resources"][id]["Type"]) {
            "AWS::IAM::Role" => {
                let path = self.property(stack, id, "Path");
                let path = path.as_deref().unwrap_or("/");
                format!("arn:aws:iam::{account}:role{path}{name}")
            }
            "AWS::S3::Bucket" => format!("arn:aws:s3:::{name}"),
            "AWS::KMS::Key" => format!("arn:aws:kms:{region}:{account}:key/{name}"),
            "AWS::CodeBuild::Project" => {
                format!("arn:aws:codebuild:{region}:{account}:project/{name}")
            }
            "AWS::CodePipeline::Pipeline" => {
                format!("arn:aws:codepipeline:{region}:{account}:{name}")
            }
            "AWS::Events::Rule" => format!("arn:aws:events:{region}:{account}:rule/{name}"),
            _ => String::new(),
        }
    }
}

/// A function's name and argument, where an object is one.
fn function(map: &Map<String, Json>) -> Option<(&str, &Json)> {
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((name, argument)), None) if name == "Ref" || name.starts_with("Fn::") => {
            Some((name, argument))
        }
        _ => None,
    }
}
