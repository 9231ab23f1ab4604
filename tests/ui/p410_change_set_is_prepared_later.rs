fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        role deploy in tools { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "sample",
                change_set_name: "release",
            };
            Prepare: CloudFormation(source) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "sample",
                change_set_name: "release",
                template_path: source / "template.yml",
                role_arn: deploy,
            };
        }
    };
}
