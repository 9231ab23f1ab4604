//! What is made, changed or gone: stacks and their resources.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::intrinsics::{Resolved, readable};
use super::pairing::{Id, Pairs};
use super::report::{Change, ChangeKind};
use super::snapshot::Snapshot;
use super::stages;
use crate::replacement;

/// Both sides, and what is the same on them.
pub(super) struct Sides<'s> {
    pub(super) old: (&'s Snapshot, &'s Resolved),
    pub(super) new: (&'s Snapshot, &'s Resolved),
    pub(super) pairs: &'s Pairs,
}

/// The type of a pipeline.
pub(super) const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

impl<'s> Sides<'s> {
    /// The resources that both sides have, with their bodies.
    pub(super) fn both(&self) -> impl Iterator<Item = (&'s Id, &'s Id, &'s Value, &'s Value)> {
        let (old, new) = (self.old.1, self.new.1);
        self.pairs
            .resources
            .iter()
            .filter_map(move |(here, there)| {
                Some((here, there, body(old, here)?, body(new, there)?))
            })
    }
}

pub(super) fn body<'r>(resolved: &'r Resolved, id: &Id) -> Option<&'r Value> {
    resolved.templates.get(id.0)?.resources().get(&id.1)
}

pub(super) fn kind(body: &Value) -> &str {
    body.get("Type").and_then(Value::as_str).unwrap_or_default()
}

/// The line of the source that a resource comes from.
pub(super) fn source(snapshot: &Snapshot, id: &Id) -> Option<String> {
    snapshot.stacks[id.0].sources.get(&id.1).cloned()
}

/// The properties for which CloudFormation makes another resource in the place of an old one.
pub(super) fn replaced(sides: &Sides<'_>) -> BTreeMap<Id, Vec<String>> {
    let mut out = BTreeMap::new();
    for (here, there, was, is) in sides.both() {
        let same_place = sides.pairs.stacks.get(&here.0) == Some(&there.0)
            && here.1 == there.1
            && sides.old.0.stacks[here.0].name == sides.new.0.stacks[there.0].name;
        let properties = replacement::differing(kind(is), was, is);
        if !same_place {
            out.insert(there.clone(), vec!["its stack or logical id".to_owned()]);
        } else if !properties.is_empty() {
            out.insert(there.clone(), properties);
        }
    }
    out
}

/// All changes, apart from policies.
pub(super) fn compare(sides: &Sides<'_>, replaced: &BTreeMap<Id, Vec<String>>) -> Vec<Change> {
    let mut out = stages::compare(sides);
    stacks(sides, &mut out);
    let (old, new) = (sides.old, sides.new);
    let kept: BTreeSet<&Id> = sides.pairs.resources.values().collect();
    for (stack, template) in new.1.templates.iter().enumerate() {
        for (logical, found) in template.resources() {
            let id = (stack, logical.clone());
            if !kept.contains(&id) && sides.pairs.stacks.values().any(|other| *other == stack) {
                out.push(change(ChangeKind::Added, new.0, &id, found, Vec::new()));
            }
        }
    }
    for (stack, template) in old.1.templates.iter().enumerate() {
        for (logical, found) in template.resources() {
            let id = (stack, logical.clone());
            if !sides.pairs.resources.contains_key(&id) && sides.pairs.stacks.contains_key(&stack) {
                let fate = fate(found, "DeletionPolicy");
                out.push(change(ChangeKind::Removed, old.0, &id, found, fate));
            }
        }
    }
    for (here, there, was, is) in sides.both() {
        if let Some(properties) = replaced.get(there) {
            let mut details = vec![format!("another {} is made", properties.join(", "))];
            if !properties[0].starts_with("its ") {
                details = vec![format!("{} cannot be changed", properties.join(", "))];
            }
            let policy = match properties[0].starts_with("its ") {
                true => "DeletionPolicy",
                false => "UpdateReplacePolicy",
            };
            details.extend(fate(was, policy));
            out.push(change(ChangeKind::Replaced, new.0, there, is, details));
            continue;
        }
        let _ = here;
        let differing = differing(was, is);
        // What policies mean is compared by itself, and the pipeline by its stages.
        if kind(is) != PIPELINE && !differing.is_empty() {
            out.push(change(ChangeKind::Changed, new.0, there, is, differing));
        }
    }
    out
}

