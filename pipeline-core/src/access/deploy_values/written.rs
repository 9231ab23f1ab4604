//! What the written templates name of values that are known only when a stack is deployed, read
//! anew: nothing here comes from the rendering but the templates.

use crate::pipeline::{DeployValue, DeployValues};
use crate::render::Template;
use crate::render::deploy_time::parameter_id;
use serde_json::Value;

/// The properties that hold policies.
const POLICIES: [&str; 4] = [
    "AssumeRolePolicyDocument",
    "KeyPolicy",
    "PolicyDocument",
    "Statement",
];

/// The beginnings of a dynamic reference to the Systems Manager, and of the type of a parameter
/// whose value it keeps.
const RESOLVED: &str = "{{resolve:ssm:";
const KEPT: &str = "AWS::SSM::Parameter::Value<";

/// A value that a template names.
pub(super) struct Named<'t> {
    pub(super) value: DeployValue,
    /// The parameter of the template that it is, with its logical id.
    pub(super) parameter: Option<(&'t str, &'t Value)>,
    /// A policy holds it.
    pub(super) in_policy: bool,
}

impl Named<'_> {
    /// Returns whether CloudFormation looks it up where its stack is.
    pub(super) fn is_looked_up(&self) -> bool {
        let kind = self
            .parameter
            .and_then(|(_, body)| body.get("Type")?.as_str());
        match self.value {
            DeployValue::Parameter(_) => kind.is_some_and(|kind| kind.starts_with(KEPT)),
            // A resource is not the pipeline's.
            DeployValue::Resource(..) => false,
            DeployValue::Ssm(..) | DeployValue::ImportValue(_) | DeployValue::ImportedList(_) => {
                true
            }
        }
    }
}

/// The values that a template names; or the parameters that nothing of the pipeline is, by their
/// logical ids.
pub(super) fn named<'t>(
    values: &DeployValues,
    template: &'t Template,
) -> (Vec<Named<'t>>, Vec<&'t str>) {
    let mut found = Found {
        values,
        template,
        named: Vec::new(),
        unknown: Vec::new(),
    };
    for body in template.resources().values() {
        if let Some(properties) = body.get("Properties") {
            found.walk(properties, false);
        }
    }
    (found.named, found.unknown)
}

struct Found<'v, 't> {
    values: &'v DeployValues,
    template: &'t Template,
    named: Vec<Named<'t>>,
    unknown: Vec<&'t str>,
}

impl<'t> Found<'_, 't> {
    fn walk(&mut self, value: &'t Value, in_policy: bool) {
        match value {
            Value::String(text) => {
                for name in text.split(RESOLVED).skip(1) {
                    let name = name.split("}}").next().unwrap_or_default();
                    self.add(DeployValue::ssm(name), None, in_policy);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, in_policy)),
            Value::Object(map) => {
                for (key, inner) in map {
                    match (key.as_str(), inner) {
                        ("Ref", Value::String(logical)) => self.parameter(logical, in_policy),
                        ("Fn::ImportValue", Value::String(name)) => {
                            self.add(DeployValue::ImportValue(name.clone()), None, in_policy);
                        }
                        _ => {
                            let policy = in_policy || POLICIES.contains(&key.as_str());
                            self.walk(inner, policy);
                        }
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn parameter(&mut self, logical: &'t str, in_policy: bool) {
        // The rest are resources of the template, and what AWS defines.
        let Some(body) = self.template.parameters().get(logical) else {
            return;
        };
        let Some(value) = of_parameter(self.values, logical, body) else {
            return self.unknown.push(logical);
        };
        self.add(value, Some((logical, body)), in_policy);
    }

    /// Adds a value of the pipeline's. Any other is the template's own.
    fn add(
        &mut self,
        value: DeployValue,
        parameter: Option<(&'t str, &'t Value)>,
        in_policy: bool,
    ) {
        if self.values.of_token(&value.token()).is_some() {
            self.named.push(Named {
                value,
                parameter,
                in_policy,
            });
        } else if let Some((logical, _)) = parameter {
            self.unknown.push(logical);
        }
    }
}

/// The value that a parameter of a template stands for.
fn of_parameter(values: &DeployValues, logical: &str, body: &Value) -> Option<DeployValue> {
    let mut declared = values.parameters.iter();
    match declared.find(|parameter| parameter_id(&parameter.name) == logical) {
        Some(parameter) => Some(DeployValue::Parameter(parameter.name.clone())),
        None => Some(DeployValue::Ssm(kept(body)?.to_owned(), None)),
    }
}

/// The name of the parameter of the Systems Manager that a template looks up.
fn kept(body: &Value) -> Option<&str> {
    let kind = body.get("Type")?.as_str()?;
    kind.starts_with(KEPT)
        .then(|| body.get("Default")?.as_str())?
}

/// A part of a text of a template.
pub(super) enum Word<'t> {
    Text(&'t str),
    /// A value that is known only when the stack is deployed.
    Value(DeployValue),
    /// Something of the stack.
    Other,
}

impl Word<'_> {
    /// The word as a part of a pattern that matches whatever it can be.
    pub(super) fn pattern(&self) -> &str {
        match self {
            Word::Text(text) => text,
            Word::Value(_) | Word::Other => "*",
        }
    }

    /// The word as the language has it.
    pub(super) fn written(&self) -> String {
        match self {
            Word::Text(text) => (*text).to_owned(),
            Word::Value(value) => value.written(),
            Word::Other => "…".to_owned(),
        }
    }
}

/// The parts of a text of a template.
pub(super) fn words<'t>(
    values: &DeployValues,
    template: &Template,
    value: &'t Value,
) -> Vec<Word<'t>> {
    let Value::Object(map) = value else {
        return value.as_str().map(in_text).unwrap_or_default();
    };
    let Some((function, argument)) = map.iter().next() else {
        return Vec::new();
    };
    match (function.as_str(), argument) {
        ("Ref", Value::String(logical)) => {
            let parameter = template.parameters().get(logical);
            let found = parameter.and_then(|body| of_parameter(values, logical, body));
            vec![found.map_or(Word::Other, Word::Value)]
        }
        ("Fn::ImportValue", Value::String(name)) => {
            vec![Word::Value(DeployValue::ImportValue(name.clone()))]
        }
        ("Fn::Join" | "Fn::Split", Value::Array(arguments)) => match arguments.get(1) {
            Some(Value::Array(parts)) => parts
                .iter()
                .flat_map(|part| words(values, template, part))
                .collect(),
            Some(one) => words(values, template, one),
            None => Vec::new(),
        },
        _ => vec![Word::Other],
    }
}

fn in_text(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut parts = text.split(RESOLVED);
    out.extend(parts.next().filter(|text| !text.is_empty()).map(Word::Text));
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
        out.push(Word::Value(DeployValue::ssm(name)));
        if !rest.is_empty() {
            out.push(Word::Text(rest));
        }
    }
    out
}
