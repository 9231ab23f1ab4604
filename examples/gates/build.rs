//! What a pipeline of type `V2` can do: it starts on tags and pull requests, takes
//! variables, and looks before and after it deploys.

use pipewright::{Findings, Pipeline, pipeline};

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "shop";
        execution_mode: QUEUED;
        restart_on_update: true;
        tags: { team: "shop", "cost-centre": "42" };

        home tools = "111111111111" @ "eu-central-1";
        account prod = "444444444444" @ "eu-west-1";

        project checks {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: "buildspecs/checks.yml",
        }

        variable DEPLOY = "yes" { description: "`no` builds and tests only" }

        trigger Checkout {
            push: [
                {
                    branches: { includes: ["main"] },
                    file_paths: { excludes: ["docs/**"] },
                },
                { tags: { includes: ["v*"], excludes: ["v0.*"] } },
            ],
            pull_request: { events: [OPEN, UPDATED], branches: { includes: ["main"] } },
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: "arn:aws:codeconnections:eu-central-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef",
                full_repository_id: "example/shop",
                branch_name: "main",
            };
        }

        stage Check {
            on_failure RETRY FAILED_ACTIONS;

            Test: CodeBuildTest(source) { project_name: checks };
        }

        stage Deploy in prod {
            before_entry SKIP {
                Wanted: VariableCheck { variable: variables.DEPLOY, operator: EQ, value: "yes" };
                Ready: LambdaInvoke {
                    function_name: "ready-to-deploy",
                    user_parameters: Checkout.CommitId,
                };
            }

            Upload: S3Deploy(source) { bucket_name: "shop-site", extract: true };

            on_success ROLLBACK {
                Quiet: CloudWatchAlarm {
                    alarm_name: "shop-errors",
                    alarm_states: [ALARM],
                    wait_time: 15,
                };
                Smoke: CodeBuild(source) in tools { project_name: checks };
            }
            on_failure ROLLBACK;
        }

        stage Announce {
            disabled "Until the mailing list is ready.";
            before_entry FAIL {
                Hours: DeploymentWindow {
                    cron: "0 0 9-17 ? * MON-FRI *",
                    time_zone: "Europe/Berlin",
                };
                Notes: Commands(source) { commands: ["test -s CHANGELOG.md"] };
            }

            Tell: Lambda { function_name: "announce", user_parameters: Checkout.CommitMessage };
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
