//! What was proven of the rendered templates, asked again of what is there once they are
//! deployed: every policy is read back from a mock AWS. Our own evaluator must decide by
//! those as it did by the templates, and iam-simulate as we do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright::Pipeline;
use serde_json::{Value as Json, json};

use crate::support::{pipelines, summary};
use crate::{judge, proven, tell, tools};

#[test]
fn what_is_deployed_decides_as_what_was_proven() {
    let mut all_cases = Vec::new();
    for (name, pipeline) in all() {
        let deployed = deployed(name, name, &pipeline);
        let cases = proven::cases_of(&pipeline);
        let values = values(&pipeline, &deployed);
        let cases = as_deployed(&cases, &deployed, &values);
        for case in &cases {
            let again = pipewright_core::testing::decide(&case.to_string());
            let proven = case["decision"].as_str().unwrap();
            assert!(
                proven == "unknown" || proven == again,
                "{name}: proven {proven}, and deployed it is {again}: {case:#}"
            );
        }
        let found = judge::judge(&cases);
        let strangers = cases.iter().filter(|case| case["sort"] == "stranger");
        let strangers = strangers.count();
        let requests = cases.len() - strangers;
        tell(&format!(
            "{name}, as deployed: {} stacks, {requests} requests and {strangers} strangers; {found}",
            deployed["stacks"]
        ));
        found.passes();
        let counts = json!({ "requests": requests, "strangers": strangers,
            "alike": found.agreements(), "owners": found.unknown });
        summary::put(name, "access", &counts);
        all_cases.extend(cases);
    }
    proven::covers(&all_cases);
    tell(&proven::undecided(&all_cases));
}

/// Whoever reads back another policy than was rendered must hear of it.
#[test]
fn a_deployed_policy_that_is_another_one_is_noticed() {
    let (name, pipeline) = all().remove(0);
    let mut deployed = deployed("another", name, &pipeline);
    let wide = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } ] });
    let buckets = deployed["buckets"].as_object_mut().unwrap();
    assert!(!buckets.is_empty(), "{name} has no bucket");
    for policy in buckets.values_mut() {
        *policy = wide.clone();
    }
    let values = values(&pipeline, &deployed);
    let cases = as_deployed(&proven::cases_of(&pipeline), &deployed, &values);
    let found = judge::judge(&cases);
    assert!(found.disagreements() > 0, "{found}");
}

fn all() -> Vec<(&'static str, Pipeline)> {
    let examples = examples::all().into_iter();
    let examples = examples.map(|(name, made)| (name, made.unwrap()));
    let large = pipelines::large().build().unwrap();
    examples.chain([("large", large)]).collect()
}

/// The policies of an example, once all of its stacks are deployed; from a folder of the
/// test's own, since tests run side by side.
fn deployed(own: &str, name: &str, pipeline: &Pipeline) -> Json {
    let assembly = folder().join(own);
    _ = fs::remove_dir_all(&assembly);
    fs::create_dir_all(&assembly).unwrap();
    for (file, text) in pipeline.synthesize().unwrap().files() {
        fs::write(assembly.join(file), text).unwrap();
    }
    let file = assembly.join("as-deployed.json");
    tools::run(
        "../access/as_deployed.py",
        &[Path::new(name), &assembly, &file],
    )
    .unwrap_or_else(|said| panic!("{said}"));
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("access");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What stands in the cases for values that are known at the deployment, and what these are then: the
/// defaults of parameters, and the ARNs of declared queues.
fn values(pipeline: &Pipeline, deployed: &Json) -> BTreeMap<String, String> {
    let assembly = pipeline.synthesize().unwrap();
    let mut found = BTreeMap::new();
    for (_, template) in assembly.templates() {
        for (logical, parameter) in template["Parameters"].as_object().into_iter().flatten() {
            let name = logical.strip_prefix("Parameter").map(str::to_lowercase);
            if let (Some(name), Some(default)) = (name, parameter["Default"].as_str()) {
                let stand_in = pipewright_core::testing::stand_in_of_parameter(&name);
                found.insert(stand_in, default.to_owned());
            }
        }
        for (logical, resource) in template["Resources"].as_object().into_iter().flatten() {
            let queue = &deployed["queues"][resource["Properties"]["QueueName"]
                .as_str()
                .unwrap_or_default()];
            let name = logical.strip_suffix("SQSQueue").map(str::to_lowercase);
            if let (Some(name), Some(arn)) = (name, queue.as_str()) {
                let stand_in = pipewright_core::testing::stand_in_of_attribute(&name, "Arn");
                found.insert(stand_in, arn.to_owned());
            }
        }
    }
    found
}

/// The cases, with the policies of whoever asks and of what is asked for as they are there.
fn as_deployed(
    cases: &[proven::Case],
    deployed: &Json,
    values: &BTreeMap<String, String>,
) -> Vec<Json> {
    let mut there = keys(cases, deployed);
    there.extend(values.clone());
    let mut out = Vec::new();
    for case in cases {
        let text = case.written.to_string();
        let renamed = there
            .iter()
            .fold(text, |text, (ours, theirs)| text.replace(ours, theirs));
        let mut found: Json = serde_json::from_str(&renamed).unwrap();
        if case.own {
            let role = &deployed["roles"][found["principal"].as_str().unwrap()];
            found["identityPolicies"] = role["policies"].clone();
            // It is among what nobody here can know.
            let boundary = &role["boundary"];
            let known = found["notOurs"].as_array().unwrap();
            assert!(boundary.is_null() || known.contains(boundary), "{found:#}");
        }
        if case.guarded {
            let policy = policy_of(found["resource"].as_str().unwrap(), deployed);
            assert!(policy.is_object(), "nothing deployed guards it: {found:#}");
            found["resourcePolicies"] = json!([policy]);
        }
        out.push(found);
    }
    out
}

/// The ARNs of keys as the proof makes them up, and as they are there, by their alias.
fn keys(cases: &[proven::Case], deployed: &Json) -> BTreeMap<String, String> {
    let mut there = BTreeMap::new();
    for (arn, key) in deployed["keys"].as_object().unwrap() {
        for alias in key["aliases"].as_array().unwrap() {
            there.insert((place(arn), alias.as_str().unwrap()), arn.as_str());
        }
    }
    let mut out = BTreeMap::new();
    for case in cases.iter().filter(|case| case.guarded) {
        let arn = case.written["resource"].as_str().unwrap();
        let aliases = case.written["context"]["kms:resourcealiases"].as_array();
        let alias = aliases
            .and_then(|aliases| aliases.first())
            .and_then(Json::as_str);
        if let (true, Some(alias)) = (arn.contains(":kms:"), alias) {
            let found = there.get(&(place(arn), alias));
            let found =
                found.unwrap_or_else(|| panic!("no key is called {alias} in {}", place(arn)));
            out.insert(arn.to_owned(), (*found).to_owned());
        }
    }
    out
}

/// Service, region and account of an ARN.
fn place(arn: &str) -> String {
    arn.split(':').skip(2).take(3).collect::<Vec<_>>().join(":")
}

fn policy_of(arn: &str, deployed: &Json) -> Json {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let found = match parts[2] {
        "s3" => &deployed["buckets"][parts[5].split('/').next().unwrap()],
        "kms" => &deployed["keys"][arn]["policy"],
        "iam" => &deployed["roles"][arn]["trust"],
        "events" => &deployed["buses"][arn],
        "sns" => &deployed["topics"][arn],
        service => panic!("nothing here reads policies of {service}"),
    };
    found.clone()
}
