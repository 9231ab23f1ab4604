fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        role deploys { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "sample",
                template_path: source / "template.yml",
                role_arn: "deploys",
            };
        }
    };
}
