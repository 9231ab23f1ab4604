//! GitHub, a build, and a CloudFormation stack in another account.

fn main() {
    pipewright::emit(pipewright::pipeline! {
        name: "two-accounts";

        // The pipeline lives in the first account, and deploys to the second. Write your own.
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "us-east-1";

        // The ARN of the connection to GitHub is given when the pipeline is deployed.
        parameter connection: String;

        // What CloudFormation may do in the target account. Narrow it to what your stack holds.
        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: include "buildspec.yml",
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: connection,
                full_repository_id: "acme/two-accounts",
                branch_name: "main",
            };
        }

        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }

        stage Deploy in prod {
            Update: CloudFormation(packaged) {
                action_mode: CREATE_UPDATE,
                stack_name: "two-accounts",
                template_path: packaged / "template.yml",
                capabilities: [CAPABILITY_IAM],
                role_arn: deploys,
            };
        }
    });
}
