fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        project package {
            image: "aws/codebuild/standard:7.0",
            buildspec: "version: 0.2\nenv:\n  variables:\n    PASSWORD: hunter2\nphases: {}\n",
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
            Upload: S3Deploy(packaged) { bucket_name: "site-files", extract: true };
        }
    };
}
