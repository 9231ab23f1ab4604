#![deny(deprecated)]

fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Stack: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "sample",
                template_path: source / "template.yml",
                role_arn: "arn:aws:iam::111111111111:role/deploy",
                output_file_name: "outputs.json",
            };
        }
    };
}
