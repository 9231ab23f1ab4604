//! A start by the clock, and by an event that is no change of a source.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "images-schedules";
        home tools = "111111111111" @ "us-east-1";

        schedule nightly "cron(0 3 ? * MON-FRI *)" { schedule_expression_timezone: "Europe/Berlin" }
        on_event base_image {
            pattern: {
                source: ["aws.ecr"],
                "detail-type": ["ECR Image Action"],
                detail: { "repository-name": ["base"], "action-type": ["PUSH"] },
            },
        }
        schedule weekly "cron(0 5 ? * SUN *)" { dead_letter_queue: missed.Arn }
        resource missed: "AWS::SQS::Queue" { }
        on_event approved {
            pattern: { source: ["com.example.images"] },
            event_bus_name: "images",
            dead_letter_queue: "arn:aws:sqs:us-east-1:111111111111:missed-events",
        }

        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: "images", branch_name: "main", start_on_change: false,
            };
        }
        stage Build {
            Image: EcrBuildAndPublish(source) { ecr_repository_name: "images", image_tags: ["latest"] };
        }
    }]
}

#[test]
fn the_pipeline_is_started() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    made.has(
        home,
        &json!({
            "Type": "AWS::Scheduler::Schedule",
            "Properties": {
                "ScheduleExpression": "cron(0 3 ? * MON-FRI *)",
                "ScheduleExpressionTimezone": "Europe/Berlin",
                "FlexibleTimeWindow": { "Mode": "OFF" },
            },
        }),
    );
    made.has(
        home,
        &json!({
            "Type": "AWS::Events::Rule",
            "Properties": { "EventPattern": {
                "source": ["aws.ecr"],
                "detail": { "repository-name": ["base"], "action-type": ["PUSH"] },
            } },
        }),
    );
    let pipeline = "arn:aws:codepipeline:us-east-1:111111111111:images-schedules";
    for service in ["scheduler.amazonaws.com", "events.amazonaws.com"] {
        assert!(
            made.allows(service, "codepipeline:StartPipelineExecution", pipeline),
            "{service}"
        );
    }
    // What could not start it is kept.
    made.has(
        home,
        &json!({
            "Type": "AWS::Scheduler::Schedule",
            "Properties": { "Target": { "DeadLetterConfig": {
                "Arn": { "Fn::GetAtt": ["MissedSQSQueue", "Arn"] },
            } } },
        }),
    );
    let queue = "arn:aws:sqs:us-east-1:111111111111:missed-events";
    made.has(
        home,
        &json!({
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventBusName": "images",
                "Targets": [{ "DeadLetterConfig": { "Arn": queue } }],
            },
        }),
    );
    // The source's own change starts nothing.
    assert_eq!(made.resources("AWS::Events::Rule").len(), 2);
}
