//! What decides what a template deploys, beside its resources: parameters, mappings, conditions,
//! transforms, and the settings of its stack.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::effects::{self, Effect};
use super::intrinsics::readable;
use super::report::Undecided;
use super::snapshot::{Sections, Stack};
use super::structure::{Sides, kind, said};

/// What is not decided since it depends on these.
pub(super) fn undecided(sides: &Sides<'_>) -> Vec<Undecided> {
    let mut out = Vec::new();
    let differs = differs(sides);
    for (number, new) in sides.new.0.stacks.iter().enumerate() {
        let old = sides
            .pairs
            .stacks
            .iter()
            .find(|(_, other)| **other == number);
        let old = old.map(|(number, _)| &sides.old.0.stacks[*number]);
        stack(old, new, differs, &mut out);
    }
    let (old, new) = (&sides.old.0.others, &sides.new.0.others);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
    {
        out.push(Undecided {
            what: format!("`{name}` of `manifest.json`"),
            why: "it differs, and what is deployed by it is not evaluated".to_owned(),
            principal: None,
        });
    }
    if differs {
        let (old, new) = (conditional(sides.old), conditional(sides.new));
        out.extend(old.union(&new).map(|(what, condition)| Undecided {
            what: what.clone(),
            why: format!(
                "it is deployed only if condition `{condition}` holds, and access is compared as if that \
                 held"
            ),
            principal: None,
        }));
    }
    out
}

/// Returns whether anything is deployed differently, apart from texts for people.
fn differs(sides: &Sides<'_>) -> bool {
    let same = |here: &Stack, there: &Stack| here.written == there.written;
    let all = sides.pairs.stacks.iter();
    let mut all =
        all.map(|(here, there)| (&sides.old.0.stacks[*here], &sides.new.0.stacks[*there]));
    let counts = [sides.old.0.stacks.len(), sides.new.0.stacks.len()];
    counts != [sides.pairs.stacks.len(); 2] || !all.all(|(here, there)| same(here, there))
}

fn stack(old: Option<&Stack>, new: &Stack, differs: bool, out: &mut Vec<Undecided>) {
    let nothing = Sections::default();
    let was = old.map_or(&nothing, |old| &old.sections);
    let is = &new.sections;
    let mut add = |what: String, why: &str| {
        out.push(Undecided {
            what: format!("{what} of stack `{}`", new.name),
            why: why.to_owned(),
            principal: None,
        });
    };
    let used = Used::of(new);
    for (name, (was, is)) in changed(&was.parameters, &is.parameters) {
        let bearing = differing(was, is, &["ConstraintDescription", "Description"]);
        if used.names.contains(name) && !bearing.is_empty() {
            add(
                format!("parameter `{name}`"),
                &format!(
                    "{}, and what is made of it is compared as if its value were the same",
                    bearing.join("; ")
                ),
            );
        }
    }
    for (name, _) in changed(&was.mappings, &is.mappings) {
        if used.maps.contains(name) || used.some_map {
            add(
                format!("mapping `{name}`"),
                "its values differ, and what is made of them is compared as if they were the same",
            );
        }
    }
    for (name, _) in changed(&was.conditions, &is.conditions) {
        add(
            format!("condition `{name}`"),
            "it differs, and what depends on it is compared as if it held before and after",
        );
    }
    let names: BTreeSet<&String> = was.others.keys().chain(is.others.keys()).collect();
    for name in names {
        let (before, after) = (was.others.get(name), is.others.get(name));
        if before != after {
            add(
                format!("`{name}`"),
                "it differs, and what CloudFormation makes of the template by it is not evaluated",
            );
        } else if differs && name != "Rules" {
            add(
                format!("`{name}`"),
                "what CloudFormation makes of the template by it is not evaluated",
            );
        }
    }
    if old.is_some() {
        let names: BTreeSet<&String> = was.deployment.keys().chain(is.deployment.keys()).collect();
        for name in names {
            let (before, after) = (was.deployment.get(name), is.deployment.get(name));
            if before != after {
                let said = said("it", before, after);
                add(
                    format!("`{name}`"),
                    &format!("{said}, and what follows from it is not evaluated"),
                );
            }
        }
    }
    outputs(old, new, &mut add);
}

/// Outputs that tell something which is no name: whoever may describe the stack reads them.
fn outputs(old: Option<&Stack>, new: &Stack, add: &mut dyn FnMut(String, &str)) {
    for (name, output) in &new.outputs {
        let before = old.and_then(|old| old.outputs.get(name));
        let value = output.get("Value").unwrap_or(&Value::Null);
        if before.and_then(|before| before.get("Value")) != Some(value) && tells(value, new) {
            add(
                format!("output `{name}`"),
                "it differs, and what it tells whoever may describe the stack is not evaluated",
            );
        }
    }
}

