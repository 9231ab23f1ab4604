//! Outputs of the samples compared: with themselves, in other words, and with each planted fault.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde_json::{Value, json};

use super::{Comparison, Snapshot, compare};
use crate::access::{faults, samples};

fn snapshots() -> Vec<(&'static str, Snapshot)> {
    let all = samples::all().into_iter();
    all.map(|(name, pipeline)| {
        let assembly = pipeline.synthesize().expect("an assembly");
        let snapshot = Snapshot::read(assembly.files());
        (name, snapshot.expect("a snapshot"))
    })
    .collect()
}

fn shown(found: &Comparison) -> String {
    format!("{found:#?}")
}

#[test]
fn nothing_is_different_from_itself() {
    for (name, snapshot) in snapshots() {
        let found = compare(&snapshot, &snapshot);
        assert!(found.is_empty(), "{name}: {}", shown(&found));
    }
}

/// Each statement of a body's policies, changed.
fn each_policy(body: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    match body {
        Value::Array(items) => items.iter_mut().for_each(|item| each_policy(item, change)),
        Value::Object(map) => {
            if map.get("Statement").is_some_and(Value::is_array) {
                change(map.get_mut("Statement").expect("statements"));
                return;
            }
            map.values_mut().for_each(|item| each_policy(item, change));
        }
        _ => {}
    }
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => vec![Value::Null],
        one => vec![one.clone()],
    }
}

/// The statements with one action and one resource each, backwards.
fn split(statements: &mut Value) {
    let mut out = Vec::new();
    for statement in statements.as_array().expect("statements").iter().rev() {
        for action in list(&statement["Action"]) {
            for resource in list(&statement["Resource"]) {
                let mut one = statement.clone();
                one.as_object_mut().expect("an object").remove("Sid");
                one["Action"] = json!([action]);
                if resource != Value::Null {
                    one["Resource"] = json!([resource]);
                }
                out.push(one);
            }
        }
    }
    *statements = Value::Array(out);
}

/// Words of the same meaning: other case of actions, an operator that does the same, what another
/// statement says already.
fn reword(statements: &mut Value) {
    for statement in statements.as_array_mut().expect("statements") {
        let actions = list(&statement["Action"]);
        let actions = actions
            .iter()
            .map(|one| json!(one.as_str().expect("a call").to_uppercase()));
        statement["Action"] = actions.chain(actions_again(statement)).collect();
        if let Some(equals) = statement
            .pointer_mut("/Condition/ArnEquals")
            .map(Value::take)
        {
            let condition = statement["Condition"].as_object_mut().expect("conditions");
            condition.remove("ArnEquals");
            condition.insert("ArnLike".to_owned(), equals);
        }
    }
}

fn actions_again(statement: &Value) -> Vec<Value> {
    list(&statement["Action"])
}

#[test]
fn the_same_in_other_words_is_no_difference() {
    for (name, snapshot) in snapshots() {
        for change in [split as fn(&mut Value), reword] {
            let mut other = snapshot.clone();
            for stack in &mut other.stacks {
                for body in stack.resources.values_mut() {
                    each_policy(body, &mut |statements| change(statements));
                }
            }
            for found in [compare(&snapshot, &other), compare(&other, &snapshot)] {
                assert!(found.nobody_gains(), "{name}: {}", shown(&found));
                assert!(found.losses.is_empty(), "{name}: {}", shown(&found));
            }
        }
    }
}

/// Kinds of faults that let somebody do more, wherever they are planted.
const WIDENING: &[&str] = &[
    "add a resource",
    "add a resource that is resolved at deployment",
    "add an action",
    "add an action of IAM",
    "let another account in",
    "let another service in",
    "let everybody in",
];

#[test]
#[ignore = "it compares some thousand outputs: minutes"]
fn each_planted_fault_is_told_from_what_is_right() {
    let started = Instant::now();
    let mut kinds: BTreeMap<&'static str, [usize; 5]> = BTreeMap::new();
    let (mut silent, mut unlike) = (Vec::new(), Vec::new());
    let mut slow = Vec::new();
    // It has all kinds of accounts, stores and roles.
    let samples = ["reference-architecture"];
    let snapshots = snapshots().into_iter();
    for (sample, snapshot) in snapshots.filter(|(name, _)| samples.contains(name)) {
        println!("{sample} {:.1?}", started.elapsed());
        let mut planted: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
        for stack in 0..snapshot.stacks.len() {
            for (logical, body) in &snapshot.stacks[stack].resources {
                let kind = body["Type"].as_str().unwrap_or_default().to_owned();
                for fault in faults::planted(body) {
                    let count = planted.entry((fault.kind, kind.clone())).or_default();
                    *count += 1;
                    if *count > 1 {
                        continue;
                    }
                    let mut broken = snapshot.clone();
                    broken.stacks[stack]
                        .resources
                        .insert(logical.clone(), fault.body);
                    let start = Instant::now();
                    let found = compare(&snapshot, &broken);
                    slow.push((start.elapsed(), fault.kind));
                    let back = compare(&broken, &snapshot);
                    let counts = kinds.entry(fault.kind).or_default();
                    counts[0] += 1;
                    counts[1] += usize::from(!found.gains.is_empty());
                    counts[2] += usize::from(!found.losses.is_empty());
                    counts[3] += usize::from(!found.undecided.is_empty());
                    counts[4] += usize::from(!found.settings.is_empty());
                    if found.is_empty()
                        || (found.gains.is_empty() && WIDENING.contains(&fault.kind))
                    {
                        silent.push(format!(
                            "{sample}: {logical}: {}: {}",
                            fault.kind, fault.what
                        ));
                    }
                    let who = |changes: &[super::AccessChange]| -> BTreeSet<(String, Vec<String>)> {
                        let all = changes.iter();
                        all.map(|one| (one.principal.name.clone(), one.calls.clone()))
                            .collect()
                    };
                    // A bucket under another name is no longer the one that its policy names.
                    let (gain, loss) = (who(&found.gains), who(&back.losses));
                    if kind != "AWS::S3::Bucket" && gain != loss {
                        let what = format!("{}: {}: {gain:?} {loss:?}", fault.kind, fault.what);
                        unlike.push(what);
                    }
                }
            }
        }
    }
    slow.sort();
    for (time, kind) in slow.iter().rev().take(10) {
        println!("{time:.1?} {kind}");
    }
    println!("   of  gain  loss undec setting");
    for (kind, [all, gains, losses, undecided, settings]) in &kinds {
        println!("{all:5} {gains:5} {losses:5} {undecided:5} {settings:5}  {kind}");
    }
    println!("{} kinds in {:.1?}", kinds.len(), started.elapsed());
    assert!(
        silent.is_empty(),
        "{} are silent:\n{}",
        silent.len(),
        silent.join("\n")
    );
    assert!(
        unlike.is_empty(),
        "other losses backwards:\n{}",
        unlike.join("\n")
    );
    let gaining = kinds.values().filter(|counts| counts[1] > 0).count();
    assert!(gaining >= 40, "{gaining}");
}
