//! An approval of what a deployment changes: the change set is made first, and described.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "orders-review";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        project describe in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: "
version: 0.2
env:
  exported-variables: [CHANGES]
phases:
  build:
    commands:
      - CHANGES=$(aws cloudformation describe-change-set --stack-name orders --change-set-name release --query 'Changes[].ResourceChange.[Action,LogicalResourceId]' --output text)
",
            statements: [{
                actions: ["cloudformation:DescribeChangeSet"],
                resources: ["arn:aws:cloudformation:eu-west-1:444444444444:stack/orders/*"],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "orders", branch_name: "main" };
        }
        stage Deploy in prod {
            Prepare: CloudFormation(source) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "orders",
                change_set_name: "release",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
            Describe: CodeBuild(source) { project_name: describe };
            Approve: Manual { custom_data: "It changes: #{Describe.CHANGES}" };
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "orders",
                change_set_name: "release",
            };
        }
    }]
}

#[test]
fn the_approval_tells_the_changes() {
    let made = Made::of(pipelines());
    made.has("111111111111/us-east-1", &json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": { "Stages": [{ "Actions": [
            { "Name": "Prepare", "RunOrder": 1, "Configuration": { "ActionMode": "CHANGE_SET_REPLACE" } },
            { "Name": "Describe", "RunOrder": 2, "Namespace": "Describe" },
            { "Name": "Approve", "RunOrder": 3, "Configuration": { "CustomData": "It changes: #{Describe.CHANGES}" } },
            { "Name": "Execute", "RunOrder": 4, "Configuration": { "ActionMode": "CHANGE_SET_EXECUTE" } },
        ] }] },
    }));
    let stack = "arn:aws:cloudformation:eu-west-1:444444444444:stack/orders/*";
    assert!(made.allows(
        "codebuild.amazonaws.com",
        "cloudformation:DescribeChangeSet",
        stack
    ));
}
