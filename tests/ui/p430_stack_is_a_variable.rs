#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account test = "333333333333";

        variable STACK = "sample";
        role deploys in test { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy in test {
            Stack: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: variables.STACK,
                template_path: source / "template.yml",
                role_arn: deploys,
            };
            Call: Lambda { function_name: "smoke-#{variables.STACK}" };
        }
    };
}
