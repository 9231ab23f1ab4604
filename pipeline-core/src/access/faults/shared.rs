//! Faults in what a pipeline may do in a store that it shares with another one.

use serde_json::Value;

use crate::builder::{Account, Action, SharedStore, Stage, Store};
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::plan::{plan, share};
use crate::render::render;

fn pipeline(name: &str) -> Pipeline {
    let store = SharedStore::new("artifacts");
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let copy = Action::new("Copy", "S3Deploy")
        .input("source")
        .set("bucket_name", "app")
        .set("extract", true);
    Pipeline::builder(name)
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .store(
            Store::managed("shared")
                .region("us-east-1")
                .set("shared", &store),
        )
        .stage(Stage::new("Source").action(source))
        .stage(Stage::new("Copy").account("prod").action(copy))
        .build()
        .expect("a pipeline")
}

/// Replaces a text wherever it stands in a value.
fn replace(value: &mut Value, from: &str, to: &str) -> usize {
    match value {
        Value::String(text) if text.contains(from) => {
            *text = text.replace(from, to);
            1
        }
        Value::Array(items) => items.iter_mut().map(|item| replace(item, from, to)).sum(),
        Value::Object(map) => map.values_mut().map(|item| replace(item, from, to)).sum(),
        _ => 0,
    }
}

#[test]
fn a_role_that_reaches_what_another_pipeline_has_in_a_shared_store_is_found() {
    let pipelines = ["one", "other"].map(pipeline);
    let mut deployments: Vec<_> = pipelines
        .iter()
        .map(|it| plan(it).expect("a deployment"))
        .collect();
    let mut findings = Findings::default();
    share(&mut deployments, &mut findings);
    assert!(findings.is_empty(), "{findings}");
    let deployment = &deployments[0];
    let templates = render(deployment).expect("templates");
    let report = super::super::verify(deployment, &templates).expect("a proof");
    let kind = "a role on the artifacts of another pipeline in a shared store";
    assert!(report.denied[kind] >= 10, "{:?}", report.denied);
    let mut planted = 0;
    for index in 0..templates.len() {
        let stack = &deployment.stacks[index];
        let wider = ["-an/*", "-an/o*", "-an/other/*"];
        for to in wider.iter().filter(|to| !stack.shared || to.len() < 10) {
            let mut templates = render(deployment).expect("templates");
            let mut found = 0;
            for body in templates[index].resources_mut().values_mut() {
                found += replace(body, "-an/one/*", to);
            }
            if found == 0 {
                continue;
            }
            planted += found;
            let Err(said) = super::super::verify(deployment, &templates) else {
                panic!("{}: `{to}` is not found", stack.name);
            };
            assert!(
                said.to_string()
                    .contains(if stack.shared { "P51" } else { kind }),
                "{said}"
            );
        }
    }
    assert!(planted >= 6, "{planted} faults");
}
