fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        project build {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: { STAGE: "prod", DB_PASSWORD: "hunter2" },
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Test: CodeBuild(source) { project_name: build };
        }
    };
}
