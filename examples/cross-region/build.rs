//! One artifact, deployed side by side to two accounts in two regions. Neither region has
//! a declared store: each gets one, because an action runs there.

use pipewright::{Findings, Pipeline, pipeline};

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "billing";

        home tools = "111111111111" @ "us-east-1";
        account europe = "222222222222" @ "eu-west-1";
        account pacific = "333333333333" @ "ap-southeast-2";

        role deploy_europe in europe {
            statements: [
                {
                    actions: [
                        "lambda:CreateFunction",
                        "lambda:DeleteFunction",
                        "lambda:GetFunction",
                        "lambda:UpdateFunctionCode"
                    ],
                    resources: ["arn:aws:lambda:eu-west-1:222222222222:function:billing-*"]
                },
            ],
        }
        role deploy_pacific in pacific {
            statements: [
                {
                    actions: [
                        "lambda:CreateFunction",
                        "lambda:DeleteFunction",
                        "lambda:GetFunction",
                        "lambda:UpdateFunctionCode"
                    ],
                    resources: ["arn:aws:lambda:ap-southeast-2:333333333333:function:billing-*"]
                },
            ],
        }

        stage Source {
            let app = Github: CodeConnection {
                connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef",
                full_repository_id: "example/billing",
                branch_name: "main",
            };
        }

        stage Deploy {
            parallel {
                Europe: CloudFormation(app) in europe {
                    action_mode: CREATE_UPDATE,
                    stack_name: "billing",
                    template_path: app / "template.yml",
                    role_arn: deploy_europe,
                };
                Pacific: CloudFormation(app) in pacific {
                    action_mode: CREATE_UPDATE,
                    stack_name: "billing",
                    template_path: app / "template.yml",
                    role_arn: deploy_pacific,
                };
            }
        }

        stage Verify {
            parallel {
                Europe: Lambda in europe { function_name: "billing-smoke-test" };
                Pacific: Lambda in pacific { function_name: "billing-smoke-test" };
            }
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
