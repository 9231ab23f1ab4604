//! Outputs of the samples compared: with themselves, in other words, and with each planted fault.

#[cfg(feature = "testing")]
mod planted;

use serde_json::{Value, json};

use super::{Comparison, Snapshot, compare};
use crate::access::samples;

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
