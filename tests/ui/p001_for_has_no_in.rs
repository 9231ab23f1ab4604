fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        for bucket of ["first-files", "second-files"] {
            stage "Copy-to-{bucket}" {
                Upload: S3Deploy(source) { bucket_name: bucket, extract: true };
            }
        }
    };
}
