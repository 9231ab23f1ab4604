//! Brings templates to one form, and puts what each value stands for in its place.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::snapshot::Snapshot;
use crate::access::deployed::{One, Stacks};
use crate::pipeline::{CLOSE, OPEN};
use crate::render::Template;

/// A template whose values are texts. What is known only when its stack is deployed is a word of its
/// own, the same wherever the same is meant.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) templates: Vec<Template>,
    /// The ARN of each resource that has one, by the number of the stack and the logical id.
    pub(super) arns: std::collections::BTreeMap<(usize, String), String>,
    pub(super) names: std::collections::BTreeMap<(usize, String), String>,
}

/// Brings functions to one form: `Fn::GetAtt` as a list, `Fn::Sub` as `Fn::Join`.
pub(super) fn simplify(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(simplify),
        Value::Object(map) => {
            if map.len() == 1 {
                if let Some(Value::String(attribute)) = map.get("Fn::GetAtt")
                    && let Some((logical, attribute)) = attribute.split_once('.')
                {
                    *value = json!({ "Fn::GetAtt": [logical, attribute] });
                    return;
                }
                if let Some(Value::String(text)) = map.get("Fn::Sub") {
                    *value = joined(text, None);
                    return;
                }
                if let Some(Value::Array(parts)) = map.get("Fn::Sub")
                    && let [Value::String(text), Value::Object(own)] = parts.as_slice()
                {
                    *value = joined(text, Some(own));
                    simplify(value);
                    return;
                }
            }
            map.values_mut().for_each(simplify);
        }
        _ => {}
    }
}

/// `Fn::Sub` as `Fn::Join`, with the values of names that it has itself.
fn joined(text: &str, own: Option<&Map<String, Value>>) -> Value {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        parts.push(json!(before));
        let Some((name, after)) = after.split_once('}') else {
            parts.push(json!(format!("${{{after}")));
            return json!({ "Fn::Join": ["", parts] });
        };
        if let Some(value) = own.and_then(|own| own.get(name)) {
            parts.push(value.clone());
            rest = after;
            continue;
        }
        parts.push(match (name.strip_prefix('!'), name.split_once('.')) {
            (Some(literal), _) => json!(format!("${{{literal}}}")),
            (None, Some((logical, attribute))) => json!({ "Fn::GetAtt": [logical, attribute] }),
            (None, None) => json!({ "Ref": name }),
        });
        rest = after;
    }
    parts.push(json!(rest));
    json!({ "Fn::Join": ["", parts] })
}

/// Gives a resource the name that CloudFormation would make up, and a policy that stands by itself the
/// form of a managed one.
pub(super) fn complete(stack: &str, logical: &str, body: &mut Value) {
    if !body.is_object() {
        return;
    }
    if body["Properties"].is_null() {
        body["Properties"] = Value::Object(Map::new());
    }
    let kind = body["Type"].as_str().unwrap_or_default().to_owned();
    let Some(properties) = body["Properties"].as_object_mut() else {
        return;
    };
    let name = match kind.as_str() {
        "AWS::IAM::Role" => "RoleName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::SNS::Topic" => "TopicName",
        "AWS::CodeBuild::Project" | "AWS::Events::Rule" | "AWS::CodePipeline::Pipeline" => "Name",
        "AWS::KMS::Key" => {
            if !properties.contains_key("KeyPolicy") {
                properties.insert("KeyPolicy".to_owned(), default_key_policy());
            }
            return;
        }
        "AWS::IAM::Policy" | "AWS::IAM::RolePolicy" => {
            body["Type"] = json!("AWS::IAM::ManagedPolicy");
            if let Some(role) = body.pointer("/Properties/RoleName").cloned() {
                body["Properties"]["Roles"] = json!([role]);
            }
            return;
        }
        _ => return,
    };
    if !properties.contains_key(name) {
        let word = opaque(&format!("the name of {logical} in {stack}"));
        properties.insert(name.to_owned(), json!(word));
    }
}

/// The policy of a key that is made without one.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
fn default_key_policy() -> Value {
    let root = joined("arn:${AWS::Partition}:iam::${AWS::AccountId}:root", None);
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "DefaultOfAws",
            "Effect": "Allow",
            "Principal": { "AWS": root },
            "Action": "kms:*",
            "Resource": "*",
        }],
    })
}

