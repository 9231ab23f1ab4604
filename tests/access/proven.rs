//! What was proven of a pipeline, case by case: every request and every stranger.

use std::collections::{BTreeMap, BTreeSet};

use pipewright::Pipeline;
use serde_json::{Value as Json, json};

use crate::support;

/// One that is not among them would go unjudged.
#[test]
fn every_folder_of_the_examples_is_judged() {
    let names: Vec<_> = examples::all().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, support::examples::names());
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
    let recorded = pipewright_core::testing::cases(pipeline).unwrap();
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
