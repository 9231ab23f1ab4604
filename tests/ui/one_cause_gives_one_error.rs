fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        role deploy in prd { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        project package in prod { image: "aws/codebuild/standard:7.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Deploy {
            Package: CodeBuild(source) in prod { project_name: package };
            Update: CloudFormation(source) in prod {
                action_mode: CREATE_UPDATE,
                stack_name: "sample",
                template_path: source / "template.yml",
                role_arn: deploy,
            };
        }
    };
}
