//! AWS's reference architecture: sources in one account, the pipeline in a second one,
//! a test account and a production account as targets.

use pipewright::{Findings, Pipeline, pipeline};

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "sample-lambda";

        home tools = "111111111111" @ "us-east-1"; // the pipeline lives here
        account dev = "222222222222";
        account test = "333333333333" @ "us-west-2"; // default region of this account
        account prod = "444444444444";

        // What CloudFormation may do in the target accounts: always said, never guessed.
        role deploy_test in test { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role deploy_prod in prod = import "arn:aws:iam::444444444444:role/cloudformationdeployer-role";

        // A build project in the home account; it encrypts with the store's key.
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: include "buildspec.yml",
            timeout_in_minutes: 10,
        }

        stage Source {
            let source = Checkout: CodeCommit in dev {
                repository_name: "sample-lambda",
                branch_name: "main",
            };
        }

        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }

        stage DeployToTest in test {
            Prepare: CloudFormation(packaged) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "sample-lambda",
                change_set_name: "release",
                template_path: packaged / "packaged-template.yml",
                capabilities: [CAPABILITY_NAMED_IAM],
                role_arn: deploy_test,
                parameter_overrides: { Commit: Checkout.CommitId },
            };
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "sample-lambda",
                change_set_name: "release",
            };
        }

        stage Approve {
            Review: Manual { custom_data: "Test it, then approve." };
        }

        stage DeployToProduction in prod @ "eu-west-1" {
            Prepare: CloudFormation(packaged) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "sample-lambda",
                change_set_name: "release",
                template_path: packaged / "packaged-template.yml",
                capabilities: [CAPABILITY_NAMED_IAM],
                role_arn: deploy_prod,
                parameter_overrides: { Commit: Checkout.CommitId },
            };
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "sample-lambda",
                change_set_name: "release",
            };
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
