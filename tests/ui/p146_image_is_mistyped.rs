fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        project build { image: "aws/codebuild/amazonlinux-x86-64-standard:5.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Build: CodeBuild(source) { project_name: build };
        }
    };
}
