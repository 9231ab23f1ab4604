//! An artifact that no action of the pipeline reads.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "audits";
        home tools = "111111111111" @ "us-east-1";

        project package { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "audits", branch_name: "main" };
        }
        stage Build {
            let pub report, packaged = Package: CodeBuild(source) { project_name: package };
        }
        stage Publish {
            Copy: S3Deploy(packaged) { bucket_name: "audits", extract: true };
        }
    }]
}

/// No warning is told of it, and AWS gets its name as it is written.
#[test]
fn it_keeps_its_name() {
    let made = Made::of(pipelines());
    let (_, pipeline) = made.resources("AWS::CodePipeline::Pipeline")[0];
    assert_eq!(
        pipeline["Properties"]["Stages"][1]["Actions"][0]["OutputArtifacts"],
        json!([{ "Name": "report" }, { "Name": "packaged" }])
    );
}
