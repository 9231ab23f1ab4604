//! Outputs and exports that other stacks read.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "billing-outputs";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        store main @ "us-east-1";
        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        output PipelineArn = pipeline.arn { export_name: "billing-pipeline" }
        output Artifacts = main { description: "where the artifacts are", export_name: "billing-artifacts" }
        output Key = main.key { export_name: "billing-artifacts-key" }
        output DeploymentRole = deploys { export_name: "billing-deployment-role" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "billing", branch_name: "main" };
        }
        stage Deploy in prod {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "billing",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
        }
    }]
}

#[test]
fn each_stands_in_the_stack_of_its_thing() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    made.has(
        home,
        &json!({ "Outputs": { "PipelineArn": { "Export": { "Name": "billing-pipeline" } } } }),
    );
    made.has(
        home,
        &json!({ "Outputs": {
        "Artifacts": {
            "Description": "where the artifacts are",
            "Value": { "Ref": "ArtifactBucket" },
            "Export": { "Name": "billing-artifacts" },
        },
        "Key": {
            "Value": { "Fn::GetAtt": ["ArtifactKey", "Arn"] },
            "Export": { "Name": "billing-artifacts-key" },
        },
    } }),
    );
    made.has(
        "444444444444/eu-west-1",
        &json!({ "Outputs": {
        "DeploymentRole": { "Export": { "Name": "billing-deployment-role" } },
    } }),
    );
}
