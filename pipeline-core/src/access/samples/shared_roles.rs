//! Actions that share a role: those of a stage at home, those of a region in another account.

use crate::builder::{Account, Action, Role, Roles, Stage, file, word};
use crate::pipeline::Pipeline;

fn call(name: &str) -> Action {
    Action::new(name, "Lambda").set("function_name", name)
}

fn update(name: &str, role: &str) -> Action {
    Action::new(name, "CloudFormation")
        .account("prod")
        .input("source")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", name)
        .set("template_path", file("source", "template.yml"))
        .set("role_arn", word(role))
}

pub(crate) fn shared_roles() -> Pipeline {
    let deploys = |name: &str| {
        let policy = "arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess";
        let role = Role::managed(name).account("prod");
        role.set("managed_policies", [policy])
    };
    let copy = Action::new("Copy", "S3Deploy")
        .input("source")
        .set("bucket_name", "www.example.com")
        .set("extract", true);
    Pipeline::builder("shared")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .roles(Roles::new().set("one_per", word("STAGE")))
        .roles(
            Roles::new()
                .account("prod")
                .set("one_per", word("ACCOUNT_AND_REGION")),
        )
        .role(deploys("deploys"))
        .role(deploys("changes"))
        .stage(Stage::new("Source").action(super::checkout("app")))
        .stage(
            Stage::new("First")
                .action(call("Check"))
                .action(copy)
                .action(update("One", "deploys"))
                .action(update("Abroad", "deploys").region("eu-west-1")),
        )
        .stage(
            Stage::new("Second")
                .action(call("Check"))
                .action(call("Again"))
                .action(call("There").account("prod").region("eu-west-1"))
                .action(update("Other", "changes")),
        )
        .build()
        .expect("a pipeline")
}
