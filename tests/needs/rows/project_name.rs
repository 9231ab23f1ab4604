//! A build project, a pipeline's stack and a key's alias with names of the user's own.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "shop-own-names";
        stack_name: "shop-pipeline";
        home tools = "111111111111" @ "us-east-1";

        store main @ "us-east-1" {
            bucket_name: "acme-shop-artifacts",
            encryption_key: true,
            alias_name: "alias/acme/shop",
        }
        project package {
            name: "shop-build",
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "shop", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    }]
}

#[test]
fn the_names_are_those() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    let project = json!({
        "Type": "AWS::CodeBuild::Project",
        "Properties": { "Name": "shop-build", "Artifacts": { "Type": "CODEPIPELINE" } },
    });
    made.has(home, &project);
    let pipeline = json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": {
            "Stages": [{ "Actions": [{ "ActionTypeId": { "Provider": "CodeBuild" } }] }],
        },
    });
    made.has(home, &pipeline);
    assert_eq!(made.stack_of(&pipeline), "shop-pipeline");
    let bucket = json!({
        "Type": "AWS::S3::Bucket",
        "Properties": { "BucketName": "acme-shop-artifacts" },
    });
    made.has(home, &bucket);
    let alias = json!({
        "Type": "AWS::KMS::Alias",
        "Properties": { "AliasName": "alias/acme/shop" },
    });
    made.has(home, &alias);
    // What the project logs stands under its name, and its role may write there.
    let logs = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/codebuild/shop-build:*";
    assert!(made.allows("codebuild.amazonaws.com", "logs:PutLogEvents", logs));
}
