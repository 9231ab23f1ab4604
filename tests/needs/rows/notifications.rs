//! A team that is told of the pipeline's state: by mail, by a topic, in a chat.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "inventory-notifications";
        home tools = "111111111111" @ "us-east-1";

        notify failures { pipeline_states: [FAILED], email: ["inventory@example.com"] }
        notify approvals {
            action_states: [STARTED],
            actions: [Approve.Review],
            topic: "arn:aws:sns:us-east-1:111111111111:approvals",
        }
        notify channel {
            pipeline_states: [FAILED, SUCCEEDED],
            chatbot: "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/inventory",
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "inventory", branch_name: "main" };
        }
        stage Approve { Review: Manual; }
        stage Publish {
            Copy: S3Deploy(source) { bucket_name: "inventory", extract: true };
        }
    }]
}

#[test]
fn it_is_told() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    let mail = json!({
        "Type": "AWS::SNS::Topic",
        "Properties": { "Subscription": [{ "Protocol": "email", "Endpoint": "inventory@example.com" }] },
    });
    made.has(home, &mail);
    made.has(
        home,
        &json!({
            "Type": "AWS::SNS::TopicPolicy",
            "Properties": { "PolicyDocument": { "Statement": [{
                "Effect": "Allow",
                "Action": "sns:Publish",
                "Principal": { "Service": "events.amazonaws.com" },
            }] } },
        }),
    );
    made.has(
        home,
        &json!({
            "Type": "AWS::Events::Rule",
            "Properties": { "EventPattern": {
                "source": ["aws.codepipeline"],
                "detail-type": ["CodePipeline Pipeline Execution State Change"],
                "detail": { "pipeline": ["inventory-notifications"], "state": ["FAILED"] },
            } },
        }),
    );
    made.has(
        home,
        &json!({
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventPattern": {
                    "detail-type": ["CodePipeline Action Execution State Change"],
                    "detail": { "stage": ["Approve"], "action": ["Review"], "state": ["STARTED"] },
                },
                "Targets": [{ "Arn": "arn:aws:sns:us-east-1:111111111111:approvals" }],
            },
        }),
    );
    made.has(
        home,
        &json!({
            "Type": "AWS::CodeStarNotifications::NotificationRule",
            "Properties": {
                "EventTypeIds": [
                    "codepipeline-pipeline-pipeline-execution-failed",
                    "codepipeline-pipeline-pipeline-execution-succeeded",
                ],
                "Targets": [{ "TargetType": "AWSChatbotSlack" }],
            },
        }),
    );
}
