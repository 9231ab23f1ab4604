fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/0123",
                full_repository_id: "https://github.com/owner/sample.git",
                branch_name: "main",
            };
        }

        stage Copy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