/// Stacks that come or go.
fn stacks(sides: &Sides<'_>, out: &mut Vec<Change>) {
    let (old, new) = (sides.old.0, sides.new.0);
    let mut add = |kind, snapshot: &Snapshot, number: usize, mut details: Vec<String>| {
        let stack = &snapshot.stacks[number];
        let what = format!("stack {} in {}/{}", stack.name, stack.account, stack.region);
        let count = stack.resources.len();
        let noun = if count == 1 { "resource" } else { "resources" };
        details.insert(0, format!("{count} {noun}"));
        out.push(Change {
            kind,
            what,
            details,
            source: None,
        });
    };
    for number in 0..new.stacks.len() {
        if !sides.pairs.stacks.values().any(|other| *other == number) {
            add(ChangeKind::Added, new, number, Vec::new());
        }
    }
    for number in 0..old.stacks.len() {
        match sides.pairs.stacks.get(&number) {
            None => {
                let stays = "if it is deployed, it stays until you delete it".to_owned();
                add(ChangeKind::Removed, old, number, vec![stays]);
            }
            Some(other) if old.stacks[number].name != new.stacks[*other].name => {
                let was = format!("it was {}", old.stacks[number].name);
                add(ChangeKind::Replaced, new, *other, vec![was]);
            }
            Some(_) => {}
        }
    }
}

fn change(
    what_happens: ChangeKind,
    snapshot: &Snapshot,
    id: &Id,
    body: &Value,
    details: Vec<String>,
) -> Change {
    let stack = &snapshot.stacks[id.0];
    Change {
        kind: what_happens,
        what: format!("{} {} of stack {}", kind(body), id.1, stack.name),
        details,
        source: source(snapshot, id),
    }
}

/// Resources that hold data, as people call it.
const HOLDING_DATA: [(&str, &str); 3] = [
    ("AWS::KMS::Key", "what it encrypts"),
    ("AWS::S3::Bucket", "its objects"),
    ("AWS::Logs::LogGroup", "its logs"),
];

/// What becomes of the old resource.
fn fate(body: &Value, policy: &str) -> Vec<String> {
    let retained = body.get(policy).and_then(Value::as_str);
    let retained = retained.is_some_and(|policy| policy.starts_with("Retain"));
    let mut all = HOLDING_DATA.iter();
    let data = all.find(|(name, _)| *name == kind(body));
    match (data, retained) {
        (Some((_, data)), true) => vec![format!("the old one stays, with {data}")],
        (Some(("AWS::KMS::Key", data)), false) => {
            vec![format!(
                "the old one is deleted: {data} cannot be read any more"
            )]
        }
        (Some((_, data)), false) => vec![format!("the old one is deleted, with {data}")],
        (None, true) => vec!["the old one stays".to_owned()],
        (None, false) => Vec::new(),
    }
}

/// Properties that say who may do what: their meaning is compared by itself.
const POLICIES: [&str; 8] = [
    "AssumeRolePolicyDocument",
    "KeyPolicy",
    "ManagedPolicyArns",
    "PermissionsBoundary",
    "Policies",
    "PolicyDocument",
    "Roles",
    "Statement",
];

/// The properties that differ, and attributes besides.
fn differing(was: &Value, is: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for attribute in [
        "Condition",
        "DeletionPolicy",
        "UpdateReplacePolicy",
        "UpdatePolicy",
    ] {
        if was.get(attribute) != is.get(attribute) {
            out.push(said(attribute, was.get(attribute), is.get(attribute)));
        }
    }
    let properties = |body: &Value| -> BTreeMap<String, Value> {
        let all = body.get("Properties").and_then(Value::as_object);
        let all = all.into_iter().flatten();
        all.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    let (was, is) = (properties(was), properties(is));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        if !POLICIES.contains(&name.as_str()) && was.get(name) != is.get(name) {
            out.push(said(name, was.get(name), is.get(name)));
        }
    }
    out
}

/// A change of a value in words; of a long value, the name only.
pub(super) fn said(name: &str, was: Option<&Value>, is: Option<&Value>) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => readable(text),
        other => readable(&other.to_string()),
    };
    let short = |value: Option<&Value>| value.map(text).filter(|text| text.chars().count() <= 60);
    match (was, is) {
        (None, Some(_)) => match short(is) {
            Some(is) => format!("{name} is `{is}`, and was not set"),
            None => format!("{name} is set"),
        },
        (Some(_), None) => match short(was) {
            Some(was) => format!("{name} is not set any more; it was `{was}`"),
            None => format!("{name} is not set any more"),
        },
        _ => match (short(was), short(is)) {
            (Some(was), Some(is)) => format!("{name} was `{was}` and is `{is}`"),
            _ => format!("{name} differs"),
        },
    }
}
