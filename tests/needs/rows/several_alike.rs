//! Several pipelines that are alike: `pipeline!` stands in a macro, or in a function.

use pipewright::{Findings, Pipeline, pipeline};

use crate::made::Made;

macro_rules! site {
    ($name:literal, { $($more:tt)* }) => {
        pipeline! {
            name: $name;
            home tools = "111111111111" @ "us-east-1";
            stage Source {
                let source = Checkout: CodeCommit { repository_name: $name, branch_name: "main" };
            }
            $($more)*
        }
    };
}

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![
        site!("alike-blog", {
            stage Publish { Copy: S3Deploy(source) { bucket_name: "blog", extract: true }; }
        }),
        site!("alike-docs", {
            stage Approve { Review: Manual; }
            stage Publish { Copy: S3Deploy(source) { bucket_name: "docs", extract: true }; }
        }),
    ]
}

#[test]
fn each_is_whole() {
    let made = Made::of(pipelines());
    let pipelines = made.resources("AWS::CodePipeline::Pipeline");
    let stages = pipelines
        .iter()
        .map(|(_, one)| one["Properties"]["Stages"].as_array().unwrap().len());
    assert_eq!(stages.collect::<Vec<_>>(), [2, 3]);
}
