//! Several actions with one role: one that they name, or one for each stage.

use std::collections::BTreeSet;

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![named(), zones()]
}

/// Actions that name the role that they share.
fn named() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "zones-fewer-roles";
        home tools = "111111111111" @ "us-east-1";

        role releases = import "arn:aws:iam::111111111111:role/releases";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "zones", branch_name: "main" };
        }
        stage Publish {
            parallel {
                for part in ["api", "site", "docs", "blog"] {
                    "Copy-{part}": S3Deploy(source) as releases { bucket_name: "zones-{part}", extract: true };
                }
            }
        }
    }
}

/// A landing zone of 34 actions.
fn zones() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "zones-one-per-stage";
        home tools = "111111111111" @ "us-east-1";
        account audit = "222222222222";
        account workloads = "333333333333";

        roles { one_per: STAGE }
        role changes_audit in audit = import "arn:aws:iam::222222222222:role/changes";
        role changes in workloads = import "arn:aws:iam::333333333333:role/changes";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "zones", branch_name: "main" };
        }
        for part in ["Network", "Access", "Logging"] {
            stage "{part}" {
                for (account, role) in [(audit, changes_audit), (workloads, changes)] {
                    for stack in ["base", "alarms"] {
                        "Prepare-{account}-{stack}": CloudFormation(source) in account {
                            action_mode: CHANGE_SET_REPLACE,
                            stack_name: "{part}-{stack}",
                            change_set_name: "zones",
                            template_path: source / "{part}/{stack}.yml",
                            role_arn: role,
                        };
                        "Execute-{account}-{stack}": CloudFormation in account {
                            action_mode: CHANGE_SET_EXECUTE,
                            stack_name: "{part}-{stack}",
                            change_set_name: "zones",
                        };
                    }
                }
                parallel {
                    for check in ["reachable", "encrypted", "logged"] {
                        "Check-{check}": Lambda { function_name: "{check}" };
                    }
                }
            }
        }
    }
}

#[test]
fn a_stage_has_one_role_in_each_account() {
    let made = Made::of(vec![zones()]);
    let pipelines = made.resources("AWS::CodePipeline::Pipeline");
    let stages = pipelines[0].1["Properties"]["Stages"].as_array().unwrap();
    let mut actions = 0;
    for stage in &stages[1..] {
        let all = stage["Actions"].as_array().unwrap();
        actions += all.len();
        let roles: BTreeSet<String> = all.iter().map(|one| one["RoleArn"].to_string()).collect();
        assert_eq!(roles.len(), 3, "{roles:?}");
    }
    assert_eq!(actions, 33);
    // Of three stages in three accounts, of the source, of its event, of the pipeline.
    assert_eq!(made.resources("AWS::IAM::Role").len(), 12);
    let template = made.stack_of(&json!({ "Type": "AWS::CodePipeline::Pipeline" }));
    let template = made.file(&format!("{template}.template.json"));
    assert!(template.len() < 51_200, "{}", template.len());
    assert!(
        made.file("REPORT.md")
            .contains("It gains what it has no need for")
    );
}

#[test]
fn they_act_with_it() {
    let made = Made::of(vec![named()]);
    let pipelines = made.resources("AWS::CodePipeline::Pipeline");
    for action in pipelines[0].1["Properties"]["Stages"][1]["Actions"]
        .as_array()
        .unwrap()
    {
        assert_eq!(action["RoleArn"], "arn:aws:iam::111111111111:role/releases");
    }
    // Of the pipeline, of the source, of its event.
    assert_eq!(made.resources("AWS::IAM::Role").len(), 3);
}
