//! Which resource of one side is which of the other: by its stack and logical id, and where these have
//! changed, by what it is for. A role that has neither in common with an old one is compared with the one
//! that has most of its statements.

mod alike;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::actions;
use super::intrinsics::Resolved;
use super::snapshot::Snapshot;
use super::structure::PIPELINE;

/// A resource, by the number of its stack and its logical id.
pub(super) type Id = (usize, String);

/// The resources and stacks of both sides that are the same.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The stacks, from the old side to the new one.
    pub(super) stacks: BTreeMap<usize, usize>,
    /// The resources, from the old side to the new one.
    pub(super) resources: BTreeMap<Id, Id>,
}

/// Finds what is the same.
pub(super) fn pair(old: (&Snapshot, &Resolved), new: (&Snapshot, &Resolved)) -> Pairs {
    let mut pairs = Pairs::default();
    for by in [by_name, by_kind] {
        let open = |snapshot: &Snapshot, taken: &BTreeSet<usize>| {
            let all = 0..snapshot.stacks.len();
            let open = all.filter(|number| !taken.contains(number));
            unique(open.map(|number| (by(snapshot, number), number)))
        };
        let olds = open(old.0, &pairs.stacks.keys().copied().collect());
        let news = open(new.0, &pairs.stacks.values().copied().collect());
        for (key, number) in olds {
            if let Some(other) = news.get(&key) {
                pairs.stacks.insert(number, *other);
            }
        }
    }
    let of = |resolved: &Resolved| -> BTreeSet<Id> {
        let all = resolved.templates.iter().enumerate();
        let all = all.flat_map(|(number, template)| {
            let ids = template.resources().keys();
            ids.map(move |logical| (number, logical.clone()))
        });
        all.collect()
    };
    let (mut olds, mut news) = (of(old.1), of(new.1));
    for (number, logical) in olds.clone() {
        let Some(other) = pairs.stacks.get(&number) else {
            continue;
        };
        let (here, there) = ((number, logical.clone()), (*other, logical));
        if kind(old.1, &here) == kind(new.1, &there) && news.remove(&there) {
            olds.remove(&here);
            pairs.resources.insert(here, there);
        }
    }
    let renamed = renamed(old.1, new.1, &pairs);
    let nothing = BTreeMap::new();
    for by in [by_source, by_description, by_logical_id, by_action] {
        let keys = |side: (&Snapshot, &Resolved), open: &BTreeSet<Id>, renamed: &Renamed| {
            let keyed = open.iter().filter_map(|id| {
                let body = body(side.1, id)?;
                let kind = kind(side.1, id);
                let place = place_of(kind, side.0, id.0);
                let key = by(&id.1, body, renamed)?;
                Some((format!("{place} {kind} {key}"), id.clone()))
            });
            unique(keyed)
        };
        let (here, there) = (keys(old, &olds, &renamed), keys(new, &news, &nothing));
        for (key, id) in here {
            if let Some(other) = there.get(&key) {
                olds.remove(&id);
                news.remove(other);
                pairs.resources.insert(id, other.clone());
            }
        }
    }
    alike::pair((old, &olds), (new, &news), &mut pairs);
    alike::acting((old, &olds), (new, &news), &mut pairs);
    pairs
}

/// The names of stages and actions that are others on the new side.
type Renamed = BTreeMap<String, String>;

fn renamed(old: &Resolved, new: &Resolved, pairs: &Pairs) -> Renamed {
    let all = pairs.resources.iter();
    let pipelines = all.filter(|(here, _)| kind(old, here) == PIPELINE);
    let bodies = pipelines.filter_map(|(here, there)| Some((body(old, here)?, body(new, there)?)));
    bodies
        .flat_map(|(was, is)| actions::renamed(was, is))
        .collect()
}

/// The values by their keys, without the keys that several have.
fn unique<K: Ord + Clone, V>(all: impl Iterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut found: BTreeMap<K, Option<V>> = BTreeMap::new();
    for (key, value) in all {
        let entry = found.entry(key);
        entry
            .and_modify(|other| *other = None)
            .or_insert(Some(value));
    }
    let found = found.into_iter();
    found
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

fn place(snapshot: &Snapshot, number: usize) -> String {
    let stack = &snapshot.stacks[number];
    format!("{}/{}", stack.account, stack.region)
}

/// The place of a resource: what IAM has is the same in every region.
fn place_of(kind: &str, snapshot: &Snapshot, number: usize) -> String {
    match kind.starts_with("AWS::IAM::") {
        true => snapshot.stacks[number].account.clone(),
        false => place(snapshot, number),
    }
}

fn by_name(snapshot: &Snapshot, number: usize) -> String {
    let stack = &snapshot.stacks[number];
    format!("{} {}", stack.name, place(snapshot, number))
}

/// The name without the hash at its end.
fn by_kind(snapshot: &Snapshot, number: usize) -> String {
    let name = &snapshot.stacks[number].name;
    let name = name
        .rsplit_once('-')
        .map_or(name.as_str(), |(start, _)| start);
    format!("{name} {}", place(snapshot, number))
}

pub(super) fn body<'r>(resolved: &'r Resolved, id: &Id) -> Option<&'r Value> {
    resolved.templates.get(id.0)?.resources().get(&id.1)
}

pub(super) fn kind<'r>(resolved: &'r Resolved, id: &Id) -> &'r str {
    let kind = body(resolved, id).and_then(|body| body.get("Type")?.as_str());
    kind.unwrap_or_default()
}

/// What it is made for, as its metadata has it: `stage Deploy, action Update`.
pub(super) fn made_for(body: &Value) -> Option<&str> {
    let text = body.pointer("/Metadata/pipewright:source")?.as_str()?;
    Some(text.split_once(": ").map_or(text, |(_, what)| what))
}

fn by_source(logical: &str, body: &Value, renamed: &Renamed) -> Option<String> {
    let what = made_for(body)?;
    let what = renamed.get(what).map_or(what, String::as_str);
    Some(format!("{what} {}", end(logical)))
}

fn by_description(_: &str, body: &Value, _: &Renamed) -> Option<String> {
    let text = body.pointer("/Properties/Description")?.as_str()?;
    Some(text.to_owned())
}

fn by_logical_id(logical: &str, _: &Value, _: &Renamed) -> Option<String> {
    Some(logical.to_owned())
}

/// The name of its action, whatever the stage is called.
fn by_action(logical: &str, body: &Value, _: &Renamed) -> Option<String> {
    let (_, action) = made_for(body)?.split_once(", action ")?;
    Some(format!("{action} {}", end(logical)))
}

/// What kind of role it is, by the last word of its logical id: several are made for one action.
fn end(logical: &str) -> &'static str {
    if logical.starts_with("StartOn") {
        "start"
    } else if logical.starts_with("ForwardOn") {
        "forward"
    } else {
        ""
    }
}

/// What people call a resource: what it is made for.
pub(super) fn name(logical: &str, body: &Value) -> String {
    let Some(what) = made_for(body) else {
        return format!("role {logical}");
    };
    let name = match what
        .strip_prefix("stage ")
        .and_then(|rest| rest.split_once(", action "))
    {
        Some((stage, action)) => format!("action {stage}/{action}"),
        None => what.to_owned(),
    };
    match end(logical) {
        "start" => format!("the start of {name}"),
        "forward" => format!("the event of {name}"),
        _ => name,
    }
}
