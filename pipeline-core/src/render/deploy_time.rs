//! Puts values that are known only when a stack is deployed in the place of their tokens: a
//! parameter of the template, a reference, an import.

use super::template::{NamedValue, Template};
use super::users;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{DeployValue, DeployValues, Node, Parameter, Part, Used};
use crate::place::Location;
use crate::plan::logical_id_of_declared;
use crate::plan::{Deployment, Stack, StackKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a parameter may not be where a policy holds it: IAM would read it as a pattern.
const NO_PATTERN: &str = "[^*?$]*";

/// Puts the values into a template, and declares the parameters that it needs.
///
/// Returns what it reads of other stacks: for each, the stack, the name of the output, and its
/// value there.
pub(super) fn put_in(
    deployment: &Deployment<'_>,
    stack: &Stack,
    template: &mut Template,
    findings: &mut Findings<Location>,
) -> Vec<Output> {
    let values = &deployment.pipeline.deploy_values;
    let mut needed: Vec<(&Used, bool)> = Vec::new();
    let mut read = Vec::new();
    let all: Vec<(&str, &Used)> = values.used().collect();
    if all.is_empty() {
        return read;
    }
    template.note_users(users::of(values, template));
    let mut named = Named::new();
    let mut unreachable = BTreeMap::new();
    for (_, used) in &all {
        match resource(deployment, stack, used) {
            None => {}
            Some(Ok(found)) => {
                named.insert(&used.value, found);
            }
            Some(Err(message)) => {
                unreachable.insert(&used.value, message);
            }
        }
    }
    template.change_properties(|properties| walk((values, &named), properties, false, &mut needed));
    template.change_outputs(|value| walk((values, &named), value, false, &mut needed));
    for (token, used) in all {
        let mut uses = needed.iter().filter(|(found, _)| found.value == used.value);
        let Some((_, first)) = uses.next() else {
            continue;
        };
        if let Some(message) = unreachable.get(&used.value) {
            findings
                .report(&codes::NOT_KNOWN_THERE, used.at, message.clone())
                .help("declare the resource where it is used; or give it a name of your own, and write that as a text");
        }
        if let Some((_, Some(from))) = named.get(&used.value) {
            read.push(from.clone());
        }
        let in_policy = *first || uses.any(|(_, in_policy)| *in_policy);
        let found = match &used.value {
            DeployValue::Parameter(name) => values
                .parameter(name)
                .map(|parameter| (parameter_id(name), declared(parameter, in_policy))),
            DeployValue::Ssm(name, None) => Some((ssm_id(name), kept(name))),
            DeployValue::Ssm(_, Some(_))
            | DeployValue::ImportValue(_)
            | DeployValue::ImportedList(_)
            | DeployValue::Resource(..) => None,
        };
        let (logical, body) = found.unzip();
        let value = NamedValue {
            reference: reference(&named, used),
            token: token.to_owned(),
        };
        template.add_deploy_value(value, logical, body);
    }
    read
}

/// An output of another stack that a value is read of: the stack, the name, and the value there.
type Output = (StackKind, String, Value);

/// What resources are in a template, and what of that is read of other stacks.
type Named<'v> = BTreeMap<&'v DeployValue, (Value, Option<Output>)>;

/// The properties that `Ref` gives, by type.
const NAMES: [(&str, &str); 7] = [
    ("AWS::CodeBuild::Project", "Name"),
    ("AWS::DynamoDB::Table", "TableName"),
    ("AWS::ECR::Repository", "RepositoryName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::Lambda::Function", "FunctionName"),
    ("AWS::Logs::LogGroup", "LogGroupName"),
    ("AWS::S3::Bucket", "BucketName"),
];

/// The value of a resource, or of an attribute of it, in the template of a stack; with the output
/// of another stack that it reads. Nothing, where it is no resource.
fn resource(
    deployment: &Deployment<'_>,
    stack: &Stack,
    used: &Used,
) -> Option<Result<(Value, Option<Output>), String>> {
    let DeployValue::Resource(name, attribute) = &used.value else {
        return None;
    };
    let mut all = deployment.resources.iter();
    let found = all.find(|one| one.declared.name == *name)?;
    let logical = &found.logical_id;
    let own = match attribute {
        None => json!({ "Ref": logical }),
        Some(attribute) => json!({ "Fn::GetAtt": [logical, attribute] }),
    };
    if found.stack == stack.kind {
        return Some(Ok((own, None)));
    }
    let properties = &found.declared.properties;
    let property = NAMES.iter().find(|(kind, _)| *kind == found.declared.kind);
    let given = property.and_then(|(_, name)| properties.iter().find(|one| one.name == *name));
    let given = given.map(|property| &property.value);
    if let (Some(Node::String(known)), None) = (given, attribute)
        && !deployment.pipeline.deploy_values.is_in(known)
    {
        return Some(Ok((json!(known), None)));
    }
    let mut stacks = deployment.stacks.iter();
    let maker = stacks.find(|one| one.kind == found.stack)?;
    let same = maker.environment.account == stack.environment.account;
    if !same || maker.wave >= stack.wave {
        let why = match same {
            true => "is deployed no later than the resource's",
            false => "is of another account",
        };
        return Some(Err(format!(
            "`{name}` is not known in stack `{}`, which {why}",
            stack.name
        )));
    }
    let word = attribute.as_deref().unwrap_or("Ref");
    let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let output = format!("{logical}{word}");
    let value = json!({ "Fn::GetStackOutput": {
        "StackName": &maker.name,
        "OutputName": &output,
        "Region": maker.environment.region.as_str(),
    } });
    Some(Ok((value, Some((found.stack.clone(), output, own)))))
}

/// The logical id of a declared parameter.
pub(crate) fn parameter_id(name: &str) -> String {
    logical_id_of_declared(&["parameter"], name, "")
}

/// The logical id of the parameter for a value that the Systems Manager keeps. It follows from the
/// name alone: CloudFormation would go on with the old name where another one is the default.
fn ssm_id(name: &str) -> String {
    logical_id_of_declared(&["ssm"], name, "")
}

/// A value as a template names it.
fn reference(named: &Named<'_>, used: &Used) -> Value {
    match &used.value {
        DeployValue::Resource(..) => named
            .get(&used.value)
            .map_or(Value::Null, |(value, _)| value.clone()),
        DeployValue::Parameter(name) => json!({ "Ref": parameter_id(name) }),
        DeployValue::Ssm(name, None) => json!({ "Ref": ssm_id(name) }),
        DeployValue::Ssm(name, Some(version)) => {
            json!(format!("{{{{resolve:ssm:{name}:{version}}}}}"))
        }
        DeployValue::ImportValue(name) => json!({ "Fn::ImportValue": name }),
        DeployValue::ImportedList(name) => {
            json!({ "Fn::Split": [",", { "Fn::ImportValue": name }] })
        }
    }
}

/// A value inside of a text.
fn inside(named: &Named<'_>, used: &Used) -> Value {
    if used.list {
        json!({ "Fn::Join": [",", reference(named, used)] })
    } else {
        reference(named, used)
    }
}

fn walk<'v>(
    (values, named): (&'v DeployValues, &Named<'_>),
    value: &mut Value,
    in_policy: bool,
    needed: &mut Vec<(&'v Used, bool)>,
) {
    match value {
        Value::Array(items) => {
            if let [Value::String(only)] = items.as_slice()
                && let [Part::Value(used)] = *values.parts(only)
                && used.list
            {
                needed.push((used, in_policy));
                *value = reference(named, used);
                return;
            }
            for item in items {
                walk((values, named), item, in_policy, needed);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                let policy = in_policy || POLICIES.contains(&key.as_str());
                walk((values, named), inner, policy, needed);
            }
        }
        Value::String(text) => {
            let mut found = None;
            let parts = values.parts(text);
            if let [Part::Value(used)] = *parts
                && used.list
                && in_policy
            {
                // Where a policy takes one text, it takes a list of them.
                needed.push((used, true));
                found = Some(reference(named, used));
            } else if parts.iter().any(|part| matches!(part, Part::Value(_))) {
                let mut joined = Vec::new();
                for part in &parts {
                    match part {
                        Part::Text(text) => joined.push(json!(text)),
                        Part::Value(used) => {
                            needed.push((used, in_policy));
                            joined.push(inside(named, used));
                        }
                    }
                }
                found = Some(if joined.len() == 1 {
                    joined.remove(0)
                } else {
                    merged(joined)
                });
            }
            if let Some(found) = found {
                *value = found;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The properties that hold policies.
const POLICIES: &[&str] = &[
    "AssumeRolePolicyDocument",
    "KeyPolicy",
    "PolicyDocument",
    "Statement",
];

/// The parts of a text in one. Texts side by side, as a dynamic reference makes them, become one.
fn merged(parts: Vec<Value>) -> Value {
    let mut out: Vec<Value> = Vec::new();
    for part in parts {
        if let (Some(Value::String(last)), Value::String(text)) = (out.last_mut(), &part) {
            last.push_str(text);
        } else {
            out.push(part);
        }
    }
    match out.as_slice() {
        [Value::String(_)] => out.remove(0),
        _ => json!({ "Fn::Join": ["", out] }),
    }
}

/// A declared parameter as a template has it.
fn declared(parameter: &Parameter, in_policy: bool) -> Value {
    let mut out = Map::new();
    out.insert("Type".to_owned(), json!(parameter.kind));
    if let Some(default) = &parameter.default {
        out.insert("Default".to_owned(), json!(default));
    }
    out.extend(parameter.settings.iter().cloned());
    let text = ["String", "CommaDelimitedList"].contains(&parameter.kind.as_str());
    let limited = ["AllowedPattern", "AllowedValues"];
    if in_policy && text && !limited.iter().any(|key| out.contains_key(*key)) {
        out.insert("AllowedPattern".to_owned(), json!(NO_PATTERN));
        out.entry("ConstraintDescription").or_insert_with(|| {
            json!("The value stands in a policy, where * ? and $ would make a pattern of it.")
        });
    }
    out.into()
}

/// The parameter for a value that the Systems Manager keeps.
fn kept(name: &str) -> Value {
    json!({
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Default": name,
    })
}
