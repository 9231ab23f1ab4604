//! Puts values that are known only when a stack is deployed in the place of their tokens: a
//! parameter of the template, a reference, an import.

use super::template::{NamedValue, Template};
use crate::pipeline::{DeployValue, DeployValues, Parameter, Part, Used};
use crate::plan::logical_id_of_declared;
use serde_json::{Map, Value, json};

/// What a parameter may not be where a policy holds it: IAM would read it as a pattern.
const NO_PATTERN: &str = "[^*?$]*";

/// Puts the values into a template, and declares the parameters that it needs.
pub(super) fn put_in(values: &DeployValues, template: &mut Template) {
    let mut needed: Vec<(&Used, bool)> = Vec::new();
    let all: Vec<(&str, &Used)> = values.used().collect();
    if all.is_empty() {
        return;
    }
    template.change_properties(|properties| walk(values, properties, false, &mut needed));
    template.change_outputs(|value| walk(values, value, false, &mut needed));
    for (token, used) in all {
        let mut uses = needed.iter().filter(|(found, _)| found.value == used.value);
        let Some((_, first)) = uses.next() else {
            continue;
        };
        let in_policy = *first || uses.any(|(_, in_policy)| *in_policy);
        let found = match &used.value {
            DeployValue::Parameter(name) => values
                .parameter(name)
                .map(|parameter| (parameter_id(name), declared(parameter, in_policy))),
            DeployValue::Ssm(name, None) => Some((ssm_id(name), kept(name))),
            DeployValue::Ssm(_, Some(_)) | DeployValue::ImportValue(_) => None,
        };
        let (logical, body) = found.unzip();
        let value = NamedValue {
            reference: reference(used),
            token: token.to_owned(),
            in_policy,
        };
        template.add_deploy_value(value, logical, body);
    }
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
fn reference(used: &Used) -> Value {
    match &used.value {
        DeployValue::Parameter(name) => json!({ "Ref": parameter_id(name) }),
        DeployValue::Ssm(name, None) => json!({ "Ref": ssm_id(name) }),
        DeployValue::Ssm(name, Some(version)) => {
            json!(format!("{{{{resolve:ssm:{name}:{version}}}}}"))
        }
        DeployValue::ImportValue(name) => json!({ "Fn::ImportValue": name }),
    }
}

/// A value inside of a text.
fn inside(used: &Used) -> Value {
    if used.list {
        json!({ "Fn::Join": [",", reference(used)] })
    } else {
        reference(used)
    }
}

fn walk<'v>(
    values: &'v DeployValues,
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
                *value = reference(used);
                return;
            }
            for item in items {
                walk(values, item, in_policy, needed);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                let policy = in_policy || POLICIES.contains(&key.as_str());
                walk(values, inner, policy, needed);
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
                found = Some(reference(used));
            } else if parts.iter().any(|part| matches!(part, Part::Value(_))) {
                let mut joined = Vec::new();
                for part in &parts {
                    match part {
                        Part::Text(text) => joined.push(json!(text)),
                        Part::Value(used) => {
                            needed.push((used, in_policy));
                            joined.push(inside(used));
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
