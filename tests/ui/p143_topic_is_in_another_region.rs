fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Review: Manual {
                notification_arn: "arn:aws:sns:eu-west-1:111111111111:reviews",
            };
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
