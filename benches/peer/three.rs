//! Three stages: a repository, a build, a deployment into another account.

use pipewright::pipeline;

fn main() {
    pipewright::emit(pipeline! {
        name: "three";

        home    tools = "111111111111" @ "us-east-1";
        account prod  = "444444444444" @ "eu-west-1";

        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        project package { image: "aws/codebuild/standard:7.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }

        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }

        stage Deploy in prod {
            Update: CloudFormation(packaged) {
                action_mode: CREATE_UPDATE,
                stack_name: "app",
                template_path: packaged / "template.yml",
                role_arn: deploys,
            };
        }
    });
}
