fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "nz-north-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in prod {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
