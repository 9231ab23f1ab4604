//! A pipeline that runs with a service role that exists.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "intranet-service-role";
        home tools = "111111111111" @ "us-east-1";

        role runs = import "arn:aws:iam::111111111111:role/service-role/codepipeline";
        service_role: runs;

        stage Source {
            let pages = Upload: S3Source {
                s3_bucket: "intranet-sources",
                s3_object_key: "pages.zip",
                poll_for_source_changes: true,
            };
        }
        stage Publish {
            Copy: S3Deploy(pages) { bucket_name: "intranet", extract: true };
        }
    }]
}

#[test]
fn the_pipeline_runs_with_it() {
    let made = Made::of(pipelines());
    let role = "arn:aws:iam::111111111111:role/service-role/codepipeline";
    let pipeline = json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": { "RoleArn": role },
    });
    made.has("111111111111/us-east-1", &pipeline);
    let trusted = |service: &str| {
        let roles = made.resources("AWS::IAM::Role");
        let documents = roles
            .iter()
            .map(|(_, role)| role["Properties"]["AssumeRolePolicyDocument"].to_string());
        documents
            .filter(|document| document.contains(service))
            .count()
    };
    assert_eq!(
        trusted("codepipeline.amazonaws.com"),
        0,
        "no service role is made"
    );
    // Its owner is told what it must be allowed.
    assert!(made.file("REPORT.md").contains(role));
}
