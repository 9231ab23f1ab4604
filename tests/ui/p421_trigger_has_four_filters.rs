fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        trigger Checkout {
            push: [
                { tags: { includes: ["v1.*"] } },
                { tags: { includes: ["v2.*"] } },
                { tags: { includes: ["v3.*"] } },
                { tags: { includes: ["v4.*"] } },
            ],
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
