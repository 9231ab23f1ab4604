//! What pipelines of type V2 have.

#![deny(warnings)]

fn main() {
    let pipeline = pipewright::pipeline! {
        name: "everything";
        pipeline_type: V2;
        execution_mode: QUEUED;
        restart_on_update: true;
        tags: { team: "delivery", "cost centre": 42 };

        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        role calling in prod = import "arn:aws:iam::444444444444:role/calling";
        project check { image: "aws/codebuild/standard:7.0" }

        variable IMAGE_TAG = "latest" { description: "which image to deploy" }
        variable "dry-run@prod";
        variable _LATER = (String::from("x"));

        trigger Checkout {
            push: [
                { branches: { includes: ["main", "release/*"], excludes: ["release/old*"] },
                  file_paths: { excludes: ["docs/**"] } },
                { tags: { includes: ["v*"] } },
            ],
            pull_request: { events: [OPEN, UPDATED], branches: { includes: ["main"] } },
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/0123",
                full_repository_id: "owner/app",
                branch_name: "main",
            };
        }
        stage Test {
            on_failure RETRY FAILED_ACTIONS;
            Verify: CodeBuildTest(source) { project_name: check };
        }
        stage Deploy in prod @ "eu-west-1" {
            disabled "until the freeze is over (May)";
            before_entry SKIP {
                Wanted: VariableCheck {
                    variable: variables.IMAGE_TAG,
                    operator: NE,
                    value: "none",
                };
                Asked: LambdaInvoke(source) as calling {
                    function_name: "deploy-now",
                    user_parameters: "#{Checkout.CommitId} #{variables.dry-run@prod}",
                };
            }
            Upload: S3Deploy(source) { bucket_name: "site", extract: true };
            on_success ROLLBACK {
                Quiet: CloudWatchAlarm in prod @ "eu-west-1" {
                    alarm_name: "errors",
                    alarm_states: [ALARM, INSUFFICIENT_DATA],
                    wait_time: 10,
                };
                Hours: DeploymentWindow {
                    cron: "0 0 9-17 ? * MON-FRI *",
                    time_zone: "Europe/Berlin",
                };
                Smoke: CodeBuild(source) in tools @ "us-east-1" { project_name: check };
                "Shell-1": Commands(source) in tools { commands: ["make smoke", "make report"] };
            }
            on_failure ROLLBACK { Still: CloudWatchAlarm { alarm_name: "errors" }; }
        }
        stage Last {
            Copy: S3Deploy(source) { bucket_name: "copies", extract: true };
            on_failure ROLLBACK;
        }
    };
    pipeline.unwrap();
}
