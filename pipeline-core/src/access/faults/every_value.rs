//! Every value of the templates, changed and left out: the verification catches it, or it stands in
//! `FREE` with the reason why it is none of the verification's.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{samples, verify};
use crate::plan::plan;
use crate::render::render;
use serde_json::{Value, json};

/// The ends of paths that are not verified, by the reason.
const FREE: &[(&str, &[&str])] = &[
    (
        "is read by people, or tells a thing from others beside it",
        &[
            "/Description",
            "/Tags",
            "/Tags/*",
            "/Tags/*/Key",
            "/Tags/*/Value",
            "/Tags/pipewright:pipeline",
            "/Sid",
            "/StatementId",
            "/Targets/*/Id",
            "/Rules/*/Id",
            "/PolicyName",
            "/ManagedPolicyName",
            "::ManagedPolicy/Properties/Path",
            "::NotificationRule/Properties/Name",
            "::Schedule/Properties/Name",
        ],
    ),
    (
        "decides how long something takes and what it costs",
        &[
            "/AbortIncompleteMultipartUpload",
            "/AbortIncompleteMultipartUpload/DaysAfterInitiation",
            "/BucketKeyEnabled",
            "/BuildBatchConfig/Restrictions",
            "/BuildBatchConfig/TimeoutInMins",
            "/ComputeType",
            "/ConcurrentBuildLimit",
            "/FlexibleTimeWindow",
            "/FlexibleTimeWindow/Mode",
            "/HostKernel",
            "/MaximumBuildsAllowed",
            "/QueuedTimeoutInMinutes",
            "/QueuedTimeoutInMinutes/Ref",
            "/Rules/*",
            "/Rules/*/ExpiredObjectDeleteMarker",
            "/Rules/*/Status",
            "/TimeoutInMinutes",
        ],
    ),
    (
        "means the same where it is left out, and is one word that AWS takes",
        &[
            "/ArtifactStore/Type",
            "/DetailType",
            "/EncryptionKey/Type",
            "/Fn::GetStackOutput/Region",
            "/PrivilegedMode",
            "/State",
            "/Status",
            "/TargetType",
        ],
    ),
    (
        "narrows which events of the pipeline or of its own source count; tests hold it against AWS's pages",
        &[
            "/detail-type",
            "/detail/$or",
            "/action",
            "/stage",
            "/detail/event",
            "/detail/event/*",
            "/detail/referenceType",
        ],
    ),
];

/// The paths of all values in a value, those of maps and lists too.
fn paths(value: &Value, path: &str, out: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(name, one)| (escaped(name), one)).collect(),
        Value::Array(list) => {
            let items = list.iter().enumerate();
            items.map(|(index, one)| (index.to_string(), one)).collect()
        }
        _ => Vec::new(),
    };
    for (name, one) in inner {
        let path = format!("{path}/{name}");
        paths(one, &path, out);
        out.push(path);
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A path without what tells one place from others like it.
fn general(kind: &str, path: &str) -> String {
    let mut out = vec![kind];
    for part in path.split('/').skip(1) {
        let is_index = part.chars().all(|c| c.is_ascii_digit());
        out.push(if is_index { "*" } else { part });
    }
    out.join("/")
}

/// Another value of the same form.
fn other(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => Some(json!(format!("{text}x"))),
        Value::Bool(found) => Some(json!(!found)),
        Value::Number(found) => Some(json!(found.as_i64()? + 1)),
        _ => None,
    }
}

fn remove(body: &mut Value, path: &str) {
    let Some((parent, name)) = path.rsplit_once('/') else {
        return;
    };
    match body.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(list)) => {
            list.remove(name.parse().expect("an index"));
        }
        _ => {}
    }
}

#[test]
fn every_value_is_verified() {
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let mut missed: BTreeSet<String> = BTreeSet::new();
    for (sample, pipeline) in samples::all() {
        let deployment = plan(&pipeline).expect("a deployment");
        let mut templates = render(&deployment).expect("templates");
        for index in 0..templates.len() {
            let beside: Vec<bool> = templates[index]
                .resources()
                .keys()
                .map(|logical| templates[index].is_beside(logical))
                .collect();
            let resources = templates[index].resources().clone();
            for ((logical, body), beside) in resources.into_iter().zip(beside) {
                if beside {
                    continue;
                }
                let kind = body["Type"].as_str().unwrap_or_default().to_owned();
                let mut all = Vec::new();
                paths(&body["Properties"], "/Properties", &mut all);
                for path in all {
                    let general = general(&kind, &path);
                    let found = body.pointer(&path).expect("a value");
                    let mut changed = body.clone();
                    remove(&mut changed, &path);
                    let mut changes = vec![("left out", changed)];
                    if let Some(other) = other(found) {
                        let mut changed = body.clone();
                        *changed.pointer_mut(&path).expect("a value") = other;
                        changes.push(("changed", changed));
                    }
                    for (what, changed) in changes {
                        let told = format!("{what} {general}");
                        let count = tried.entry(told.clone()).or_default();
                        *count += 1;
                        if *count > 2 {
                            continue;
                        }
                        templates[index]
                            .resources_mut()
                            .insert(logical.clone(), changed);
                        if verify(&deployment, &templates).is_ok() {
                            missed.insert(format!("{told} ({sample} {logical})"));
                        }
                        templates[index]
                            .resources_mut()
                            .insert(logical.clone(), body.clone());
                    }
                }
            }
        }
    }
    println!(
        "{} values of {} places",
        tried.values().sum::<usize>(),
        tried.len()
    );
    let free = || FREE.iter().flat_map(|(_, ends)| *ends);
    let is_free = |one: &&String| free().any(|end| path_of(one).ends_with(end));
    let wrong: Vec<&String> = missed.iter().filter(|one| !is_free(one)).collect();
    assert!(
        wrong.is_empty(),
        "nobody sees a wrong value here: {wrong:#?}"
    );
    let unused: Vec<&&str> = free()
        .filter(|end| !missed.iter().any(|one| path_of(one).ends_with(*end)))
        .collect();
    assert!(unused.is_empty(), "these are verified: {unused:?}");
}

/// The path in what is told of a value.
fn path_of(told: &str) -> &str {
    let rest = told.split_once("::").map_or(told, |(_, rest)| rest);
    rest.split(" (").next().unwrap_or_default()
}
