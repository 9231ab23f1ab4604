//! From values that are known only when a stack is deployed to strings with their tokens, before
//! anything else of a model is resolved.

use std::borrow::Cow;

use super::entries::scalar;
use super::unresolved::{Resolved, Unresolved, known};
use crate::catalogue::PARAMETER;
use crate::model::{self, Data, DeployTime, Model, OutputValue, Text, TextExpr, Value, Visitor};
use crate::pipeline::{DeployValue, DeployValues, Parameter};
use crate::place::Location;
use serde_json::json;
use std::collections::BTreeSet;

/// The model with strings in place of such values, and the values.
pub(super) fn with_tokens(
    model: &Model<Location>,
) -> Resolved<(Cow<'_, Model<Location>>, DeployValues)> {
    let mut values = DeployValues::default();
    for parameter in &model.parameters {
        values.parameters.push(self::parameter(parameter)?);
    }
    let mut out = model.clone();
    outputs_of_resources(&mut out);
    let resources = model.resources.iter();
    let resources = resources.map(|found| found.name.text.clone()).collect();
    let mut tokens = Tokens {
        values,
        resources,
        error: None,
    };
    out.visit(&mut tokens);
    if let Some(error) = tokens.error {
        return Err(error);
    }
    let changed = tokens.values.used().next().is_some();
    let model = if changed {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(model)
    };
    Ok((model, tokens.values))
}

struct Tokens {
    values: DeployValues,
    resources: BTreeSet<String>,
    error: Option<Unresolved>,
}

impl Visitor<Location> for Tokens {
    fn value(&mut self, value: &mut Value<Location>) {
        let data = match &value.data {
            Data::DeployTime(found) => match looked_up(found) {
                Ok(found) => Data::String(self.values.add(found, value.at)),
                Err(error) => {
                    self.error = Some(error);
                    return;
                }
            },
            Data::Word(name) if self.resources.contains(name) => {
                let found = DeployValue::Resource(name.clone(), None);
                Data::String(self.values.add(found, value.at))
            }
            Data::Word(name) if self.values.parameter(name).is_some() => {
                let found = DeployValue::Parameter(name.clone());
                let token = Data::String(self.values.add(found, value.at));
                let list = self
                    .values
                    .parameter(name)
                    .and_then(Parameter::parameter_type);
                if list.is_some_and(|kind| kind.list) {
                    // Its items are one value.
                    Data::List(vec![Value {
                        data: token,
                        at: value.at,
                    }])
                } else {
                    token
                }
            }
            Data::Joined(parts) => {
                // Its parts have been visited before.
                let parts: Resolved<Vec<String>> = parts.iter().map(scalar).collect();
                match parts {
                    Ok(parts) => Data::String(parts.concat()),
                    Err(error) => {
                        self.error = Some(error);
                        return;
                    }
                }
            }
            _ => return,
        };
        value.data = data;
    }
}

/// An output of a resource holds its value as any other text does.
fn outputs_of_resources(model: &mut Model<Location>) {
    for output in &mut model.outputs {
        let OutputValue::Of(reference) = &output.value else {
            continue;
        };
        let first = &reference.first;
        if !model
            .resources
            .iter()
            .any(|one| one.name.text == first.text)
        {
            continue;
        }
        let rest: Vec<&str> = reference.rest.iter().map(|one| one.text.as_str()).collect();
        let data = if rest.is_empty() {
            Data::Word(first.text.clone())
        } else {
            Data::DeployTime(DeployTime::Attribute {
                resource: first.clone(),
                attribute: TextExpr {
                    text: Text::Known(rest.join(".")),
                    at: first.at,
                },
            })
        };
        let at = first.at;
        output.value = OutputValue::Text(Value { data, at });
    }
}

fn looked_up(found: &DeployTime<Location>) -> Resolved<DeployValue> {
    let name = known(found.name())?;
    Ok(match found {
        DeployTime::Ssm(_) => DeployValue::ssm(name),
        DeployTime::ImportValue(_) => DeployValue::ImportValue(name.to_owned()),
        DeployTime::Attribute { resource, .. } => {
            DeployValue::Resource(resource.text.clone(), Some(name.to_owned()))
        }
    })
}

fn parameter(found: &model::Parameter<Location>) -> Resolved<Parameter> {
    let kind = known(&found.kind)?;
    let mut settings = Vec::new();
    for key in PARAMETER {
        let written = found
            .settings
            .iter()
            .find(|one| key.is_written(&one.key.text));
        let Some(entry) = written else {
            continue;
        };
        let value = match &entry.value.data {
            Data::Number(number) => json!(number),
            Data::Bool(truth) => json!(truth),
            Data::List(items) => {
                let items: Vec<String> = items.iter().map(scalar).collect::<Resolved<_>>()?;
                json!(items)
            }
            _ => json!(scalar(&entry.value)?),
        };
        settings.push((key.name.to_owned(), value));
    }
    let default = match &found.default {
        None => None,
        Some(default) => {
            let items = default.items().iter().map(scalar);
            let items: Vec<String> = items.collect::<Resolved<_>>()?;
            Some(items.join(","))
        }
    };
    Ok(Parameter {
        name: found.name.text.clone(),
        kind: kind.to_owned(),
        default,
        settings,
        at: found.name.at,
    })
}
