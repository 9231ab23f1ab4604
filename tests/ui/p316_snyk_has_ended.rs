#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        pipeline_type: V1;

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            let report = Scan: Snyk(source) { configuration: {} };
            Upload: S3Deploy(report) { bucket_name: "site-files", extract: true };
        }
    };
}
