//! Roles under other names: each new role that is not an old one by its place or its purpose is paired with
//! the old role of its account that is gone and has most of its statements, so that little else is new. What it may do more than that
//! one is found by comparing them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Id, Pairs, body, kind};
use crate::compare::intrinsics::Resolved;
use crate::compare::snapshot::Snapshot;

/// One side, and what is not paired yet.
pub(super) type Side<'s> = ((&'s Snapshot, &'s Resolved), &'s BTreeSet<Id>);

pub(super) fn pair(old: Side<'_>, new: Side<'_>, pairs: &mut Pairs) {
    let (olds, news) = (roles(old), roles(new));
    if olds.is_empty() || news.is_empty() {
        return;
    }
    // Which old roles have a part, so that only these are looked at.
    let mut having: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (number, role) in olds.iter().enumerate() {
        for part in &role.parts {
            having.entry((role.account, part)).or_default().push(number);
        }
    }
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (number, role) in news.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for part in &role.parts {
            for other in having
                .get(&(role.account, part.as_str()))
                .into_iter()
                .flatten()
            {
                *shared.entry(*other).or_default() += 1;
            }
        }
        for (other, shared) in shared {
            let most = role.parts.len().max(olds[other].parts.len());
            // It has nothing else, or hardly anything.
            let only_less = shared == role.parts.len() && shared * 2 >= most;
            if only_less || shared * 4 >= most * 3 {
                found.push((shared * 1000 / most, other, number));
            }
        }
    }
    found.sort_by_key(|(score, other, number)| (std::cmp::Reverse(*score), *other, *number));
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    for (_, other, number) in found {
        if !gone.contains(&other) && !come.contains(&number) {
            gone.insert(other);
            come.insert(number);
            let (here, there) = (olds[other].id.clone(), news[number].id.clone());
            pairs.resources.insert(here, there);
        }
    }
}

/// Types of resources that act or start something, and keep no data.
const ACTING: [&str; 4] = [
    "AWS::CodeBuild::Project",
    "AWS::CodeStarNotifications::NotificationRule",
    "AWS::Events::Rule",
    "AWS::Scheduler::Schedule",
];

/// Pairs what acts in the same way under another name, by roles that are paired.
pub(super) fn acting(old: Side<'_>, new: Side<'_>, pairs: &mut Pairs) {
    let arns: BTreeMap<&str, &str> = pairs
        .resources
        .iter()
        .filter_map(|(here, there)| {
            let (was, is) = (old.0.1.arns.get(here)?, new.0.1.arns.get(there)?);
            Some((was.as_str(), is.as_str()))
        })
        .collect();
    let nothing = BTreeMap::new();
    let of = |((snapshot, resolved), open): Side<'_>, arns: &BTreeMap<&str, &str>| {
        let acting = open
            .iter()
            .filter(|id| ACTING.contains(&kind(resolved, id)));
        let keyed = acting.filter_map(|id| {
            let mut properties = body(resolved, id)?.get("Properties")?.clone();
            let all = properties.as_object_mut()?;
            for name in ["Description", "Name", "Tags"] {
                all.remove(name);
            }
            with_arns(&mut properties, arns);
            let place = super::place(snapshot, id.0);
            Some((
                format!("{place} {} {properties}", kind(resolved, id)),
                id.clone(),
            ))
        });
        super::unique(keyed)
    };
    let (olds, news) = (of(old, &arns), of(new, &nothing));
    for (key, id) in olds {
        if let Some(other) = news.get(&key) {
            pairs.resources.insert(id, other.clone());
        }
    }
}

fn with_arns(value: &mut Value, arns: &BTreeMap<&str, &str>) {
    match value {
        Value::String(text) => {
            if let Some(now) = arns.get(text.as_str()) {
                (*now).clone_into(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| with_arns(item, arns)),
        Value::Object(map) => map.values_mut().for_each(|item| with_arns(item, arns)),
        _ => {}
    }
}

/// A role with what its policies say, part by part.
struct Role<'s> {
    id: Id,
    account: &'s str,
    parts: BTreeSet<String>,
}

fn roles(((snapshot, resolved), open): Side<'_>) -> Vec<Role<'_>> {
    let roles = open
        .iter()
        .filter(|id| kind(resolved, id) == "AWS::IAM::Role");
    let roles = roles.filter_map(|id| {
        let properties = body(resolved, id)?.get("Properties")?;
        let mut parts = BTreeSet::new();
        for name in [
            "AssumeRolePolicyDocument",
            "ManagedPolicyArns",
            "Policies",
            "PermissionsBoundary",
        ] {
            add(name, &properties[name], &mut parts);
        }
        (!parts.is_empty()).then(|| Role {
            id: id.clone(),
            account: &snapshot.stacks[id.0].account,
            parts,
        })
    });
    roles.collect()
}

/// Adds each statement of a property, and each policy that it names.
fn add(name: &str, value: &Value, parts: &mut BTreeSet<String>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| add(name, item, parts)),
        Value::Object(map) => match (map.get("PolicyDocument"), map.get("Statement")) {
            (Some(document), _) => add(name, document, parts),
            (None, Some(statements)) => add(name, statements, parts),
            (None, None) => {
                let mut statement = map.clone();
                statement.remove("Sid");
                parts.insert(format!("{name} {}", Value::Object(statement)));
            }
        },
        other => drop(parts.insert(format!("{name} {other}"))),
    }
}
