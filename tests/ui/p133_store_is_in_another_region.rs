fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        store west @ "us-west-2";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Upload: S3Deploy(source) @ "us-east-1" via west { bucket_name: "site-files", extract: true };
        }
    };
}
