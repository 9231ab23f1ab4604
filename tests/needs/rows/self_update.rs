//! A pipeline that deploys itself when its source changes.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "portal-self-update";
        restart_on_update: true;
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        project update {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: "
version: 0.2
phases:
  build:
    commands:
      - aws configure set profile.tools.role_arn arn:aws:iam::111111111111:role/pipeline-deployer
      - aws configure set profile.tools.credential_source EcsContainer
      - aws configure set profile.prod.role_arn arn:aws:iam::444444444444:role/pipeline-deployer
      - aws configure set profile.prod.credential_source EcsContainer
      - cargo build
      - target/debug/pipewright/portal/deploy.sh
",
            environment_variables: { PIPEWRIGHT_PROFILE_TOOLS: "tools", PIPEWRIGHT_PROFILE_PROD: "prod" },
            statements: [{
                actions: ["sts:AssumeRole"],
                resources: [
                    "arn:aws:iam::111111111111:role/pipeline-deployer",
                    "arn:aws:iam::444444444444:role/pipeline-deployer",
                ],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "portal", branch_name: "main" };
        }
        stage Update {
            Deploy: CodeBuild(source) { project_name: update };
        }
        stage Copy in prod {
            Upload: S3Deploy(source) { bucket_name: "portal", extract: true };
        }
    }]
}

#[test]
fn a_build_deploys_it() {
    let made = Made::of(pipelines());
    for account in ["111111111111", "444444444444"] {
        let role = format!("arn:aws:iam::{account}:role/pipeline-deployer");
        assert!(made.allows("codebuild.amazonaws.com", "sts:AssumeRole", &role));
    }
    // The script asks for a profile of each account by this name.
    for account in ["'TOOLS'", "'PROD'"] {
        assert!(made.file("deploy.sh").contains(account), "{account}");
    }
    made.has("111111111111/us-east-1", &json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": {
            "RestartExecutionOnUpdate": true,
            "Stages": [{ "Name": "Update", "Actions": [{ "ActionTypeId": { "Provider": "CodeBuild" } }] }],
        },
    }));
}
