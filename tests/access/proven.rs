//! What was proven of a pipeline, case by case: every request and every stranger.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pipewright::Pipeline;
use serde_json::{Value as Json, json};

use crate::examples;

/// A copy that has fallen behind would leave an example unjudged.
#[test]
fn the_examples_here_are_those_of_the_examples_folder() {
    let names: Vec<_> = examples::all().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, folders());
    for name in names {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let script = fs::read_to_string(root.join(format!("examples/{name}/build.rs"))).unwrap();
        let here = format!("tests/access/examples/{}.rs", name.replace('-', "_"));
        let copied = squeezed(&fs::read_to_string(root.join(&here)).unwrap());
        let start = script.find("pipeline! {").unwrap();
        let end = script.rfind("});").unwrap();
        // What is included is found beside the one who includes it.
        let written = script[start..end].replace("include \"buildspec.yml\"", "\"buildspec.yml\"");
        assert!(
            copied.contains(&squeezed(&written)),
            "the pipeline of examples/{name}/build.rs is another one in {here}: copy it again"
        );
    }
}

/// What the macro's own tests read is the reference architecture's example too.
#[test]
fn the_macro_is_tested_with_the_reference_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let script = read("examples/reference-architecture/build.rs");
    let start = script.find("pipeline! {").unwrap() + "pipeline! {".len();
    let end = script.rfind("});").unwrap();
    let written = script[start..end].replace("\"buildspec.yml\"", "\"tests/buildspec.yml\"");
    assert!(
        squeezed(&written) == squeezed(&read("pipeline-macros/tests/reference.pipeline")),
        "copy the pipeline of examples/reference-architecture/build.rs to pipeline-macros/tests/reference.pipeline again"
    );
}

/// The pipelines must go on covering what the proof is about.
pub(crate) fn covers(cases: &[Json]) {
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
pub(crate) fn undecided(cases: &[Json]) -> String {
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

/// A request or a stranger, with the policies that decide it.
pub(crate) struct Case {
    /// With its policies written out in it.
    pub(crate) written: Json,
    /// Whoever asks has policies that our templates give.
    pub(crate) own: bool,
    /// What is asked for has a policy that our templates give.
    pub(crate) guarded: bool,
}

/// Every case of a pipeline.
pub(crate) fn cases_of(pipeline: &Pipeline) -> Vec<Case> {
    let recorded = pipewright_core::access::cases(pipeline).unwrap();
    let recorded: Json = serde_json::from_str(&recorded).unwrap();
    let policies = &recorded["policies"];
    let cases = recorded["cases"].as_array().unwrap().iter();
    cases
        .map(|case| Case::of(case, policies, pipeline))
        .collect()
}

impl Case {
    fn of(case: &Json, policies: &Json, pipeline: &Pipeline) -> Case {
        // What the root of an account is allowed, a resource that leaves it to others names.
        let account = case["principalAccount"].as_str().unwrap();
        let root = json!({ "AWS": format!("arn:aws:iam::{account}:root") });
        let trust = case["action"] == "sts:AssumeRole";
        let mut written = case.clone();
        let mut ours = [false; 2];
        for (key, ours) in ["identityPolicies", "resourcePolicies"]
            .into_iter()
            .zip(&mut ours)
        {
            let names = case[key].as_array().unwrap();
            *ours = names
                .iter()
                .any(|name| policies.get(name.as_str().unwrap()).is_some());
            let found = names.iter().map(|name| match name.as_str().unwrap() {
                "everything" => allow(json!({ "Action": "*", "Resource": "*" })),
                // A trust policy has no resources.
                "open" if trust => allow(json!({ "Action": "*", "Principal": root })),
                "open" => allow(json!({ "Action": "*", "Resource": "*", "Principal": root })),
                name => policies[name].clone(),
            });
            written[key] = found.collect();
        }
        written["pipeline"] = json!(pipeline.name());
        let [own, guarded] = ours;
        Case {
            written,
            own,
            guarded,
        }
    }
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
