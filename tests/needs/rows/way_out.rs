//! A property that the language has no setting for.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "video-way-out";
        home tools = "111111111111" @ "us-east-1";

        store main @ "us-east-1" { encryption_key: true }
        project package { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" }

        override main.key { "Properties.PendingWindowInDays": 7 }
        override main { "Properties.AccelerateConfiguration": { AccelerationStatus: "Enabled" } }
        override pipeline.role { "Properties.MaxSessionDuration": 7200 }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "video", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    }]
}

#[test]
fn the_properties_are_set() {
    let made = Made::of(pipelines());
    for (kind, properties) in [
        ("AWS::KMS::Key", json!({ "PendingWindowInDays": 7 })),
        (
            "AWS::S3::Bucket",
            json!({ "AccelerateConfiguration": { "AccelerationStatus": "Enabled" } }),
        ),
        ("AWS::IAM::Role", json!({ "MaxSessionDuration": 7200 })),
    ] {
        made.has(
            "111111111111/us-east-1",
            &json!({ "Type": kind, "Properties": properties }),
        );
    }
    assert!(made.file("REPORT.md").contains("PendingWindowInDays"));
}
