fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        project package in prod { image: "aws/codebuild/standard:7.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build in prod {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }

        stage Deploy {
            Upload: S3Deploy(packaged) { bucket_name: "site-files", extract: true };
        }
    };
}