/// Puts what each value stands for in its place.
pub(super) fn resolve(snapshot: &Snapshot) -> Resolved {
    let raw: Vec<Template> = snapshot
        .stacks
        .iter()
        .map(|stack| Template::read(stack.resources.clone(), stack.outputs.clone()))
        .collect();
    let all = snapshot.stacks.iter().zip(&raw);
    let all = all.map(|(stack, template)| One {
        name: &stack.name,
        account: &stack.account,
        region: &stack.region,
        template,
    });
    let stacks = Stacks::of(snapshot.partition(), all);
    let mut resolved = Resolved {
        templates: Vec::new(),
        arns: std::collections::BTreeMap::new(),
        names: std::collections::BTreeMap::new(),
    };
    for (number, stack) in snapshot.stacks.iter().enumerate() {
        let reader = Reader {
            stacks: &stacks,
            number,
            stack: &stack.name,
            parameters: &stack.sections.parameters,
        };
        let template = &raw[number];
        let mut resources = std::collections::BTreeMap::new();
        for (logical, body) in template.resources() {
            let place = (number, logical.clone());
            if let Some(arn) = stacks.arn(number, logical) {
                resolved.arns.insert(place.clone(), arn);
            }
            if let Some(name) = stacks.reference(number, logical) {
                resolved.names.insert(place, name.into_owned());
            }
            resources.insert(logical.clone(), reader.value(body));
        }
        let outputs = template.outputs().iter();
        let outputs = outputs.map(|(name, output)| (name.clone(), reader.value(output)));
        let outputs = outputs.collect();
        resolved.templates.push(Template::read(resources, outputs));
    }
    resolved
}

/// A word that stands for a value which is known only when a stack is deployed. It has no character
/// that means something in a policy or in an ARN.
fn opaque(what: &str) -> String {
    let plain = what.replace([OPEN, CLOSE], "");
    let plain = plain.replace('*', "\u{2217}").replace('?', "\u{ff1f}");
    let plain = plain.replace('$', "\u{ff04}").replace(':', "\u{a789}");
    format!("{OPEN}{plain}{CLOSE}")
}

/// The word for what a function gives of a resource.
pub(super) fn made_up(function: &str, logical: &str, stack: &str) -> String {
    opaque(&format!("{function} {logical} of {stack}"))
}

/// The text with such words in a form that people read.
pub(super) fn readable(text: &str) -> String {
    let text = text.replace(OPEN, "{").replace(CLOSE, "}");
    let text = text.replace('\u{2217}', "*").replace('\u{ff1f}', "?");
    text.replace('\u{ff04}', "$").replace('\u{a789}', ":")
}

struct Reader<'r, 'a> {
    stacks: &'r Stacks<'a>,
    number: usize,
    stack: &'a str,
    parameters: &'a std::collections::BTreeMap<String, Value>,
}

impl<'a> Reader<'_, 'a> {
    fn value(&self, value: &'a Value) -> Value {
        match value {
            Value::String(text) => Value::String(dynamic(text).into_owned()),
            Value::Array(items) => {
                let kept = items.iter().filter(|item| !is_no_value(item));
                kept.map(|item| self.value(item)).collect()
            }
            Value::Object(map) => match function(map) {
                Some((function, argument)) => self.call(value, function, argument),
                None => {
                    let kept = map.iter().filter(|(_, item)| !is_no_value(item));
                    let kept = kept.map(|(key, item)| (key.clone(), self.value(item)));
                    Value::Object(kept.collect())
                }
            },
            other => other.clone(),
        }
    }

    fn call(&self, value: &'a Value, function: &str, argument: &'a Value) -> Value {
        if function == "Fn::Join"
            && let (Some(Value::String(between)), Some(Value::Array(parts))) =
                (argument.get(0), argument.get(1))
        {
            let parts = parts.iter().map(|part| self.value(part));
            let parts: Vec<Value> = parts.collect();
            let texts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            return match texts {
                Some(texts) => Value::String(texts.join(between)),
                None => Value::String(opaque(&json!({ function: [between, parts] }).to_string())),
            };
        }
        if function == "Ref"
            && let Some(name) = argument.as_str()
            && self.parameters.contains_key(name)
        {
            return Value::String(opaque(&format!("parameter {name}")));
        }
        let known = self.stacks.string(self.number, value);
        if let Ok(text) = known {
            return Value::String(text.into_owned());
        }
        if function == "Ref"
            && let Some(logical) = argument.as_str()
        {
            return Value::String(made_up(function, logical, self.stack));
        }
        let of = if function == "Fn::GetAtt" {
            self.stack
        } else {
            ""
        };
        let inner = self.value(argument);
        Value::String(opaque(&format!("{function} {inner} {of}")))
    }
}

/// A function of CloudFormation and its argument.
fn function(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    let is_condition = name == "Condition" && argument.is_string();
    let is_one = name == "Ref" || name.starts_with("Fn::") || is_condition;
    is_one.then_some((name.as_str(), argument))
}

fn is_no_value(value: &Value) -> bool {
    value.get("Ref").and_then(Value::as_str) == Some("AWS::NoValue")
}

/// The text with a word for each dynamic reference.
fn dynamic(text: &str) -> Cow<'_, str> {
    let start = "{{resolve:";
    if !text.contains(start) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(start) {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(&opaque(&format!("resolve:{name}")));
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}
