fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        store main @ "us-east-1" {
            key_administrators: ["arn:aws:iam::444444444444:role/keys"],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in prod {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
