//! What is declared or made, and never used.

use crate::support::{assert_finds, base, read, reads, stage, use_account};
use pipewright_core::builder::{Account, Project, Role, Store, word};

#[test]
fn an_account_that_nothing_runs_in_is_suspicious() {
    let pipeline = |name: &str| base().account(Account::new(name, "222222222222"));
    assert_finds(&pipeline("dev"), &["P122 account `dev` is never used"]);
    assert_finds(&pipeline("_dev"), &[]);
    assert_finds(&use_account(pipeline("dev"), "dev"), &[]);
}

#[test]
fn a_mistyped_account_is_not_unused_too() {
    let pipeline = base().account(Account::new("prod", "222222222222"));
    assert_finds(
        &use_account(pipeline, "prd"),
        &["P102 account `prd` is not declared"],
    );
}

#[test]
fn a_store_is_used_by_what_runs_in_its_region() {
    let pipeline = || base().store(Store::managed("west").region("us-west-2"));
    assert_finds(&pipeline(), &["P122 store `west` is never used"]);
    assert_finds(&pipeline().stage(reads("West").region("us-west-2")), &[]);
    assert_finds(
        &pipeline().stage(stage("West", [read("Upload", "source").store("west")])),
        &[],
    );
}

#[test]
fn roles_and_projects_are_used_where_they_are_named() {
    let pipeline = || {
        base()
            .role(Role::managed("build"))
            .project(Project::managed("packing").set("image", "x"))
    };
    assert_finds(
        &pipeline(),
        &[
            "P122 role `build` is never used",
            "P122 project `packing` is never used",
        ],
    );
    let action = pipewright_core::builder::Action::new("Package", "CodeBuild")
        .input("source")
        .set("project_name", word("packing"))
        .role("build");
    assert_finds(&pipeline().stage(stage("Build", [action])), &[]);
}
