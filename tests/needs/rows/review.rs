//! An approval of what a deployment changes: the change sets are made first, and described.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "orders-review";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role recovers { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "orders", branch_name: "main" };
        }
        stage Recovery {
            Prepare: CloudFormation(source) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "recovery",
                change_set_name: "release",
                template_path: source / "template.yml",
                role_arn: recovers,
            };
        }
        stage Deploy in prod {
            Prepare: CloudFormation(source) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "orders",
                change_set_name: "release",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
            Approve: Manual of [Prepare, "Recovery/Prepare"];
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
            { "Name": "ApproveChanges", "RunOrder": 2, "Namespace": "Deploy-Approve-e0b347bb" },
            { "Name": "Approve", "RunOrder": 3, "Configuration": {
                "CustomData": "#{Deploy-Approve-e0b347bb.CHANGES}",
                "ExternalEntityLink": "#{Deploy-Approve-e0b347bb.LINK}",
            } },
            { "Name": "Execute", "RunOrder": 4, "Configuration": { "ActionMode": "CHANGE_SET_EXECUTE" } },
        ] }] },
    }));
    let (_, pipeline) = made.resources("AWS::CodePipeline::Pipeline")[0];
    let actions = pipeline["Properties"]["Stages"][2]["Actions"]
        .as_array()
        .unwrap();
    let namespaces = actions
        .iter()
        .filter_map(|action| action["Namespace"].as_str());
    assert_eq!(
        namespaces.collect::<Vec<_>>(),
        ["Deploy-Approve-e0b347bb"],
        "namespaces are unique"
    );
    // Home's with the role of the build, the other account's with a role that this one assumes.
    let describe = "cloudformation:DescribeChangeSet";
    let home = "arn:aws:cloudformation:us-east-1:111111111111:stack/recovery/*";
    assert!(made.allows("codebuild.amazonaws.com", describe, home));
    let there = "arn:aws:cloudformation:eu-west-1:444444444444:stack/orders/*";
    assert!(!made.allows("codebuild.amazonaws.com", describe, there));
    assert!(made.some_role_allows(describe, &json!(there)));
}
