fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        variable BRANCH = "main";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: variables.BRANCH };
        }

        stage Copy {
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
