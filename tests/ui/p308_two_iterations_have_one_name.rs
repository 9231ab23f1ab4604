fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account test = "333333333333";
        account prod = "444444444444";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        for (account, region) in [(test, "us-west-2"), (prod, "eu-west-1"), (prod, "us-east-1")] {
            stage "Deploy-{account}" in account @ region {
                Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
            }
        }
    };
}
