fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        role deploys in prod = imported "arn:aws:iam::444444444444:role/deployer";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy in prod {
            Upload: S3Deploy(source) as deploys { bucket_name: "site-files", extract: true };
        }
    };
}
