//! Resources and properties whose effect on access is not known. Where they differ, it is not decided
//! whether somebody gains something.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::effects::{self, Effect};
use super::pairing::Id;
use super::report::Undecided;
use super::snapshot::Snapshot;
use super::structure::{Sides, kind, written_kind};

/// Types of resources that nobody gains anything by when they go: they act or let somebody in, and keep
/// nobody from anything.
const LETTING_IN: [&str; 15] = [
    "AWS::CodeBuild::SourceCredential",
    "AWS::CodeConnections::Connection",
    "AWS::CodePipeline::Webhook",
    "AWS::CodeStarConnections::Connection",
    "AWS::IAM::AccessKey",
    "AWS::IAM::InstanceProfile",
    "AWS::IAM::OIDCProvider",
    "AWS::IAM::SAMLProvider",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::Pipes::Pipe",
    "AWS::S3::AccessGrant",
    "AWS::StepFunctions::StateMachine",
];

/// What differs and is not evaluated.
pub(super) fn undecided(sides: &Sides<'_>) -> Vec<Undecided> {
    let asked = tags_that_policies_ask_for(sides);
    let mut out = Vec::new();
    for (_, there, was, is) in sides.both() {
        let name = name(sides.new.0, there);
        match effects::of(kind(is)) {
            Some(effects) => {
                let found = effects::differing(effects, was, is);
                out.extend(properties(&name, &found, was, is, &asked));
            }
            None => {
                let parts = differing_parts(was, is);
                if !parts.is_empty() {
                    let verb = if parts.len() == 1 {
                        "differs"
                    } else {
                        "differ"
                    };
                    let parts = parts.join(", ");
                    out.push(not_evaluated(name, &format!("{parts} {verb}")));
                }
            }
        }
    }
    let (mut gone, mut come) = (unknown(sides.only_old()), unknown(sides.only_new()));
    cancel(sides, &mut gone, &mut come);
    for (id, _) in come {
        out.push(not_evaluated(name(sides.new.0, &id), "it is new"));
    }
    for (id, body) in gone {
        if !LETTING_IN.contains(&kind(body)) {
            let why = "it is gone, and what it kept anybody from is not evaluated".to_owned();
            out.push(Undecided {
                what: name(sides.old.0, &id),
                why,
                principal: None,
            });
        }
    }
    for (id, body) in sides.only_new() {
        if let Some(effects) = effects::of(kind(body)) {
            let nothing = Value::Null;
            let found = effects::differing(effects, &nothing, body);
            let name = name(sides.new.0, &id);
            out.extend(properties(&name, &found, &nothing, body, &asked));
        }
    }
    out
}

fn not_evaluated(what: String, why: &str) -> Undecided {
    Undecided {
        what,
        why: format!("{why}, and what resources of this type do or let others do is not evaluated"),
        principal: None,
    }
}

fn name(snapshot: &Snapshot, id: &Id) -> String {
    let stack = &snapshot.stacks[id.0].name;
    match written_kind(snapshot, id) {
        "" => format!("`{}` of stack `{stack}`", id.1),
        kind => format!("`{kind}` `{}` of stack `{stack}`", id.1),
    }
}

/// The properties that are not in the list of effects, and tags that policies ask for.
fn properties<'f>(
    name: &'f str,
    found: &'f [(String, Option<Effect>)],
    was: &'f Value,
    is: &'f Value,
    asked: &'f BTreeSet<String>,
) -> impl Iterator<Item = Undecided> + use<'f> {
    found.iter().filter_map(move |(path, effect)| {
        let why = match effect {
            None => "it differs, and what this property does is not evaluated".to_owned(),
            Some(Effect::Tags) => {
                let tag = differing_tags(was, is)
                    .into_iter()
                    .find(|tag| asked.contains(tag))?;
                format!("tag `{tag}` differs, and a policy has a condition on it")
            }
            Some(_) => return None,
        };
        Some(Undecided {
            what: format!("`{}` of {name}", path.replace('/', ".")),
            why,
            principal: None,
        })
    })
}

