//! Values of a template as they are once its stack is deployed. A value that AWS generates, such
//! as a key's id, is made up here: the same for every stack that names it.

use std::borrow::Cow;

use crate::render::Template;
use serde_json::Value;
use std::collections::BTreeMap;

/// The start of a dynamic reference.
const RESOLVED: &str = "{{resolve:";

/// The stacks of a deployment, with what each of them offers to others.
pub(crate) struct Stacks<'a> {
    pub(super) all: Vec<One<'a>>,
    pub(super) partition: &'static str,
    /// By account, region and name.
    exports: BTreeMap<(&'a str, &'a str, &'a str), (usize, &'a Value)>,
    /// By account, region, stack and name.
    outputs: BTreeMap<(&'a str, &'a str, &'a str, &'a str), (usize, &'a Value)>,
}

/// One of them.
pub(crate) struct One<'a> {
    pub(crate) name: &'a str,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) template: &'a Template,
}

/// What becomes of the dynamic references that the user wrote; those of the pipeline are its tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum References {
    Kept,
    Unknown,
}

impl<'a> Stacks<'a> {
    pub(crate) fn of(partition: &'static str, stacks: impl Iterator<Item = One<'a>>) -> Stacks<'a> {
        let mut out = Stacks {
            all: Vec::new(),
            partition,
            exports: BTreeMap::new(),
            outputs: BTreeMap::new(),
        };
        for (index, stack) in stacks.enumerate() {
            let (account, region) = (stack.account, stack.region);
            for (name, output) in stack.template.outputs() {
                let Some(value) = output.get("Value") else {
                    continue;
                };
                let found = (index, value);
                out.outputs
                    .insert((account, region, stack.name, name), found);
                if let Some(export) = output.pointer("/Export/Name").and_then(Value::as_str) {
                    out.exports.insert((account, region, export), found);
                }
            }
            out.all.push(stack);
        }
        out
    }

    /// The string that a setting has in the template: a dynamic reference that the user wrote is
    /// in it as it is written.
    pub(super) fn setting(&self, stack: usize, value: &'a Value) -> Result<Cow<'a, str>, String> {
        self.read(stack, value, References::Kept)
    }

    /// The string that a value of a stack stands for. A dynamic reference that the user wrote is not
    /// known: CloudFormation puts something else in its place when it deploys the stack.
    ///
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
    pub(crate) fn string(&self, stack: usize, value: &'a Value) -> Result<Cow<'a, str>, String> {
        self.read(stack, value, References::Unknown)
    }

    fn read(
        &self,
        stack: usize,
        value: &'a Value,
        references: References,
    ) -> Result<Cow<'a, str>, String> {
        match value {
            Value::String(string) if string.contains(RESOLVED) => {
                let out = self.with_tokens(stack, string);
                if references == References::Unknown && out.contains(RESOLVED) {
                    return Err(format!(
                        "`{string}` is known only when its stack is deployed"
                    ));
                }
                Ok(Cow::Owned(out))
            }
            Value::String(string) => Ok(Cow::Borrowed(string)),
            Value::Number(number) => Ok(Cow::Owned(number.to_string())),
            Value::Bool(truth) => Ok(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Value::Object(map) if map.len() == 1 => match map.iter().next() {
                Some((function, argument)) => match self.all[stack].template.token(value) {
                    Some(token) => Ok(Cow::Borrowed(token)),
                    None => self.call(stack, function, argument, references),
                },
                None => Err("an empty object".to_owned()),
            },
            other => Err(format!("`{other}` is no string")),
        }
    }

    /// A value whose strings are known, in a template that has values which are known only when
    /// the stack is deployed: the same with a token for each of these.
    pub(super) fn plain(&self, stack: usize, value: &'a Value) -> Cow<'a, Value> {
        if self.all[stack].template.deploy_values().is_empty() {
            Cow::Borrowed(value)
        } else {
            Cow::Owned(self.plain_parts(stack, value))
        }
    }

    fn plain_parts(&self, stack: usize, value: &'a Value) -> Value {
        if let Ok(string) = self.string(stack, value)
            && !matches!(value, Value::Bool(_) | Value::Number(_))
        {
            return Value::from(string.into_owned());
        }
        match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.plain_parts(stack, item))
                .collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, inner)| (key.clone(), self.plain_parts(stack, inner)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    /// The string with the token of each dynamic reference that the pipeline has by itself.
    fn with_tokens(&self, stack: usize, string: &str) -> String {
        let values = self.all[stack].template.deploy_values().iter();
        values.fold(string.to_owned(), |out, value| {
            match value.reference.as_str() {
                Some(reference) => out.replace(reference, &value.token),
                None => out,
            }
        })
    }

    fn call(
        &self,
        stack: usize,
        function: &str,
        argument: &'a Value,
        references: References,
    ) -> Result<Cow<'a, str>, String> {
        let one = &self.all[stack];
        let unknown = || format!("`{function}` of `{argument}` in stack `{}`", one.name);
        match function {
            "Ref" => match argument.as_str() {
                Some("AWS::AccountId") => Ok(Cow::Borrowed(one.account)),
                Some("AWS::Region") => Ok(Cow::Borrowed(one.region)),
                Some("AWS::Partition") => Ok(Cow::Borrowed(self.partition)),
                Some(logical) => self.reference(stack, logical).ok_or_else(unknown),
                None => Err(unknown()),
            },
            "Fn::GetAtt" => match (argument.get(0), argument.get(1)) {
                (Some(Value::String(logical)), Some(Value::String(attribute)))
                    if attribute == "Arn" =>
                {
                    let arn = self.arn(stack, logical).ok_or_else(unknown)?;
                    Ok(Cow::Owned(arn))
                }
                _ => Err(unknown()),
            },
            "Fn::ImportValue" => {
                let name = self.read(stack, argument, references)?;
                let key = (one.account, one.region, name.as_ref());
                let (exporter, value) = self.exports.get(&key).ok_or_else(unknown)?;
                self.read(*exporter, value, references)
            }
            "Fn::GetStackOutput" => {
                let part = |name: &str| argument.get(name).and_then(Value::as_str);
                let region = part("Region").unwrap_or(one.region);
                let (Some(name), Some(output)) = (part("StackName"), part("OutputName")) else {
                    return Err(unknown());
                };
                let key = (one.account, region, name, output);
                let (maker, value) = self.outputs.get(&key).ok_or_else(unknown)?;
                self.read(*maker, value, references)
            }
            "Fn::Join" => {
                let (Some(Value::String(between)), Some(Value::Array(parts))) =
                    (argument.get(0), argument.get(1))
                else {
                    // The items of a list that is known when the stack is deployed.
                    let list = argument.get(1).and_then(|list| one.template.token(list));
                    return list.map(Cow::Borrowed).ok_or_else(unknown);
                };
                let parts: Vec<Cow<'_, str>> = parts
                    .iter()
                    .map(|part| self.read(stack, part, references))
                    .collect::<Result<_, _>>()?;
                Ok(Cow::Owned(parts.join(between)))
            }
            _ => Err(unknown()),
        }
    }

    fn resource(&self, stack: usize, logical: &str) -> Option<(&'a str, &'a Value)> {
        let body = self.all[stack].template.resources().get(logical)?;
        Some((body.get("Type")?.as_str()?, body.get("Properties")?))
    }

    fn property(&self, stack: usize, properties: &'a Value, name: &str) -> Option<Cow<'a, str>> {
        self.string(stack, properties.get(name)?).ok()
    }

    pub(crate) fn reference(&self, stack: usize, logical: &str) -> Option<Cow<'a, str>> {
        let (kind, properties) = self.resource(stack, logical)?;
        let name = |property| self.property(stack, properties, property);
        match kind {
            "AWS::S3::Bucket" => name("BucketName"),
            "AWS::IAM::Role" => name("RoleName"),
            "AWS::CodeBuild::Project" | "AWS::Events::Rule" | "AWS::CodePipeline::Pipeline" => {
                name("Name")
            }
            "AWS::Scheduler::ScheduleGroup" => name("Name"),
            "AWS::SNS::Topic" => self.arn(stack, logical).map(Cow::Owned),
            "AWS::KMS::Key" => Some(Cow::Owned(self.key_id(stack, logical))),
            _ => None,
        }
    }

    /// The ARN of a resource.
    pub(crate) fn arn(&self, stack: usize, logical: &str) -> Option<String> {
        let (kind, properties) = self.resource(stack, logical)?;
        let One {
            account, region, ..
        } = self.all[stack];
        let partition = self.partition;
        let name = |property| self.property(stack, properties, property);
        Some(match kind {
            "AWS::S3::Bucket" => format!("arn:{partition}:s3:::{}", name("BucketName")?),
            "AWS::IAM::Role" => format!(
                "arn:{partition}:iam::{account}:role{}{}",
                match properties.get("Path") {
                    Some(path) => self.string(stack, path).ok()?,
                    None => Cow::Borrowed("/"),
                },
                name("RoleName")?
            ),
            "AWS::CodeBuild::Project" => format!(
                "arn:{partition}:codebuild:{region}:{account}:project/{}",
                name("Name")?
            ),
            "AWS::Events::Rule" => {
                let bus = name("EventBusName").filter(|bus| bus != "default");
                let bus = bus.map_or(String::new(), |bus| format!("{bus}/"));
                let name = name("Name")?;
                format!("arn:{partition}:events:{region}:{account}:rule/{bus}{name}")
            }
            "AWS::CodePipeline::Pipeline" => format!(
                "arn:{partition}:codepipeline:{region}:{account}:{}",
                name("Name")?
            ),
            "AWS::SNS::Topic" => format!(
                "arn:{partition}:sns:{region}:{account}:{}",
                name("TopicName")?
            ),
            "AWS::KMS::Key" => format!(
                "arn:{partition}:kms:{region}:{account}:key/{}",
                self.key_id(stack, logical)
            ),
            _ => return None,
        })
    }

    fn key_id(&self, stack: usize, logical: &str) -> String {
        let One {
            name,
            account,
            region,
            ..
        } = self.all[stack];
        let bits = |salt| hash([salt, name, account, region, logical]);
        let (one, other) = (bits("key"), bits("id"));
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            one >> 32,
            (one >> 16) & 0xffff,
            one & 0xfff,
            other >> 52,
            other & 0xffff_ffff_ffff
        )
    }
}

/// FNV-1a.
fn hash<'b>(parts: impl IntoIterator<Item = &'b str>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}
