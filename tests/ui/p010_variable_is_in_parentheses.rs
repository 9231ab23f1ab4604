fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        for (region) in ["us-east-1", "us-west-2", "eu-west-1"] {
            stage "Copy-{region}" @ region {
                Upload: S3Deploy(source) { bucket_name: "site-files-{region}", extract: true };
            }
        }
    };
}