/// Parts of a resource that do not bear on what it is: only on when and how it is made or goes.
const OF_ITS_LIFE: [&str; 5] = [
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

/// The parts of a resource that differ, and of its properties each.
fn differing_parts(was: &Value, is: &Value) -> Vec<String> {
    let keys = |was: &Value, is: &Value| -> BTreeSet<String> {
        let both = [was, is].into_iter().filter_map(Value::as_object);
        both.flat_map(|map| map.keys().cloned()).collect()
    };
    if !was.is_object() || !is.is_object() {
        return match was == is {
            true => Vec::new(),
            false => vec!["its body".to_owned()],
        };
    }
    let mut out = Vec::new();
    for key in keys(was, is) {
        let (was, is) = (&was[&key], &is[&key]);
        let differing = |(was, is): (&Value, &Value), but: &[&str]| {
            let keys = keys(was, is).into_iter();
            let keys = keys.filter(|key| !but.contains(&key.as_str()) && was[key] != is[key]);
            keys.map(|key| format!("`{key}`")).collect::<Vec<_>>()
        };
        match key.as_str() {
            part if OF_ITS_LIFE.contains(&part) => {}
            "Metadata" => out.extend(differing((was, is), &["pipewright:source"])),
            "Properties" if was.is_object() && is.is_object() => {
                out.extend(differing((was, is), &[]));
            }
            _ if was != is => out.push(format!("`{key}`")),
            _ => {}
        }
    }
    out
}

type Found<'v> = Vec<(Id, &'v Value)>;

fn unknown<'v>(all: impl Iterator<Item = (Id, &'v Value)>) -> Found<'v> {
    all.filter(|(_, body)| effects::of(kind(body)).is_none())
        .collect()
}

/// Takes out what has another logical id now, and is the same otherwise.
fn cancel(sides: &Sides<'_>, gone: &mut Found<'_>, come: &mut Found<'_>) {
    let text = |snapshot: &Snapshot, (id, body): &(Id, &Value)| {
        let stack = &snapshot.stacks[id.0];
        let (kind, properties) = (kind(body), &body["Properties"]);
        let condition = &body["Condition"];
        format!(
            "{}/{} {kind} {properties} {condition}",
            stack.account, stack.region
        )
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in gone.iter() {
        *counts.entry(text(sides.old.0, one)).or_default() += 1;
    }
    let mut both: BTreeMap<String, usize> = BTreeMap::new();
    come.retain(|one| {
        let text = text(sides.new.0, one);
        let is_kept = counts
            .get_mut(&text)
            .filter(|count| **count > 0)
            .map(|count| *count -= 1);
        if is_kept.is_some() {
            *both.entry(text).or_default() += 1;
        }
        is_kept.is_none()
    });
    gone.retain(|one| {
        let found = both
            .get_mut(&text(sides.old.0, one))
            .filter(|count| **count > 0);
        found.map(|count| *count -= 1).is_none()
    });
}

/// The names of tags that conditions or variables of policies ask for, in lowercase.
fn tags_that_policies_ask_for(sides: &Sides<'_>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for resolved in [sides.old.1, sides.new.1] {
        let bodies = resolved
            .templates
            .iter()
            .flat_map(|one| one.resources().values());
        bodies.for_each(|body| tags_in(&body["Properties"], &mut out));
    }
    out
}

fn tags_in(value: &Value, out: &mut BTreeSet<String>) {
    let mut add = |text: &str| {
        for (place, _) in text.to_ascii_lowercase().match_indices("tag/") {
            let rest = &text[place + "tag/".len()..];
            let end = rest.find(['}', ',']).unwrap_or(rest.len());
            out.insert(rest[..end].trim().to_ascii_lowercase());
        }
    };
    match value {
        Value::String(text) => add(text),
        Value::Array(items) => items.iter().for_each(|item| tags_in(item, out)),
        Value::Object(map) => {
            map.keys().for_each(|key| add(key));
            map.values().for_each(|item| tags_in(item, out));
        }
        _ => {}
    }
}

/// The names of the tags that differ, in lowercase.
fn differing_tags(was: &Value, is: &Value) -> BTreeSet<String> {
    let tags = |body: &Value| -> BTreeMap<String, Value> {
        let mut out = BTreeMap::new();
        match &body["Properties"]["Tags"] {
            Value::Array(items) => {
                for item in items {
                    let name = item["Key"].as_str().unwrap_or_default();
                    out.insert(name.to_ascii_lowercase(), item["Value"].clone());
                }
            }
            Value::Object(map) => {
                out.extend(
                    map.iter()
                        .map(|(name, v)| (name.to_ascii_lowercase(), v.clone())),
                );
            }
            _ => {}
        }
        out
    };
    let (was, is) = (tags(was), tags(is));
    let names = was.keys().chain(is.keys());
    let names = names.filter(|name| was.get(*name) != is.get(*name));
    names.cloned().collect()
}
