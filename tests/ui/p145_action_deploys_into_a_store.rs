fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        store main @ "us-east-1" { bucket_name: "sample-artifacts" };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Upload: S3Deploy(source) { bucket_name: "sample-artifacts", extract: true };
        }
    };
}
