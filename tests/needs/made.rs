//! What one `emit` of some pipelines makes, as it is read back.

use pipewright::{Assembly, Findings, Pipeline};
use serde_json::Value;

pub(crate) struct Made {
    assembly: Assembly,
    stacks: Vec<Stack>,
}

struct Stack {
    name: String,
    /// `ACCOUNT/REGION`
    environment: String,
    template: Value,
}

impl Made {
    #[track_caller]
    pub(crate) fn of(pipelines: Vec<Result<Pipeline, Findings>>) -> Made {
        let pipelines = pipelines.into_iter().map(|pipeline| {
            let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
            let warnings = pipeline.warnings().to_string();
            assert!(
                warnings.trim().is_empty(),
                "{}: {warnings}",
                pipeline.name()
            );
            pipeline
        });
        let pipelines: Vec<Pipeline> = pipelines.collect();
        let assembly = pipewright_core::testing::synthesize(&pipelines);
        let assembly = assembly.unwrap_or_else(|found| panic!("{found}"));
        let manifest: Value = serde_json::from_str(&assembly.files()["manifest.json"]).unwrap();
        let stacks = manifest["artifacts"].as_object().unwrap().values();
        let stacks = stacks.filter(|stack| stack["type"] == "aws:cloudformation:stack");
        let stacks = stacks.map(|stack| {
            let name = stack["properties"]["stackName"].as_str().unwrap();
            let environment = stack["environment"].as_str().unwrap();
            let file = stack["properties"]["templateFile"].as_str().unwrap();
            Stack {
                name: name.to_owned(),
                environment: environment.trim_start_matches("aws://").to_owned(),
                template: serde_json::from_str(&assembly.files()[file]).unwrap(),
            }
        });
        let stacks = stacks.collect();
        Made { assembly, stacks }
    }

    pub(crate) fn file(&self, name: &str) -> &str {
        &self.assembly.files()[name]
    }

    /// All resources of a type, each with its logical id.
    pub(crate) fn resources(&self, kind: &str) -> Vec<(&str, &Value)> {
        let stacks = self.stacks.iter();
        let all = stacks.flat_map(|stack| stack.template["Resources"].as_object().unwrap());
        all.filter(|(_, resource)| resource["Type"] == kind)
            .map(|(id, resource)| (id.as_str(), resource))
            .collect()
    }

    /// A resource of an account and region has all that is wanted, a template's `Outputs` or
    /// `Parameters` too. It may have more.
    #[track_caller]
    pub(crate) fn has(&self, environment: &str, wanted: &Value) {
        let stacks = self.stacks.iter();
        let mut there: Vec<&Value> = Vec::new();
        for stack in stacks.filter(|stack| stack.environment == environment) {
            there.push(&stack.template);
            there.extend(stack.template["Resources"].as_object().unwrap().values());
        }
        assert!(!there.is_empty(), "no stack in {environment}");
        let same = there.iter().filter(|one| one["Type"] == wanted["Type"]);
        let same: Vec<&&Value> = same.collect();
        let found = same.iter().any(|one| lacking(wanted, one, "").is_none());
        let tell = |one: &&&Value| format!("{}\nin {one:#}", lacking(wanted, one, "").unwrap());
        assert!(
            found,
            "nothing in {environment} has {wanted:#}\n{}",
            same.iter().map(tell).collect::<Vec<_>>().join("\n")
        );
    }

    /// Whether a role that a service assumes has a statement of its own that allows a call on a
    /// resource, both as they are written.
    pub(crate) fn allows(&self, service: &str, call: &str, resource: &str) -> bool {
        let roles = self.resources("AWS::IAM::Role");
        let mut roles = roles.iter().filter(|(_, role)| {
            let trust = role["Properties"]["AssumeRolePolicyDocument"].to_string();
            trust.contains(service)
        });
        roles.any(|(_, role)| allows(role, call, &Value::from(resource)))
    }

    /// The same of whatever role, on a resource that is known when the stack is deployed.
    pub(crate) fn some_role_allows(&self, call: &str, resource: &Value) -> bool {
        let roles = self.resources("AWS::IAM::Role");
        roles.iter().any(|(_, role)| allows(role, call, resource))
    }

    /// The name of the stack that has a resource of the type and wanted properties.
    #[track_caller]
    pub(crate) fn stack_of(&self, wanted: &Value) -> &str {
        let mut stacks = self.stacks.iter().filter(|stack| {
            let mut all = stack.template["Resources"].as_object().unwrap().values();
            all.any(|one| lacking(wanted, one, "").is_none())
        });
        let stack = stacks
            .next()
            .unwrap_or_else(|| panic!("no stack has {wanted:#}"));
        assert!(stacks.next().is_none(), "several stacks have {wanted:#}");
        &stack.name
    }
}

/// The place of something that is wanted and not there. What is there may have more keys, and
/// more items where the items are maps.
fn lacking(wanted: &Value, there: &Value, place: &str) -> Option<String> {
    match (wanted, there) {
        (Value::Object(wanted), Value::Object(there)) => wanted.iter().find_map(|(key, value)| {
            let place = format!("{place}.{key}");
            match there.get(key) {
                Some(there) => lacking(value, there, &place),
                None => Some(place),
            }
        }),
        (Value::Array(wanted), Value::Array(there)) if wanted.iter().all(Value::is_object) => {
            let mut missing = wanted
                .iter()
                .enumerate()
                .filter(|(_, one)| !there.iter().any(|other| lacking(one, other, "").is_none()));
            missing.next().map(|(at, _)| format!("{place}.{at}"))
        }
        _ => (wanted != there).then(|| format!("{place}: {there}")),
    }
}

/// Whether a role has a statement of its own that allows a call on a resource.
fn allows(role: &Value, call: &str, resource: &Value) -> bool {
    let holds = |value: &Value, wanted: &Value| match value {
        Value::Array(items) => items.contains(wanted),
        one => one == wanted,
    };
    let policies = role["Properties"]["Policies"].as_array();
    let mut statements = policies.into_iter().flatten().flat_map(|policy| {
        let statements = &policy["PolicyDocument"]["Statement"];
        statements.as_array().into_iter().flatten()
    });
    statements.any(|statement| {
        statement["Effect"] == "Allow"
            && holds(&statement["Action"], &Value::from(call))
            && holds(&statement["Resource"], resource)
    })
}
