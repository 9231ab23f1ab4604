//! What a change opens, by its meaning: `access.json` has every permission of every role as data.

use pipewright::{Findings, Pipeline, pipeline};
use std::collections::BTreeSet;

use serde_json::Value;

use crate::made::Made;

fn pipeline(name: &str, wider: bool) -> Result<Pipeline, Findings> {
    pipeline! {
        name: (name);
        home tools = "111111111111" @ "us-east-1";

        role deploys {
            statements: [{
                actions: ["lambda:UpdateFunctionCode"],
                resources: [(if wider { "arn:aws:lambda:us-east-1:111111111111:function:*" } else { "arn:aws:lambda:us-east-1:111111111111:function:app" })],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Deploy {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "app",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
        }
    }
}

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline("access-gate", false)]
}

/// What the roles may do, a line for each call, as a gate of one's own compares it.
fn calls(pipeline: Result<Pipeline, Findings>) -> BTreeSet<String> {
    let made = Made::of(vec![pipeline]);
    let access: Value = serde_json::from_str(made.file("access.json")).unwrap();
    let mut lines = BTreeSet::new();
    for role in access["pipelines"][0]["roles"].as_array().unwrap() {
        for grant in role["grants"].as_array().unwrap() {
            lines.insert(format!(
                "{}: {} on {}",
                role["role"], grant["need"], grant["on"]
            ));
        }
        for statement in role["statements"].as_array().into_iter().flatten() {
            let (effect, on) = (&statement["effect"], &statement["resources"]);
            for call in statement["actions"].as_array().unwrap() {
                lines.insert(format!("{}: {effect} {call} on {on}", role["source"]));
            }
        }
        for policy in role["managed_policies"].as_array().into_iter().flatten() {
            lines.insert(format!("{}: {policy}", role["role"]));
        }
    }
    lines
}

#[test]
fn what_is_wider_is_in_the_data() {
    let before = calls(pipeline("access-gate", false));
    let after = calls(pipeline("access-gate", true));
    let wider: Vec<_> = after.difference(&before).collect();
    assert_eq!(wider.len(), 1, "{wider:?}");
    let wider = wider[0];
    assert!(
        wider.contains("lambda:UpdateFunctionCode") && wider.contains("function:*"),
        "{wider}"
    );
}
