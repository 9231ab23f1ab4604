//! What is made, changed or gone: stacks and their resources.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::effects::Effect;
use super::intrinsics::{Resolved, readable};
use super::pairing::{Id, Pairs};
use super::report::{Change, ChangeKind};
use super::snapshot::Snapshot;
use super::{effects, stages};
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

    /// The resources that only the new side has, in stacks of both sides and in new ones.
    pub(super) fn only_new(&self) -> impl Iterator<Item = (Id, &'s Value)> {
        let kept: BTreeSet<&Id> = self.pairs.resources.values().collect();
        let all = all(self.new.1);
        all.filter(move |(id, _)| !kept.contains(id))
    }

    /// The resources that only the old side has.
    pub(super) fn only_old(&self) -> impl Iterator<Item = (Id, &'s Value)> {
        let pairs = self.pairs;
        all(self.old.1).filter(move |(id, _)| !pairs.resources.contains_key(id))
    }
}

fn all(resolved: &Resolved) -> impl Iterator<Item = (Id, &Value)> {
    let templates = resolved.templates.iter().enumerate();
    templates.flat_map(|(stack, template)| {
        let all = template.resources().iter();
        all.map(move |(logical, body)| ((stack, logical.clone()), body))
    })
}

pub(super) fn body<'r>(resolved: &'r Resolved, id: &Id) -> Option<&'r Value> {
    resolved.templates.get(id.0)?.resources().get(&id.1)
}

pub(super) fn kind(body: &Value) -> &str {
    body.get("Type").and_then(Value::as_str).unwrap_or_default()
}

/// The type of a resource as its template has it.
pub(super) fn written_kind<'s>(snapshot: &'s Snapshot, id: &Id) -> &'s str {
    let body = snapshot.stacks[id.0].written.get(&id.1);
    body.map_or("", kind)
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
        let properties = replacing(was, is, true);
        if !same_place {
            out.insert(there.clone(), vec!["its stack or logical id".to_owned()]);
        } else if !properties.is_empty() {
            out.insert(there.clone(), properties);
        }
    }
    out
}

/// The differing properties that make another resource certainly, or perhaps.
fn replacing(was: &Value, is: &Value, certain: bool) -> Vec<String> {
    let all = replacement::differing(kind(is), was, is).into_iter();
    let all = all.filter(|one| one.certain == certain);
    all.map(|one| one.property).collect()
}

/// All changes, apart from policies. The resources that are told of are added to `told`.
pub(super) fn compare(
    sides: &Sides<'_>,
    replaced: &BTreeMap<Id, Vec<String>>,
    told: &mut BTreeSet<Id>,
) -> Vec<Change> {
    let mut out = stages::compare(sides, told);
    stacks(sides, &mut out);
    let (old, new) = (sides.old, sides.new);
    for (id, _) in sides.only_new() {
        if sides.pairs.stacks.values().any(|other| *other == id.0) {
            out.push(change(ChangeKind::Added, new.0, &id, Vec::new()));
        }
    }
    for (id, found) in sides.only_old() {
        if sides.pairs.stacks.contains_key(&id.0) {
            let fate = fate(found, "DeletionPolicy");
            out.push(change(ChangeKind::Removed, old.0, &id, fate));
        }
    }
    for (here, there, was, is) in sides.both() {
        if let Some(properties) = replaced.get(there) {
            told.insert(there.clone());
            let mut details = vec!["its stack or logical id is another one".to_owned()];
            if !properties[0].starts_with("its ") {
                details = vec![format!("{} cannot be changed", properties.join(", "))];
            }
            let policy = match properties[0].starts_with("its ") {
                true => "DeletionPolicy",
                false => "UpdateReplacePolicy",
            };
            if here.1 != there.1 {
                details.push(format!("it was {}", here.1));
            }
            details.extend(fate(was, policy));
            out.push(change(ChangeKind::Replaced, new.0, there, details));
            continue;
        }
        let mut differing = differing(was, is);
        if !differing.is_empty() {
            let perhaps = replacing(was, is, false);
            if !perhaps.is_empty() {
                let properties = perhaps.join(", ");
                differing.push(format!(
                    "for {properties}, AWS may make another one in its place"
                ));
            }
            told.insert(there.clone());
            out.push(change(ChangeKind::Changed, new.0, there, differing));
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

fn change(what_happens: ChangeKind, snapshot: &Snapshot, id: &Id, details: Vec<String>) -> Change {
    let stack = &snapshot.stacks[id.0];
    Change {
        kind: what_happens,
        what: format!(
            "{} {} of stack {}",
            written_kind(snapshot, id),
            id.1,
            stack.name
        ),
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

/// Documents of policies: what they mean is compared by itself.
pub(super) const DOCUMENTS: [&str; 5] = [
    "AssumeRolePolicyDocument",
    "KeyPolicy",
    "Policies",
    "PolicyDocument",
    "Statement",
];

/// The properties that differ, and attributes besides.
fn differing(was: &Value, is: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for attribute in keys(was, is) {
        match attribute.as_str() {
            "Properties" | "Type" => {}
            "Metadata" => {
                let [before, after] = [was, is].map(|body| &body["Metadata"]);
                let names = keys(before, after).into_iter();
                let names = names.filter(|name| name != "pipewright:source");
                let differing = names.filter(|name| before[name] != after[name]);
                out.extend(differing.map(|name| said(&name, before.get(&name), after.get(&name))));
            }
            name if was.get(name) != is.get(name) => {
                out.push(said(name, was.get(name), is.get(name)));
            }
            _ => {}
        }
    }
    // What policies mean is compared by itself, and the pipeline by its stages.
    if kind(is) == PIPELINE {
        return out;
    }
    let is_document = |name: &str| {
        let effect = effects::of(kind(is)).and_then(|effects| effects.get(name));
        matches!(effect, Some(Effect::Evaluated)) && DOCUMENTS.contains(&name)
    };
    let [was, is] = [was, is].map(|body| &body["Properties"]);
    for name in keys(was, is) {
        if !is_document(&name) && was.get(&name) != is.get(&name) {
            out.push(said(&name, was.get(&name), is.get(&name)));
        }
    }
    out
}

fn keys(was: &Value, is: &Value) -> BTreeSet<String> {
    let both = [was, is].into_iter().filter_map(Value::as_object);
    both.flat_map(|map| map.keys().cloned()).collect()
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
