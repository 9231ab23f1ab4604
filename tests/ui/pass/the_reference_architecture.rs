#![deny(warnings)]

fn main() {
    let pipeline = pipewright::pipeline! {
        name: "sample-lambda";

        home    tools = "111111111111" @ "us-east-1";
        account dev   = "222222222222";
        account test  = "333333333333" @ "us-west-2";
        account prod  = "444444444444";

        role deploy_test in test { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role deploy_prod in prod = import "arn:aws:iam::444444444444:role/cloudformationdeployer-role";

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: "version: 0.2",
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
    };
    assert_eq!(pipeline.unwrap().name(), "sample-lambda");
}
