//! Pipelines for the rules' tests: whole and clean, to be broken in one place.

use pipewright_core::builder::{Account, Action, Builder, Stage, file, word};
use pipewright_core::finding::Finding;
use pipewright_core::place::Location;
use pipewright_core::rules::check;

pub(crate) fn home() -> Account {
    Account::home("tools", "111111111111").region("us-east-1")
}

/// A pipeline that lives in `tools`, checks `source` out and reads it.
pub(crate) fn base() -> Builder {
    Builder::new()
        .setting("name", "x")
        .account(home())
        .stage(sources())
        .stage(reads("Read"))
}

pub(crate) fn sources() -> Stage {
    stage("Source", [checkout()])
}

pub(crate) fn checkout() -> Action {
    Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "x")
        .set("branch_name", "main")
}

/// A stage that reads `source`.
pub(crate) fn reads(name: &str) -> Stage {
    stage(name, [read("Copy", "source")])
}

pub(crate) fn read(name: &str, artifact: &str) -> Action {
    Action::new(name, "S3Deploy")
        .input(artifact)
        .set("bucket_name", "site-files")
        .set("extract", true)
}

pub(crate) fn package(input: &str, output: &str) -> Action {
    Action::new("Package", "CodeBuild")
        .input(input)
        .output(output)
        .set("project_name", "package")
}

/// An action that prepares a change set and one that executes it.
pub(crate) fn change_sets() -> [Action; 2] {
    let change_set = |name: &str, mode: &str| {
        Action::new(name, "CloudFormation")
            .set("action_mode", word(mode))
            .set("stack_name", "app")
            .set("change_set_name", "release")
    };
    [
        change_set("Prepare", "CHANGE_SET_REPLACE")
            .input("source")
            .set("template_path", file("source", "template.yml"))
            .set("role_arn", "arn:aws:iam::111111111111:role/deploy"),
        change_set("Execute", "CHANGE_SET_EXECUTE"),
    ]
}

pub(crate) fn stage(name: &str, actions: impl IntoIterator<Item = Action>) -> Stage {
    actions.into_iter().fold(Stage::new(name), Stage::action)
}

/// The pipeline with a stage that runs in an account.
pub(crate) fn use_account(pipeline: Builder, account: &str) -> Builder {
    pipeline.stage(reads("Use").account(account))
}

pub(crate) fn found(pipeline: &Builder) -> Vec<Finding<Location>> {
    check(pipeline.model()).into_iter().collect()
}

/// The first finding.
pub(crate) fn finding(pipeline: &Builder) -> Finding<Location> {
    found(pipeline).remove(0)
}

#[track_caller]
pub(crate) fn assert_finds(pipeline: &Builder, expected: &[&str]) {
    let found: Vec<String> = found(pipeline)
        .iter()
        .map(|finding| format!("{} {}", finding.code.id, finding.message))
        .collect();
    assert_eq!(found, expected);
}
