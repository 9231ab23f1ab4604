//! Accounts in waves, some of them left out.

use pipewright::{Findings, Pipeline, pipeline};

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "agents-waves";
        home tools = "111111111111" @ "us-east-1";
        account first = "222222222222";
        account second = "333333333333";
        account third = "444444444444";

        value canary = [first];
        value rest = [second, third];

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "agents", branch_name: "main" };
        }
        stage Canary {
            for account in canary {
                "Upload-{account}": S3Deploy(source) in account { bucket_name: "agents-{account}", extract: true };
            }
        }
        stage Rest {
            parallel {
                for account in rest {
                    "Upload-{account}": S3Deploy(source) in account { bucket_name: "agents-{account}", extract: true };
                }
            }
        }
    }]
}

#[test]
fn each_wave_is_a_stage() {
    let made = Made::of(pipelines());
    let pipelines = made.resources("AWS::CodePipeline::Pipeline");
    let stages = pipelines[0].1["Properties"]["Stages"].as_array().unwrap();
    let orders = stages.iter().map(|stage| {
        let actions = stage["Actions"].as_array().unwrap().iter();
        actions
            .map(|action| action["RunOrder"].as_i64().unwrap())
            .collect()
    });
    assert_eq!(
        orders.collect::<Vec<Vec<i64>>>(),
        [vec![1], vec![1], vec![1, 1]]
    );
}