/// Returns whether a value may tell more than the name of something.
fn tells(value: &Value, stack: &Stack) -> bool {
    match value {
        Value::String(text) => text.contains("{{resolve:"),
        Value::Array(items) => items.iter().any(|item| tells(item, stack)),
        Value::Object(map) => map
            .iter()
            .any(|(function, argument)| match function.as_str() {
                "Ref" => {
                    let parameter = argument
                        .as_str()
                        .and_then(|name| stack.sections.parameters.get(name));
                    parameter.is_some_and(|one| one.get("NoEcho").is_some())
                }
                "Fn::GetAtt" => {
                    let of = argument.get(0).and_then(Value::as_str);
                    let of = of.and_then(|logical| stack.resources.get(logical));
                    let is_name = matches!(
                        argument.get(1).and_then(Value::as_str),
                        Some(
                            "Arn"
                                | "KeyId"
                                | "RoleId"
                                | "TopicArn"
                                | "QueueUrl"
                                | "QueueName"
                                | "TopicName"
                        )
                    );
                    !(is_name || of.is_some_and(|body| effects::of(kind(body)).is_some()))
                }
                "Fn::Join" | "Fn::Sub" | "Fn::ImportValue" | "Fn::Select" | "Fn::Split"
                | "Fn::If" => tells(argument, stack),
                "Fn::GetStackOutput" | "Fn::FindInMap" => false,
                _ => true,
            }),
        _ => false,
    }
}

/// The entries that both sides have and that differ. What names one that is new is new itself.
fn changed<'s>(
    was: &'s BTreeMap<String, Value>,
    is: &'s BTreeMap<String, Value>,
) -> impl Iterator<Item = (&'s String, (&'s Value, &'s Value))> {
    let both = is
        .iter()
        .filter_map(|(name, is)| Some((name, (was.get(name)?, is))));
    both.filter(|(_, (was, is))| was != is)
}

fn differing(was: &Value, is: &Value, but: &[&str]) -> Vec<String> {
    let both = [was, is].into_iter().filter_map(Value::as_object);
    let keys: BTreeSet<&String> = both.flat_map(|map| map.keys()).collect();
    let keys = keys.into_iter().filter(|key| !but.contains(&key.as_str()));
    let differing = keys.filter(|key| was.get(*key) != is.get(*key));
    differing
        .map(|key| said(&format!("its `{key}`"), was.get(key), is.get(key)))
        .collect()
}

/// What a template names.
#[derive(Default)]
struct Used {
    /// Parameters and logical ids.
    names: BTreeSet<String>,
    maps: BTreeSet<String>,
    /// A name of a mapping is only known at the deployment.
    some_map: bool,
}

impl Used {
    fn of(stack: &Stack) -> Used {
        let mut out = Used::default();
        let sections = &stack.sections;
        let all = stack.resources.values().chain(stack.outputs.values());
        let all = all
            .chain(sections.conditions.values())
            .chain(sections.others.values());
        all.for_each(|value| out.add(value));
        out
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(map) => {
                for (key, item) in map {
                    match (key.as_str(), item) {
                        ("Ref", Value::String(name)) => drop(self.names.insert(name.clone())),
                        ("Fn::FindInMap", item) => match item.get(0).and_then(Value::as_str) {
                            Some(map) => drop(self.maps.insert(map.to_owned())),
                            None => self.some_map = true,
                        },
                        _ => {}
                    }
                    self.add(item);
                }
            }
            _ => {}
        }
    }
}

/// The resources with policies that a condition may leave out, each with the condition's name.
fn conditional(
    (snapshot, resolved): (&super::Snapshot, &super::intrinsics::Resolved),
) -> BTreeSet<(String, String)> {
    let mut out = BTreeSet::new();
    for (stack, template) in snapshot.stacks.iter().zip(&resolved.templates) {
        for (logical, body) in template.resources() {
            let Some(condition) = body.get("Condition").and_then(Value::as_str) else {
                continue;
            };
            let bears = effects::of(kind(body)).is_some_and(|effects| {
                let mut all = effects.values();
                all.any(|one| !matches!(one, Effect::Harmless | Effect::Tags))
            });
            if bears {
                let what = format!("`{}` `{logical}` of stack `{}`", kind(body), stack.name);
                out.insert((readable(&what), readable(condition)));
            }
        }
    }
    out
}
