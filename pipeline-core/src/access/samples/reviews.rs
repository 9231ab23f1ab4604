//! Approvals of change sets of several accounts and regions, with rules for all roles.

use super::{checkout, execute, update};
use crate::builder::{Account, Action, Role, Roles, Stage, variable};
use crate::pipeline::Pipeline;

pub(super) fn reviews() -> Pipeline {
    let managed = |name: &str, account: &str| {
        Role::managed(name).account(account).set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess"],
        )
    };
    let prepare = |name: &str, role: &str| update(name, "source", "CHANGE_SET_REPLACE", role);
    let review = |name: &str| Action::new(name, "Manual");
    Pipeline::builder("reviewed")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .account(Account::new("dr", "555555555555").region("eu-west-1"))
        .roles(
            Roles::new()
                .account("dr")
                .set("path", "/delegated/")
                .set("name_prefix", "acme-"),
        )
        .role(managed("here", "tools"))
        .role(managed("there", "prod"))
        .role(managed("abroad", "dr"))
        .stage(Stage::new("Source").action(checkout("app")))
        .stage(
            Stage::new("Deploy")
                .parallel([
                    prepare("Here", "here"),
                    prepare("There", "there").account("prod"),
                    prepare("Abroad", "abroad").account("dr"),
                ])
                .action(review("Review").of(["Here", "Deploy/There", "Abroad"]))
                .action(execute()),
        )
        .stage(
            Stage::new("Again")
                .account("prod")
                .action(
                    review("Review")
                        .of(variable("Deploy", "There"))
                        .set("custom_data", "What it changes in production."),
                )
                .action(execute()),
        )
        .build()
        .expect("a pipeline")
}
