fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account test = "333333333333";
        account prod = "444444444444";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in test {
            Upload: S3Deploy(source) in prod { bucket_name: "site-files", extract: true };
            for region in [] {
                "Upload-{region}": S3Deploy(source) @ region { bucket_name: "site-files", extract: true };
            }
        }
    };
}
