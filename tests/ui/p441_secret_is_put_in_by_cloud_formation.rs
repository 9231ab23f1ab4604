#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        project package {
            image: "aws/codebuild/standard:7.0",
            environment_variables: { PASSWORD: "{{resolve:secretsmanager:app/db:SecretString:password}}" },
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Build {
            Package: CodeBuild(source) { project_name: package };
            Login: Commands(source) { commands: ["login {{resolve:secretsmanager:app/db}}"] };
        }
    };
}
