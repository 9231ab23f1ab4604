fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        variable PART = "site";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Upload: S3Deploy(source) { bucket_name: "files-#{variables.PART}", extract: true };
        }
    };
}
