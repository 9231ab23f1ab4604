//! Parameters of the deployed template that come from an artifact: a key of a JSON file, and where the
//! artifact is; and the id of the execution.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "mail-template-parameters";
        home tools = "111111111111" @ "us-east-1";

        role deploys {
            statements: [{
                actions: ["lambda:UpdateFunctionCode", "lambda:GetFunction"],
                resources: ["arn:aws:lambda:us-east-1:111111111111:function:mail"],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "mail", branch_name: "main" };
        }
        stage Build {
            let built = Package: Commands(source) { commands: ["make package"], files: ["**/*"] };
        }
        stage Deploy {
            Update: CloudFormation(source, built) {
                action_mode: CREATE_UPDATE,
                stack_name: "mail",
                template_path: source / "template.yml",
                role_arn: deploys,
                parameter_overrides: {
                    Version: { "Fn::GetParam": [built, "version.json", "Version"] },
                    CodeBucket: { "Fn::GetArtifactAtt": [built, "BucketName"] },
                    CodeKey: { "Fn::GetArtifactAtt": [built, "ObjectKey"] },
                    Execution: "#{codepipeline.PipelineExecutionId}",
                },
            };
        }
    }]
}

#[test]
fn the_action_asks_for_them() {
    let made = Made::of(pipelines());
    let overrides = json!({
        "Version": { "Fn::GetParam": ["built", "version.json", "Version"] },
        "CodeBucket": { "Fn::GetArtifactAtt": ["built", "BucketName"] },
        "CodeKey": { "Fn::GetArtifactAtt": ["built", "ObjectKey"] },
        "Execution": "#{codepipeline.PipelineExecutionId}",
    });
    let pipelines = made.resources("AWS::CodePipeline::Pipeline");
    let stages = &pipelines[0].1["Properties"]["Stages"];
    let said = stages[2]["Actions"][0]["Configuration"]["ParameterOverrides"]
        .as_str()
        .unwrap();
    let said: serde_json::Value = serde_json::from_str(said).unwrap();
    assert_eq!(said, overrides);
}
