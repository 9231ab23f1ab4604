//! The reference architecture, written with the builder.

use pipewright_core::builder::{
    Account, Action, Builder, Project, Role, Stage, file, map, variable, word,
};
use pipewright_core::pipeline::Pipeline;

/// As `examples/reference-architecture` writes it with the macro.
pub(crate) fn reference() -> Builder {
    Pipeline::builder("sample-lambda")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("dev", "222222222222"))
        .account(Account::new("test", "333333333333").region("us-west-2"))
        .account(Account::new("prod", "444444444444"))
        .role(Role::managed("deploy_test").account("test").set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/PowerUserAccess"],
        ))
        .role(
            Role::imported(
                "deploy_prod",
                "arn:aws:iam::444444444444:role/cloudformationdeployer-role",
            )
            .account("prod"),
        )
        .project(
            Project::managed("package")
                .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
                .set(
                    "buildspec",
                    include_str!("../../../examples/reference-architecture/buildspec.yml"),
                )
                .set("timeout_in_minutes", 10),
        )
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .account("dev")
                    .set("repository_name", "sample-lambda")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Build").action(
                Action::new("Package", "CodeBuild")
                    .output("packaged")
                    .input("source")
                    .set("project_name", word("package")),
            ),
        )
        .stage(deploy("DeployToTest", "test", "deploy_test"))
        .stage(
            Stage::new("Approve").action(
                Action::new("Review", "Manual").set("custom_data", "Test it, then approve."),
            ),
        )
        .stage(deploy("DeployToProduction", "prod", "deploy_prod").region("eu-west-1"))
}

/// A stage that prepares a change set and executes it.
pub(crate) fn deploy(name: &str, account: &str, role: &str) -> Stage {
    Stage::new(name)
        .account(account)
        .action(
            Action::new("Prepare", "CloudFormation")
                .input("packaged")
                .set("action_mode", word("CHANGE_SET_REPLACE"))
                .set("stack_name", "sample-lambda")
                .set("change_set_name", "release")
                .set("template_path", file("packaged", "packaged-template.yml"))
                .set("capabilities", [word("CAPABILITY_NAMED_IAM")])
                .set("role_arn", word(role))
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
