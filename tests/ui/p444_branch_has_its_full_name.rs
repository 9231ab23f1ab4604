#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "refs/heads/main" };
        }

        stage Copy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
