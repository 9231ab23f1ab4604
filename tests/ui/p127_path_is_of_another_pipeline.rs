fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        role deploy in prod { path: "/pipewright/other/111111111111/us-east-1/" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in prod {
            Upload: S3Deploy(source) as deploy { bucket_name: "site-files", extract: true };
        }
    };
}
