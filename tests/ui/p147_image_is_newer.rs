#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        project build { image: "aws/codebuild/macos-arm-base:99", fleet: "arn:aws:codebuild:us-east-1:111111111111:fleet/mac:0123" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Build: CodeBuild(source) { project_name: build };
        }
    };
}
