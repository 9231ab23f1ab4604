fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let site-sources = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy {
            Upload: S3Deploy("site-sources") { bucket_name: "site-files", extract: true };
        }
    };
}
