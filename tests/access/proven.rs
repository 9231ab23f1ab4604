//! What was proven of the examples, case by case.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pipewright::Pipeline;
use serde_json::{Value as Json, json};

use crate::support::{pipelines, summary};
use crate::{examples, judge, tell};

/// A copy that has fallen behind would leave an example unjudged.
#[test]
fn the_examples_here_are_those_of_the_examples_folder() {
    let here = squeezed(include_str!("examples.rs"));
    let names: Vec<_> = examples::all().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, folders());
    for name in names {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/{name}/build.rs"));
        let script = fs::read_to_string(path).unwrap();
        let start = script.find("pipeline! {").unwrap();
        let end = script.rfind("});").unwrap();
        // What is included is found beside the one who includes it.
        let written = script[start..end].replace("include \"buildspec.yml\"", "\"buildspec.yml\"");
        assert!(
            here.contains(&squeezed(&written)),
            "the pipeline of examples/{name}/build.rs is another one in tests/access/examples.rs: copy it again"
        );
    }
}

#[test]
fn every_request_and_every_stranger_is_decided_alike() {
    let cases = dump();
    covers(&cases);
    let found = judge::judge(&cases);
    let strangers = cases.iter().filter(|case| case["sort"] == "stranger");
    let strangers = strangers.count();
    tell(&format!(
        "iam-simulate over what was proven: {} requests and {strangers} strangers; {found}\n{}",
        cases.len() - strangers,
        undecided(&cases),
    ));
    found.passes();
    summarize(&cases, &found.alike);
}

/// What `tests/run` tells of each pipeline.
fn summarize(cases: &[Json], alike: &[bool]) {
    let mut told: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (case, alike) in cases.iter().zip(alike) {
        let counts = told.entry(case["example"].as_str().unwrap()).or_default();
        counts[usize::from(case["sort"] == "stranger")] += 1;
        counts[2] += usize::from(*alike);
        counts[3] += usize::from(case["decision"] == "unknown");
    }
    for (example, [requests, strangers, alike, owners]) in told {
        let told = json!({
            "requests": requests, "strangers": strangers, "alike": alike, "owners": owners,
        });
        summary::put(example, "access", &told);
    }
}

/// The pipelines must go on covering what the proof is about.
fn covers(cases: &[Json]) {
    let services = cases.iter().map(|case| {
        let action = case["action"].as_str().unwrap();
        action.split_once(':').unwrap().0
    });
    let services: BTreeSet<&str> = services.collect();
    for service in [
        "s3",
        "kms",
        "sts",
        "iam",
        "codebuild",
        "cloudformation",
        "lambda",
        "events",
    ] {
        assert!(services.contains(service), "nothing asks for `{service}`");
    }
    let written = Json::from(cases.to_vec()).to_string();
    for part in [
        "aws:PrincipalOrgID",
        "kms:encryptioncontext",
        "cloudwatch:DescribeAlarms",
    ] {
        assert!(written.contains(part), "no case has `{part}`");
    }
}

/// What is left to others, by what it is that is not ours. Nothing else may be unknown.
fn undecided(cases: &[Json]) -> String {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases.iter().filter(|case| case["decision"] == "unknown") {
        let why = case["notOurs"].as_array().unwrap();
        let why = why.first().and_then(Json::as_str);
        *found
            .entry(why.unwrap_or_else(|| panic!("unknown for no reason: {case:#}")))
            .or_default() += 1;
    }
    let found = found
        .iter()
        .map(|(what, count)| format!("  left to its owner, {count} times: {what}\n"));
    found.collect()
}

/// Every case of every pipeline, with its policies in it.
fn dump() -> Vec<Json> {
    let mut pipelines: Vec<Pipeline> = Vec::new();
    let mut names = Vec::new();
    for (name, made) in examples::all() {
        pipelines.push(made.unwrap_or_else(|found| panic!("{name}: {found:?}")));
        names.push(name);
    }
    pipelines.push(pipelines::large().build().unwrap());
    names.push("large");
    let dumped = pipewright_core::proof::cases(&pipelines).unwrap();
    let mut out = Vec::new();
    for (name, one) in names.into_iter().zip(dumped.as_array().unwrap()) {
        let recorded = &one["recorded"];
        for case in recorded["cases"].as_array().unwrap() {
            let mut case = written_out(case, &recorded["policies"]);
            case["pipeline"] = one["pipeline"].clone();
            case["example"] = name.into();
            out.push(case);
        }
    }
    out
}

fn written_out(case: &Json, policies: &Json) -> Json {
    let mut case = case.clone();
    // The root of its account, which a resource that leaves it to others names.
    let root = format!(
        "arn:aws:iam::{}:root",
        case["principalAccount"].as_str().unwrap()
    );
    for key in ["identityPolicies", "resourcePolicies"] {
        let names = case[key].as_array().unwrap();
        let found = names.iter().map(|name| match name.as_str().unwrap() {
            "everything" => allow(json!({ "Action": "*", "Resource": "*" })),
            "open" => {
                allow(json!({ "Action": "*", "Resource": "*", "Principal": { "AWS": root } }))
            }
            name => policies[name].clone(),
        });
        case[key] = found.collect();
    }
    case
}

fn allow(mut statement: Json) -> Json {
    statement["Effect"] = json!("Allow");
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn folders() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
