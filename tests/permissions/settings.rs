//! What the catalogue says of a kind beside its permissions, against `documented_settings.json`: how
//! many artifacts it takes and makes, its variables and its keys. And that any change of these is seen.

use std::collections::BTreeSet;

use pipewright_core::catalogue::{KINDS, Key, Kind, Needed, Placement, Slot, Type, Variables};
use serde_json::Value;

/// A kind, and one thing that is said of it.
type Row = (String, String);

fn documented() -> Value {
    serde_json::from_str(include_str!("documented_settings.json")).unwrap()
}

fn of_list() -> BTreeSet<Row> {
    let list = documented();
    let mut rows = BTreeSet::new();
    for kind in list["kinds"].as_array().unwrap() {
        let name = kind["kind"].as_str().unwrap();
        let mut row = |said: String| {
            assert!(
                rows.insert((name.to_owned(), said.clone())),
                "twice: {name} {said}"
            );
        };
        row(format!("is {}", kind["action_type"].as_str().unwrap()));
        for artifacts in ["inputs", "outputs"] {
            let count = &kind[artifacts];
            row(format!("{artifacts} {} to {}", count[0], count[1]));
        }
        if let Some(elsewhere) = kind["elsewhere"].as_bool() {
            row(format!("runs in other regions: {elsewhere}"));
        }
        for variable in kind["variables"].as_array().into_iter().flatten() {
            row(format!("variable {}", variable.as_str().unwrap()));
        }
        for (key, said) in kind["keys"].as_object().unwrap() {
            let always = said["required"] == "yes";
            row(format!("key {key}, required: {always}"));
            for value in said["values"].as_array().into_iter().flatten() {
                row(format!("key {key} takes {}", value.as_str().unwrap()));
            }
        }
    }
    rows
}

/// The constants that a key takes.
fn constants(kind: &Type) -> Vec<&'static str> {
    match kind {
        Type::Bool => vec!["true", "false"],
        Type::OneOf(all) | Type::SetOf(all) => all.to_vec(),
        Type::FileOr(other) => constants(other),
        _ => Vec::new(),
    }
}

fn of_catalogue(kind: &Kind) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |said: String| rows.push((kind.name.to_owned(), said));
    row(format!(
        "is {}/{}/{}",
        kind.category, kind.owner, kind.provider
    ));
    row(format!("inputs {} to {}", kind.inputs.0, kind.inputs.1));
    row(format!("outputs {} to {}", kind.outputs.0, kind.outputs.1));
    if kind.placement != Placement::Nowhere {
        let elsewhere = kind.placement == Placement::Anywhere;
        row(format!("runs in other regions: {elsewhere}"));
    }
    if let Variables::Named(names) = kind.variables {
        for name in names {
            row(format!("variable {name}"));
        }
    }
    let of_aws = |key: &&Key| matches!(key.slot, Slot::Configuration);
    for key in kind.keys.iter().filter(of_aws) {
        let always = matches!(key.needed, Needed::Always);
        row(format!("key {}, required: {always}", key.name));
        for value in constants(&key.kind) {
            row(format!("key {} takes {value}", key.name));
        }
    }
    rows
}

/// The kinds that have one type of action on AWS's pages.
fn listed() -> Vec<&'static Kind> {
    let list = documented();
    let names = list["kinds"].as_array().unwrap().iter();
    let names: BTreeSet<&str> = names.map(|kind| kind["kind"].as_str().unwrap()).collect();
    let kinds = KINDS.iter().copied();
    kinds.filter(|kind| names.contains(kind.name)).collect()
}

#[test]
fn settings_are_those_of_awss_pages() {
    let kinds = listed();
    let found: BTreeSet<Row> = kinds.iter().flat_map(|kind| of_catalogue(kind)).collect();
    let list = of_list();
    let more = found
        .difference(&list)
        .map(|row| format!("only the catalogue has {row:?}"));
    let fewer = list
        .difference(&found)
        .map(|row| format!("only the list has {row:?}"));
    let wrong: Vec<String> = more.chain(fewer).collect();
    assert!(
        wrong.is_empty(),
        "read the kind's page again, and correct the catalogue or `documented_settings.json`:\n{}",
        wrong.join("\n")
    );
    // What has no page of its own there is the user's or another company's.
    let others: Vec<&str> = KINDS
        .iter()
        .map(|kind| kind.name)
        .filter(|name| kinds.iter().all(|kind| kind.name != *name))
        .collect();
    assert_eq!(
        others,
        ["Custom", "Jenkins", "JenkinsTest"],
        "a new kind needs its place in the list"
    );
}
