fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Copy {
            on_success FAIL {
                Check1: LambdaInvoke { function_name: "check" };
                Check2: LambdaInvoke { function_name: "check" };
                Check3: LambdaInvoke { function_name: "check" };
                Check4: LambdaInvoke { function_name: "check" };
                Check5: LambdaInvoke { function_name: "check" };
                Check6: LambdaInvoke { function_name: "check" };
            }
            Upload: S3Deploy(source) { bucket_name: "site-files", extract: true };
        }
    };
}
