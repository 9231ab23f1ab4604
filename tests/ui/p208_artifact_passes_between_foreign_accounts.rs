fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        account test = "333333333333";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Convert in test {
            let converted = Convert: Lambda(source) { function_name: "convert" };
        }

        stage Deploy in prod {
            Upload: S3Deploy(converted) { bucket_name: "site-files", extract: true };
        }
    };
}
