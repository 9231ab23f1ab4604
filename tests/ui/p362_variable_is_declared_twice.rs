fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        variable IMAGE_TAG = "latest";
        variable IMAGE_TAG = "stable";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy {
            Call: Lambda { function_name: "call", user_parameters: variables.IMAGE_TAG };
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
