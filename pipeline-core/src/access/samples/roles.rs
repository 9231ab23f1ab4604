//! Rules for all roles with a boundary that is told, roles in place of ours, names of the
//! user's own.

use crate::builder::{Account, Action, Project, Role, Roles, Stage, Store, file, list, map, word};
use crate::pipeline::Pipeline;

pub(super) fn roles() -> Pipeline {
    let image = "aws/codebuild/amazonlinux-x86_64-standard:5.0";
    let imported = |name: &str, account: &str, id: &str| {
        let arn = format!("arn:aws:iam::{id}:role/team/{name}");
        Role::imported(name, arn).account(account)
    };
    let managed = |name: &str, account: &str| {
        Role::managed(name).account(account).set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess"],
        )
    };
    let boundary = map([
        ("policy", "team/boundary".into()),
        (
            "document",
            list([
                map([("actions", ["*"]), ("resources", ["*"])]),
                map([
                    ("effect", word("Deny")),
                    ("actions", list(["iam:CreateUser"])),
                    ("resources", list(["*"])),
                ]),
            ]),
        ),
    ]);
    let checkout = Action::new("Checkout", "CodeCommit")
        .account("prod")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let build = |name: &str, project: &str, account: &str| {
        Action::new(name, "CodeBuild")
            .account(account)
            .input("source")
            .set("project_name", word(project))
    };
    let update = Action::new("Update", "CloudFormation")
        .account("prod")
        .input("source")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", "app")
        .set("template_path", file("source", "template.yml"))
        .set("role_arn", word("deploys"));
    Pipeline::builder("house")
        .setting("service_role", word("runs"))
        .setting("event_roles", list([word("starts"), word("forwards")]))
        .setting("stack_name", "house-pipeline")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .roles(
            Roles::new()
                .set("permissions_boundary", boundary)
                .set("name_prefix", "acme-")
                .set("tags", map([("owner", "platform")])),
        )
        .roles(
            Roles::new()
                .account("prod")
                .set("path", "/delegated/")
                .set("inline_policies", false),
        )
        .store(
            Store::managed("main")
                .region("us-east-1")
                .set("alias_name", "alias/team/house"),
        )
        .role(Role::managed("runs").set("role_name", "house-pipeline"))
        .role(imported("starts", "tools", "111111111111"))
        .role(imported("forwards", "prod", "444444444444"))
        .role(managed("builds", "prod"))
        .role(imported("batches", "prod", "444444444444"))
        .role(managed("deploys", "prod").set("role_name", "house-deployer"))
        .project(
            Project::managed("package")
                .account("prod")
                .set("image", image)
                .set("name", "house-package")
                .set("role", word("builds"))
                .set("batch_role", word("batches")),
        )
        .project(
            Project::managed("check")
                .set("image", image)
                .set("name", "house-check"),
        )
        .stage(Stage::new("Source").action(checkout))
        .stage(
            Stage::new("Build")
                .action(build("Package", "package", "prod").set("batch_enabled", true))
                .action(build("Check", "check", "tools"))
                .action(update),
        )
        .build()
        .expect("a pipeline")
}
