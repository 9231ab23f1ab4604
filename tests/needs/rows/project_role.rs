//! A build project whose builds run with a role that exists.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "reports-project-role";
        home tools = "111111111111" @ "us-east-1";

        role builds = import "arn:aws:iam::111111111111:role/service-role/codebuild";
        project package {
            image: "aws/codebuild/standard:7.0",
            role: builds,
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "reports", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    }]
}

#[test]
fn the_project_has_it() {
    let made = Made::of(pipelines());
    let role = "arn:aws:iam::111111111111:role/service-role/codebuild";
    let project = json!({
        "Type": "AWS::CodeBuild::Project",
        "Properties": { "ServiceRole": role },
    });
    made.has("111111111111/us-east-1", &project);
    for (id, made) in made.resources("AWS::IAM::Role") {
        let trust = made["Properties"]["AssumeRolePolicyDocument"].to_string();
        assert!(
            !trust.contains("codebuild.amazonaws.com"),
            "{id} is made for builds"
        );
    }
    assert!(made.file("REPORT.md").contains(role));
}
