//! Deploying to the units of an organization, with the accounts that come later.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "baseline-organization";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "baseline", branch_name: "main" };
        }
        stage Test {
            Baseline: CloudFormationStackSet(source) {
                stack_set_name: "baseline",
                template_path: source / "baseline.yml",
                permission_model: SERVICE_MANAGED,
                organizations_auto_deployment: Enabled,
            };
            First: CloudFormationStackInstances(source) {
                stack_set_name: "baseline",
                deployment_targets: ["ou-ab12-11111111"],
                regions: ["us-east-1", "eu-west-1"],
                failure_tolerance_percentage: 0,
            };
        }
        stage Production {
            Rest: CloudFormationStackInstances(source) {
                stack_set_name: "baseline",
                deployment_targets: ["ou-ab12-22222222", "ou-ab12-33333333"],
                regions: ["us-east-1", "eu-west-1"],
                max_concurrent_percentage: 20,
            };
        }
    }]
}

#[test]
fn the_stack_set_deploys_to_them() {
    let made = Made::of(pipelines());
    let action = |configuration| {
        json!({
            "Type": "AWS::CodePipeline::Pipeline",
            "Properties": { "Stages": [{ "Actions": [{ "Configuration": configuration }] }] },
        })
    };
    made.has(
        "111111111111/us-east-1",
        &action(json!({
            "PermissionModel": "SERVICE_MANAGED",
            "OrganizationsAutoDeployment": "Enabled",
        })),
    );
    made.has(
        "111111111111/us-east-1",
        &action(json!({
            "DeploymentTargets": "ou-ab12-11111111",
            "Regions": "us-east-1,eu-west-1",
            "FailureTolerancePercentage": "0",
        })),
    );
    made.has(
        "111111111111/us-east-1",
        &action(json!({
            "DeploymentTargets": "ou-ab12-22222222,ou-ab12-33333333",
            "MaxConcurrentPercentage": "20",
        })),
    );
}
