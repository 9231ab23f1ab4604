//! SAM functions by change sets in two accounts, with an approval between them.

fn main() {
    pipewright::emit(pipewright::pipeline! {
        name: "lambda";

        // The pipeline lives in the first account, and deploys to the others. Write your own.
        home tools = "111111111111" @ "us-east-1";
        account staging = "333333333333" @ "us-east-1";
        account prod = "444444444444" @ "us-east-1";

        // The ARN of the connection to GitHub is given when the pipeline is deployed.
        parameter connection: String;

        // What CloudFormation may do in each account. Narrow it to what your stack holds.
        role deploys in staging { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role releases in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: include "buildspec.yml",
            environment_variables: { PACKAGES: "lambda-packages-111111111111" },
            // `sam package` writes the code of the functions into a bucket of yours.
            statements: [
                {
                    actions: ["s3:GetObject", "s3:PutObject"],
                    resources: ["arn:aws:s3:::lambda-packages-111111111111/*"],
                },
            ],
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: connection,
                full_repository_id: "acme/lambda",
                branch_name: "main",
            };
        }

        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }

        stage Staging in staging {
            Prepare: CloudFormation(packaged) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "lambda",
                change_set_name: "release",
                template_path: packaged / "packaged.yml",
                capabilities: [CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND],
                role_arn: deploys,
            };
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "lambda",
                change_set_name: "release",
            };
        }

        // The change set of production is made before the approval, so that the reviewer sees it.
        stage Prepare in prod {
            PrepareProduction: CloudFormation(packaged) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "lambda",
                change_set_name: "release",
                template_path: packaged / "packaged.yml",
                capabilities: [CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND],
                role_arn: releases,
            };
        }

        stage Approve {
            Review: Manual { custom_data: "Commit #{Checkout.CommitId} is on staging." };
        }

        stage Production in prod {
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "lambda",
                change_set_name: "release",
            };
        }
    });
}
