//! What is written differently and nothing else told of: that nothing is different is said of what is the
//! same, byte by byte, but for the places in the source.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::effects::Effect;
use super::pairing::Id;
use super::report::{Change, ChangeKind, Comparison, Undecided};
use super::snapshot::Stack;
use super::structure::{DOCUMENTS, PIPELINE, Sides, kind, said, source, written_kind};
use super::{actions, effects};

/// What is written differently, before it is known who gains and loses.
pub(super) struct Written {
    resources: Vec<Resource>,
    sections: Vec<Change>,
}

/// A resource that nothing else told of.
struct Resource {
    /// Its stack and logical id, on both sides.
    places: [(String, String); 2],
    kind: String,
    meaning: Meaning,
    source: Option<String>,
}

enum Meaning {
    Same,
    /// These documents of policies differ, and nothing else.
    Documents(String),
    NotExplained,
}

/// Finds what is written differently. `told` has the resources that something told of.
pub(super) fn find(sides: &Sides<'_>, told: &BTreeSet<Id>) -> Written {
    let mut resources = Vec::new();
    for (here, there, was, is) in sides.both() {
        let (old, new) = (&sides.old.0.stacks[here.0], &sides.new.0.stacks[there.0]);
        if old.written.get(&here.1) != new.written.get(&there.1) && !told.contains(there) {
            resources.push(Resource {
                places: [(old, here), (new, there)]
                    .map(|(stack, id)| (stack.name.clone(), id.1.clone())),
                kind: written_kind(sides.new.0, there).to_owned(),
                meaning: meaning(was, is),
                source: source(sides.new.0, there),
            });
        }
    }
    let mut found = Vec::new();
    for (here, there) in &sides.pairs.stacks {
        sections(
            &sides.old.0.stacks[*here],
            &sides.new.0.stacks[*there],
            &mut found,
        );
    }
    Written {
        resources,
        sections: found,
    }
}

impl Written {
    /// Adds what nothing else told of.
    pub(super) fn add_to(self, out: &mut Comparison) {
        let by_statement = statements(out);
        let is_decided = out.undecided.is_empty();
        for one in self.resources {
            if one.places.iter().any(|place| by_statement.contains(place)) {
                continue;
            }
            let [_, (stack, logical)] = one.places;
            let detail = match one.meaning {
                Meaning::Same => "it is written differently, and means the same".to_owned(),
                Meaning::Documents(names) if is_decided => {
                    format!("{names}: written differently, and allows the same")
                }
                Meaning::Documents(names) => format!("{names}: written differently"),
                Meaning::NotExplained => {
                    out.undecided.push(Undecided {
                        what: format!("`{}` `{logical}` of stack `{stack}`", one.kind),
                        why: "it is written differently, and the difference is not explained"
                            .to_owned(),
                        principal: None,
                    });
                    continue;
                }
            };
            out.structure.push(Change {
                kind: ChangeKind::Changed,
                what: format!("{} {logical} of stack {stack}", one.kind),
                details: vec![detail],
                source: one.source,
            });
        }
        out.structure.extend(self.sections);
    }
}

/// The resources with a statement that somebody gains or loses something by.
fn statements(out: &Comparison) -> BTreeSet<(String, String)> {
    let all = out.gains.iter().chain(&out.losses);
    let all = all.flat_map(|change| change.because.iter().chain(&change.denied_by));
    all.map(|place| (place.stack.clone(), place.logical_id.clone()))
        .collect()
}

fn meaning(was: &Value, is: &Value) -> Meaning {
    let plain = |body: &Value| {
        let mut body = body.clone();
        if let Some(body) = body.as_object_mut() {
            body.remove("Metadata");
        }
        body
    };
    let (mut was, mut is) = (plain(was), plain(is));
    if kind(&is) == PIPELINE {
        sort_actions(&mut was);
        sort_actions(&mut is);
    }
    if was == is {
        return Meaning::Same;
    }
    let found = effects::of(kind(&is)).map(|effects| effects::differing(effects, &was, &is));
    let found = found.unwrap_or_default();
    let documents = found.iter().all(|(path, effect)| {
        matches!(effect, Some(Effect::Evaluated)) && DOCUMENTS.contains(&path.as_str())
    });
    let names: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    match documents && !names.is_empty() {
        true => Meaning::Documents(names.join(", ")),
        false => Meaning::NotExplained,
    }
}

/// Actions of a stage run in the order that their `RunOrder` has, wherever they stand.
fn sort_actions(pipeline: &mut Value) {
    let stages = pipeline
        .pointer_mut("/Properties/Stages")
        .and_then(Value::as_array_mut);
    for stage in stages.into_iter().flatten() {
        if let Some(actions) = stage.get_mut("Actions").and_then(Value::as_array_mut) {
            actions.sort_by_key(|action| actions::name(action).to_owned());
        }
    }
}

/// Parameters, mappings, conditions, outputs and the rest of a template.
fn sections(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let (was, is) = (&old.sections, &new.sections);
    let all = [
        ("parameter", &was.parameters, &is.parameters),
        ("mapping", &was.mappings, &is.mappings),
        ("condition", &was.conditions, &is.conditions),
        ("output", &old.outputs, &new.outputs),
        ("section", &was.others, &is.others),
        ("setting", &was.deployment, &is.deployment),
    ];
    for (noun, was, is) in all {
        entries(noun, was, is, &new.name, out);
    }
    if old.description != new.description {
        let text = |stack: &Stack| stack.description.clone().map(Value::from);
        out.push(Change {
            kind: ChangeKind::Changed,
            what: format!("stack {}", new.name),
            details: vec![said("Description", text(old).as_ref(), text(new).as_ref())],
            source: None,
        });
    }
}

fn entries(
    noun: &str,
    was: &BTreeMap<String, Value>,
    is: &BTreeMap<String, Value>,
    stack: &str,
    out: &mut Vec<Change>,
) {
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let (kind, details) = match (was.get(name), is.get(name)) {
            (before, after) if before == after => continue,
            (None, _) => (ChangeKind::Added, Vec::new()),
            (_, None) => (ChangeKind::Removed, Vec::new()),
            (Some(before), Some(after)) => {
                let both = [before, after].into_iter().filter_map(Value::as_object);
                let keys: BTreeSet<&String> = both.flat_map(|map| map.keys()).collect();
                let keys = keys
                    .into_iter()
                    .filter(|key| before.get(*key) != after.get(*key));
                let mut details: Vec<String> = keys
                    .map(|key| said(key, before.get(key), after.get(key)))
                    .collect();
                if details.is_empty() {
                    details.push(said("it", Some(before), Some(after)));
                }
                (ChangeKind::Changed, details)
            }
        };
        out.push(Change {
            kind,
            what: format!("{noun} {name} of stack {stack}"),
            details,
            source: None,
        });
    }
}
