//! The checker as a whole.

use crate::support::{assert_finds, found};
use pipewright_core::builder::{
    Account, Action, Builder, Project, Role, Stage, file, map, variable, word,
};
use pipewright_core::pipeline::Pipeline;

/// The reference architecture of the language's description.
fn reference() -> Builder {
    let change_set = |name: &str, mode: &str| {
        Action::new(name, "CloudFormation")
            .set("action_mode", word(mode))
            .set("stack_name", "sample-lambda")
            .set("change_set_name", "release")
    };
    let deploy = |name: &str, account: &str, role: &str| {
        Stage::new(name)
            .account(account)
            .action(
                change_set("Prepare", "CHANGE_SET_REPLACE")
                    .input("packaged")
                    .set("template_path", file("packaged", "packaged-template.yml"))
                    .set("capabilities", vec![word("CAPABILITY_NAMED_IAM")])
                    .set("role_arn", word(role))
                    .set(
                        "parameter_overrides",
                        map([("Commit", variable("Checkout", "CommitId"))]),
                    ),
            )
            .action(change_set("Execute", "CHANGE_SET_EXECUTE"))
    };
    Pipeline::builder("sample-lambda")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("dev", "222222222222"))
        .account(Account::new("test", "333333333333").region("us-west-2"))
        .account(Account::new("prod", "444444444444"))
        .role(Role::managed("deploy_test").account("test").set(
            "managed_policies",
            vec!["arn:aws:iam::aws:policy/PowerUserAccess"],
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
                .set("buildspec", "version: 0.2\n")
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
                    .input("source")
                    .output("packaged")
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

#[test]
fn the_reference_architecture_is_clean() {
    assert_finds(&reference(), &[]);
}

#[test]
fn nothing_at_all_is_no_panic() {
    assert_finds(
        &Builder::new(),
        &[
            "P101 the pipeline has no name",
            "P103 the pipeline has no home",
            "P301 the pipeline has no stages, and needs at least 2",
        ],
    );
}

#[test]
fn findings_come_in_the_order_of_the_source() {
    let pipeline = reference()
        .stage(Stage::new("Late").account("stagng"))
        .account(Account::new("unused", "55555"));
    assert_finds(
        &pipeline,
        &[
            "P107 account `unused` has an id of 5 digits, and account ids have 12",
            "P122 account `unused` is never used",
            "P306 stage `Late` holds no action",
            "P102 account `stagng` is not declared",
        ],
    );
}

#[test]
fn a_thousand_actions_in_five_hundred_accounts_are_clean() {
    let mut pipeline = reference();
    for n in 0..500 {
        pipeline = pipeline.account(Account::new(format!("a{n}"), format!("9{n:011}")));
    }
    for n in 0..40 {
        let stage = (0..24).fold(Stage::new(format!("S{n}")), |stage, m| {
            let upload = Action::new(format!("Upload{m}"), "S3Deploy")
                .input("packaged")
                .account(format!("a{}", (n * 24 + m) % 500))
                .set("bucket_name", "site-files")
                .set("extract", true);
            stage.action(upload)
        });
        pipeline = pipeline.stage(stage);
    }
    let found = found(&pipeline);
    assert!(found.is_empty(), "{:?}", found.first());
}
