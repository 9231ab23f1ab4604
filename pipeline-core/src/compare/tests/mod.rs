//! Outputs of the samples compared: with themselves, in other words, and with each planted fault.

#[cfg(feature = "testing")]
mod planted;
mod widened;

use serde_json::{Value, json};

use super::{Comparison, Snapshot, Undecided, compare};
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

fn shown_of(snapshot: &Snapshot) -> String {
    format!("{snapshot:?}")
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

/// The statements under other names, backwards, with their lists backwards, and one value where a list
/// has one only.
fn rename(statements: &mut Value) {
    fn turn(value: &mut Value) {
        match value {
            Value::Array(items) => {
                items.reverse();
                if let [Value::String(only)] = items.as_slice() {
                    *value = json!(only);
                }
            }
            Value::Object(map) => {
                // The order of a function's arguments means something.
                let rest = map.iter_mut().filter(|(key, _)| !key.starts_with("Fn::"));
                rest.for_each(|(_, item)| turn(item));
            }
            _ => {}
        }
    }
    let all = statements.as_array_mut().expect("statements");
    all.reverse();
    for (number, statement) in all.iter_mut().enumerate() {
        turn(statement);
        statement["Sid"] = json!(format!("Statement{number}"));
    }
}

/// What differs in actions only, in one statement.
fn merge(statements: &mut Value) {
    let mut out: Vec<Value> = Vec::new();
    for statement in statements.as_array().expect("statements") {
        let mut one = statement.clone();
        one.as_object_mut().expect("an object").remove("Sid");
        let actions = list(&one["Action"].take());
        match out.iter_mut().find(|other| {
            let mut other = (**other).clone();
            other["Action"] = Value::Null;
            other == one
        }) {
            Some(other) => other["Action"]
                .as_array_mut()
                .expect("a list")
                .extend(actions),
            None => {
                one["Action"] = json!(actions);
                out.push(one);
            }
        }
    }
    *statements = Value::Array(out);
}

/// Operators that decide alike, keys in another case, and an account by its id.
fn other_operators(statements: &mut Value) {
    let plain = |values: &Value| {
        let values = list(values);
        let mut texts = values.iter().map(Value::as_str);
        texts.all(|text| text.is_some_and(|text| !text.contains(['*', '?', '$'])))
    };
    for statement in statements.as_array_mut().expect("statements") {
        if let Some(principal) = statement.pointer_mut("/Principal/AWS")
            && let Some(rest) = principal.as_str().and_then(|arn| arn.strip_suffix(":root"))
            && let Some(id) = rest.strip_prefix("arn:aws:iam::")
        {
            *principal = json!(id);
        }
        let Some(Value::Object(conditions)) = statement.get_mut("Condition").map(Value::take)
        else {
            continue;
        };
        let mut out = json!({});
        for (operator, keys) in conditions {
            for (key, values) in keys.as_object().expect("keys") {
                let operator = match operator.as_str() {
                    "StringEquals" if plain(values) => "StringLike",
                    "StringLike" if plain(values) => "StringEquals",
                    "StringNotEquals" if plain(values) => "StringNotLike",
                    "ArnLike" => "ArnEquals",
                    "ArnEquals" => "ArnLike",
                    "ArnNotLike" => "ArnNotEquals",
                    other => other,
                };
                out[operator][key.to_uppercase()] = values.clone();
            }
        }
        statement["Condition"] = out;
    }
}

fn actions_again(statement: &Value) -> Vec<Value> {
    list(&statement["Action"])
}

#[test]
fn the_same_in_other_words_is_no_difference() {
    for (name, snapshot) in snapshots() {
        let changes = [
            split as fn(&mut Value),
            reword,
            rename,
            merge,
            other_operators,
        ];
        for change in changes {
            let mut other = snapshot.clone();
            for stack in &mut other.stacks {
                for body in stack.resources.values_mut() {
                    each_policy(body, &mut |statements| change(statements));
                }
            }
            assert!(shown_of(&snapshot) != shown_of(&other), "{name}");
            for found in [compare(&snapshot, &other), compare(&other, &snapshot)] {
                assert!(found.gains.is_empty(), "{name}: {}", shown(&found));
                assert!(found.losses.is_empty(), "{name}: {}", shown(&found));
                // The policy of a bucket whose name is a parameter is not read.
                let is_open = |one: &Undecided| !one.why.ends_with("is not read here");
                let open = found.undecided.iter().any(is_open);
                let is_known = name != "values known at the deployment";
                assert!(
                    !open && (found.nobody_gains() || !is_known),
                    "{name}: {}",
                    shown(&found)
                );
            }
        }
    }
}

/// The output of the first sample, with its documents changed.
fn with_documents(change: &dyn Fn(&mut Value)) -> [Snapshot; 2] {
    let (_, snapshot) = snapshots().into_iter().next().expect("a sample");
    let mut other = snapshot.clone();
    for stack in &mut other.stacks {
        for body in stack.resources.values_mut() {
            each_document(body, change);
        }
    }
    [snapshot, other]
}

/// Changes each policy document.
fn each_document(body: &mut Value, change: &dyn Fn(&mut Value)) {
    match body {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| each_document(item, change)),
        Value::Object(map) if map.get("Statement").is_some_and(Value::is_array) => change(body),
        Value::Object(map) => map
            .values_mut()
            .for_each(|item| each_document(item, change)),
        _ => {}
    }
}

