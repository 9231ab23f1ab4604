//! Build projects: the ones that actions start, and the roles of those.

use crate::support::{assert_finds, base, finding, stage, use_account};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Account, Action, Builder, Project, Role, Store, word};

fn build(project: impl Into<Value>) -> Action {
    Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", project)
}

fn with(action: Action) -> Builder {
    base()
        .project(Project::managed("package").set("image", "x"))
        .stage(stage("Build", [action]))
}

fn dev(pipeline: Builder) -> Builder {
    use_account(pipeline.account(Account::new("dev", "222222222222")), "dev")
}

#[test]
fn a_project_is_declared() {
    assert_finds(&with(build(word("package"))), &[]);
    let typo = with(build(word("packge")));
    assert_finds(&typo, &["P132 project `packge` is not declared"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a project with a similar name is declared: `package`")
    );
    let role = with(build(word("building"))).role(Role::managed("building"));
    assert_finds(
        &role,
        &[
            "P122 project `package` is never used",
            "P132 `building` is a role, not a project",
        ],
    );
}

#[test]
fn a_project_is_where_its_action_runs() {
    assert_finds(
        &dev(with(build(word("package")).account("dev"))),
        &["P135 project `package` is in account `tools`, and action `Build` runs in `dev`"],
    );
    assert_finds(
        &with(build(word("package")).region("us-west-2")),
        &[
            "P135 project `package` is in region `us-east-1`, and action `Build` runs in `us-west-2`",
        ],
    );
}

#[test]
fn the_role_of_an_unknown_project_is_not_admitted() {
    let message =
        "P137 project `build` is not declared, so its role is not admitted to the artifact store";
    let plain = || base().stage(stage("Build", [build("build")]));
    assert_finds(&plain(), &[]);
    assert_finds(&dev(plain()), &[message]);
    let keyed = |key: bool| {
        plain().store(
            Store::managed("main")
                .region("us-east-1")
                .set("encryption_key", key),
        )
    };
    assert_finds(&keyed(false), &[]);
    assert_finds(&keyed(true), &[message]);
}
