#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "sample",
                change_set_name: "release",
            };
        }

        stage Copy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