/// In the older version of the policy language, `${` is a text.
#[test]
fn a_version_without_variables_is_another_text() {
    let version = |version: &'static str| {
        move |document: &mut Value| {
            let first = &mut document["Statement"][0];
            if first.get("Principal").is_none() {
                first["Action"] = json!("s3:GetObject");
                first["Resource"] = json!("arn:aws:s3:::a/${aws:PrincipalAccount}/*");
                document["Version"] = json!(version);
            }
        }
    };
    let [_, old] = with_documents(&version("2012-10-17"));
    let [_, new] = with_documents(&version("2008-10-17"));
    assert!(compare(&old, &old).is_empty());
    for found in [compare(&old, &new), compare(&new, &old)] {
        assert!(!found.gains.is_empty(), "{}", shown(&found));
        assert!(!found.losses.is_empty(), "{}", shown(&found));
    }
}

/// A role under another name is the same, if it may do the same or less.
#[test]
fn a_role_under_another_name_gains_nothing() {
    let logical = "RoleDeployTest";
    let files = |change: &dyn Fn(&mut Value)| {
        let (_, pipeline) = samples::all().into_iter().next().expect("a sample");
        let assembly = pipeline.synthesize().expect("an assembly");
        let mut files = assembly.files().clone();
        let mut was = String::new();
        for (name, text) in &mut files {
            let template = serde_json::from_str::<Value>(text).ok();
            let Some(mut template) = template.filter(|_| name.ends_with(".template.json")) else {
                continue;
            };
            let resources = template["Resources"].as_object_mut().expect("resources");
            let Some(mut role) = resources.remove(logical) else {
                continue;
            };
            change(&mut role);
            role["Metadata"] = json!({ "pipewright:source": "build.rs:1:1: role another" });
            role["Properties"]["RoleName"]
                .as_str()
                .expect("a name")
                .clone_into(&mut was);
            resources.insert("Another".to_owned(), role);
            *text = template.to_string().replace(logical, "Another");
        }
        assert!(was.starts_with("sample-"), "{was}");
        for text in files.values_mut() {
            *text = text.replace(&was, "another-name");
        }
        Snapshot::read(&files).expect("a snapshot")
    };
    let (_, right) = snapshots().into_iter().next().expect("a sample");
    let same = compare(&right, &files(&|_| {}));
    assert!(same.gains.is_empty(), "{}", shown(&same));
    let less = compare(
        &right,
        &files(&|role| drop(role["Properties"]["ManagedPolicyArns"].take())),
    );
    assert!(less.gains.is_empty(), "{}", shown(&less));
    let more = compare(
        &right,
        &files(&|role| {
            let all = json!({ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" });
            role["Properties"]["Policies"] = json!([
                { "PolicyName": "more", "PolicyDocument": { "Version": "2012-10-17", "Statement": [all] } }
            ]);
        }),
    );
    let gain = more.gains.first().expect("a gain");
    assert!(
        gain.calls.iter().all(|call| call.starts_with("sqs:")),
        "{}",
        shown(&more)
    );
}
