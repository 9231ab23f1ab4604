#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy {
            before_entry FAIL { Window: DeploymentWindow { cron: "0 0 17-9 ? * MON-FRI" }; }
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
