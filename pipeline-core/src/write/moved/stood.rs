//! What stood in the templates of a folder, and what stands in those that are to be written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::arn::ArnEnvironment;
use crate::emitted::Name;

const MANIFEST: &str = "manifest.json";
const SOURCES: &str = "sources.json";
const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// A stack of an account and a region. With a name of the user's, several of these have one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stack {
    pub(super) name: String,
    /// Account and region: `111111111111/us-east-1`.
    pub(super) environment: String,
}

impl Stack {
    fn arn_environment(&self) -> ArnEnvironment<'_> {
        let place = self.environment.as_str();
        let (account, region) = place.split_once('/').unwrap_or((place, ""));
        ArnEnvironment {
            partition: "",
            region,
            account,
        }
    }

    /// The stack, told apart from another one.
    pub(super) fn beside(&self, other: &Stack) -> String {
        match self.environment.split_once('/') {
            Some((account, region)) if self.name == other.name => {
                format!("{self} of account {account} and region `{region}`")
            }
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stack `{}`", self.name)
    }
}

/// A resource, where it stands.
pub(super) struct Resource {
    pub(super) stack: Stack,
    pub(super) logical_id: String,
    pub(super) body: Value,
    /// The place of its declaration: `build.rs:17:5`.
    source: Option<String>,
}

/// The declaration of a resource and its name, as the source has them: `resource` and `orders`.
pub(crate) fn declared(resource: &Value) -> Option<(&str, &str)> {
    let source = resource.pointer("/Metadata/pipewright:source")?;
    let (_, declared) = source.as_str()?.split_once(": ")?;
    declared.split_once(' ')
}

/// What CloudFormation knows a resource by: its stack and its logical id.
pub(super) type Place<'a> = (&'a Stack, &'a str);

impl Resource {
    pub(super) fn place(&self) -> Place<'_> {
        (&self.stack, &self.logical_id)
    }

    pub(super) fn kind(&self) -> &str {
        self.body["Type"].as_str().unwrap_or_default()
    }

    pub(super) fn declared(&self) -> Option<(&str, &str)> {
        declared(&self.body)
    }

    /// What the user calls it: resource `orders`.
    pub(super) fn in_words(&self) -> String {
        match self.declared() {
            Some((declaration, name)) => format!("{declaration} `{name}`"),
            None => format!("`{}`", self.logical_id),
        }
    }

    /// The same, with the place of the declaration.
    pub(super) fn with_its_source(&self) -> String {
        match &self.source {
            Some(source) => format!("{} ({source})", self.in_words()),
            None => self.in_words(),
        }
    }
}

/// The text of a file of the output.
pub(super) type Text<'a> = &'a dyn Fn(&str) -> Option<String>;

fn parsed(text: Text<'_>, file: &str) -> Value {
    let text = text(file).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The stacks of an output by the files of their templates.
pub(super) fn stacks(text: Text<'_>) -> BTreeMap<String, Stack> {
    let manifest = parsed(text, MANIFEST);
    let artifacts = manifest["artifacts"].as_object().into_iter().flatten();
    let stack = |(_, artifact): (&String, &Value)| {
        let properties = &artifact["properties"];
        let file = properties["templateFile"].as_str()?;
        let environment = artifact["environment"].as_str().unwrap_or_default();
        let stack = Stack {
            name: properties["stackName"].as_str()?.to_owned(),
            environment: environment.trim_start_matches("aws://").to_owned(),
        };
        Some((file.to_owned(), stack))
    };
    artifacts.filter_map(stack).collect()
}

/// What a stack exports.
#[derive(PartialEq)]
pub(super) struct Export {
    pub(super) stack: Stack,
    /// As the template has it.
    pub(super) value: Value,
}

/// The exports that the templates of some stacks import, by the stacks that do.
pub(super) fn imports(
    stacks: &BTreeMap<String, Stack>,
    text: Text<'_>,
) -> BTreeMap<Name, BTreeSet<Stack>> {
    let mut out: BTreeMap<Name, BTreeSet<Stack>> = BTreeMap::new();
    for (file, stack) in stacks {
        let mut names = BTreeSet::new();
        imported(&parsed(text, file), &mut names);
        for name in names {
            let name = Name::of_export(&stack.arn_environment(), &name);
            out.entry(name).or_default().insert(stack.clone());
        }
    }
    out
}

/// Adds the names of the exports that a part of a template imports.
fn imported(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let name = map.get("Fn::ImportValue").and_then(Value::as_str);
            names.extend(name.map(str::to_owned));
            map.values().for_each(|value| imported(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| imported(item, names)),
        _ => {}
    }
}

/// What stood in templates, by the names that AWS takes once.
#[derive(Default)]
pub(super) struct Stood {
    pub(super) named: BTreeMap<Name, Resource>,
    /// Those without a name that AWS takes once.
    unnamed: Vec<Resource>,
    pub(super) exports: BTreeMap<Name, Export>,
    /// The stacks by account and region, and the name of the pipeline.
    pub(super) pipelines: BTreeMap<(String, String), Stack>,
    /// All stacks, also those that have not changed.
    pub(super) stacks: BTreeSet<Stack>,
}

impl Stood {
    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty()
            && self.unnamed.is_empty()
            && self.exports.is_empty()
            && self.pipelines.is_empty()
    }

    /// All resources by their place, with their names.
    pub(super) fn by_place(&self) -> BTreeMap<Place<'_>, (Option<&Name>, &Resource)> {
        let named = self.named.iter().map(|(name, one)| (Some(name), one));
        let unnamed = self.unnamed.iter().map(|one| (None, one));
        let all = named.chain(unnamed);
        all.map(|(name, one)| (one.place(), (name, one))).collect()
    }

    /// What stands in the templates that have changed, of these stacks.
    pub(super) fn of(
        stacks: &BTreeMap<String, Stack>,
        text: Text<'_>,
        changed: &dyn Fn(&str) -> bool,
    ) -> Stood {
        let mut stood = Stood {
            stacks: stacks.values().cloned().collect(),
            ..Stood::default()
        };
        let sources = parsed(text, SOURCES);
        for (file, stack) in stacks.iter().filter(|(file, _)| changed(file)) {
            stood.add(parsed(text, file), stack, &sources[file]);
        }
        stood
    }

    fn add(&mut self, mut template: Value, stack: &Stack, sources: &Value) {
        let environment = stack.arn_environment();
        for (_, output) in template["Outputs"].as_object().into_iter().flatten() {
            if let Some(name) = output.pointer("/Export/Name").and_then(Value::as_str) {
                let export = Export {
                    stack: stack.clone(),
                    value: output["Value"].clone(),
                };
                let name = Name::of_export(&environment, name);
                self.exports.insert(name, export);
            }
        }
        let resources = template["Resources"].as_object_mut();
        for (logical_id, body) in resources.into_iter().flatten() {
            if body["Type"] == PIPELINE
                && let Some(name) = body["Properties"]["Name"].as_str()
            {
                let key = (stack.environment.clone(), name.to_owned());
                self.pipelines.insert(key, stack.clone());
            }
            let name = Name::of(&environment, body);
            let resource = Resource {
                stack: stack.clone(),
                logical_id: logical_id.clone(),
                body: body.take(),
                source: sources[logical_id.as_str()].as_str().map(str::to_owned),
            };
            match name {
                Some(name) => drop(self.named.insert(name, resource)),
                None => self.unnamed.push(resource),
            }
        }
    }
}
