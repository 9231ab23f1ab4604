//! Several actions with one role.

use pipewright::{Findings, Pipeline, pipeline};

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
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
    }]
}

#[test]
fn they_act_with_it() {
    let made = Made::of(pipelines());
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
