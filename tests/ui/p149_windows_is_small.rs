fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        project build {
            image: "aws/codebuild/windows-base:2019-3.0",
            compute_type: BUILD_GENERAL1_SMALL,
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Build: CodeBuild(source) { project_name: build };
        }
    };
}
