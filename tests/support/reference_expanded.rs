// What `pipeline!` expands to for the reference architecture, without what only an
// editor reads. `BLESS=1 cargo test -p pipewright-macros` writes it.

fn expanded() -> Result<::pipewright::Pipeline, ::pipewright::Findings> {
    {
        use ::pipewright::{
            Account, Action, Pipeline, Project, Role, Stage, file, map, variable, word,
        };
        fn stage_source() -> Stage {
            Stage::new("Source")
                .action(
                    Action::new("Checkout", "CodeCommit")
                        .output("source")
                        .account("dev")
                        .set("repository_name", "sample-lambda")
                        .set("branch_name", "main"),
                )
        }
        fn stage_build() -> Stage {
            Stage::new("Build")
                .action(
                    Action::new("Package", "CodeBuild")
                        .output("packaged")
                        .input("source")
                        .set("project_name", word("package")),
                )
        }
        fn stage_deploy_to_test() -> Stage {
            Stage::new("DeployToTest")
                .account("test")
                .action(
                    Action::new("Prepare", "CloudFormation")
                        .input("packaged")
                        .set("action_mode", word("CHANGE_SET_REPLACE"))
                        .set("stack_name", "sample-lambda")
                        .set("change_set_name", "release")
                        .set("template_path", file("packaged", "packaged-template.yml"))
                        .set("capabilities", [word("CAPABILITY_NAMED_IAM")])
                        .set("role_arn", word("deploy_test"))
                        .set(
                            "parameter_overrides",
                            map([("Commit", variable("Checkout", "CommitId"))]),
                        ),
                )
                .action(
                    Action::new("Execute", "CloudFormation")
                        .set("action_mode", word("CHANGE_SET_EXECUTE"))
                        .set("stack_name", "sample-lambda")
                        .set("change_set_name", "release"),
                )
        }
        fn stage_approve() -> Stage {
            Stage::new("Approve")
                .action(
                    Action::new("Review", "Manual")
                        .set("custom_data", "Test it, then approve."),
                )
        }
        fn stage_deploy_to_production() -> Stage {
            Stage::new("DeployToProduction")
                .account("prod")
                .region("eu-west-1")
                .action(
                    Action::new("Prepare", "CloudFormation")
                        .input("packaged")
                        .set("action_mode", word("CHANGE_SET_REPLACE"))
                        .set("stack_name", "sample-lambda")
                        .set("change_set_name", "release")
                        .set("template_path", file("packaged", "packaged-template.yml"))
                        .set("capabilities", [word("CAPABILITY_NAMED_IAM")])
                        .set("role_arn", word("deploy_prod"))
                        .set(
                            "parameter_overrides",
                            map([("Commit", variable("Checkout", "CommitId"))]),
                        ),
                )
                .action(
                    Action::new("Execute", "CloudFormation")
                        .set("action_mode", word("CHANGE_SET_EXECUTE"))
                        .set("stack_name", "sample-lambda")
                        .set("change_set_name", "release"),
                )
        }
        let pipeline = Pipeline::builder("sample-lambda");
        let pipeline = pipeline
            .account(Account::home("tools", "111111111111").region("us-east-1"));
        let pipeline = pipeline.account(Account::new("dev", "222222222222"));
        let pipeline = pipeline
            .account(Account::new("test", "333333333333").region("us-west-2"));
        let pipeline = pipeline.account(Account::new("prod", "444444444444"));
        let pipeline = pipeline
            .role(
                Role::managed("deploy_test")
                    .account("test")
                    .set("managed_policies", ["arn:aws:iam::aws:policy/PowerUserAccess"]),
            );
        let pipeline = pipeline
            .role(
                Role::imported(
                        "deploy_prod",
                        "arn:aws:iam::444444444444:role/cloudformationdeployer-role",
                    )
                    .account("prod"),
            );
        let pipeline = pipeline
            .project(
                Project::managed("package")
                    .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
                    .set(
                        "buildspec",
                        ::core::include_str!(
                            ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                            "examples/reference-architecture/buildspec.yml")
                        ),
                    )
                    .set("timeout_in_minutes", 10),
            );
        let pipeline = pipeline.stage(stage_source());
        let pipeline = pipeline.stage(stage_build());
        let pipeline = pipeline.stage(stage_deploy_to_test());
        let pipeline = pipeline.stage(stage_approve());
        let pipeline = pipeline.stage(stage_deploy_to_production());
        pipeline.build()
    }
}
