//! Values that several places use, and stages that are there only sometimes.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

fn pipeline(name: &str, nightly: bool) -> Result<Pipeline, Findings> {
    pipeline! {
        name: (name);
        pipeline_type: V1;
        home tools = "111111111111" @ "us-east-1";

        value common = { NODE_ENV: "production", LOG_LEVEL: "info" };
        value image = "aws/codebuild/amazonlinux-x86_64-standard:5.0";

        for part in [api, site] {
            project part {
                image: image,
                environment_variables: { ..common, PART: "{part}" },
            }
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "shop", branch_name: "main" };
        }
        stage Build {
            for part in [api, site] {
                "Build-{part}": CodeBuild(source) { project_name: part };
            }
        }
        if (!nightly) {
            stage Approve { Review: Manual; }
        }
        stage Publish {
            Copy: S3Deploy(source) { bucket_name: "shop", extract: true };
        }
    }
}

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![
        pipeline("shop-by-day", false),
        pipeline("shop-nightly", true),
    ]
}

#[test]
fn they_stand_where_they_are_used() {
    let made = Made::of(pipelines());
    let projects = made.resources("AWS::CodeBuild::Project");
    assert_eq!(projects.len(), 4);
    for (id, project) in projects {
        let variables = project["Properties"]["Environment"]["EnvironmentVariables"]
            .as_array()
            .unwrap();
        assert!(
            variables
                .iter()
                .any(|one| one["Name"] == "NODE_ENV" && one["Value"] == "production"),
            "{id}"
        );
        assert_eq!(variables.len(), 3, "{id}");
    }
    let stages = |name: &str| {
        let pipelines = made.resources("AWS::CodePipeline::Pipeline");
        let mut named = pipelines
            .iter()
            .filter(|(_, one)| one["Properties"]["Name"] == name);
        let properties = &named.next().unwrap().1["Properties"];
        assert_eq!(properties["PipelineType"], "V1");
        let stages = properties["Stages"].as_array().unwrap().iter();
        stages
            .map(|stage| stage["Name"].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        stages("shop-by-day"),
        ["Source", "Build", "Approve", "Publish"]
    );
    assert_eq!(stages("shop-nightly"), ["Source", "Build", "Publish"]);
    made.has(
        "111111111111/us-east-1",
        &json!({ "Type": "AWS::CodePipeline::Pipeline" }),
    );
}
