fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        trigger Checkout {
            pull_request: { events: [OPENED], branches: { includes: ["main"] } },
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/0123",
                full_repository_id: "example/sample",
                branch_name: "main",
            };
        }

        stage Copy {
            Upload: S3Deploy(source) { bucket_name: "sample", extract: true };
        }
    };
}
