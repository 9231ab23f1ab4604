//! What values of a user's cannot do, tried with every kind and every key of the catalogue.

mod support;

use pipewright_core::builder::{Account, Action, Builder, Stage};
use pipewright_core::catalogue::{KINDS, Kind};
use pipewright_core::rules::check;
use support::kinds;

/// The codes that a pipeline is found to break.
fn codes(pipeline: &Builder) -> Vec<&'static str> {
    check(pipeline.model())
        .iter()
        .map(|finding| finding.code.id)
        .collect()
}

fn own_type(kind: &Kind) -> &'static str {
    kind.pipeline_types.last().expect("a type")
}

/// An action of a kind that surely changes each of its targets.
fn changing(kind: &Kind, name: &str) -> Action {
    let action = kinds::example(kind.name, name);
    match kind.name {
        "Eks" => Action::new(name, "Eks")
            .set("cluster_name", "shop")
            .set("helm_release_name", "web")
            .set("helm_chart_location", "chart"),
        "S3Deploy" => Action::new(name, "S3Deploy")
            .set("bucket_name", "site-files")
            .set("extract", false)
            .set("object_key", "site.zip"),
        _ => action,
    }
}

#[test]
fn two_actions_of_a_kind_do_not_change_one_thing_at_a_time() {
    for kind in KINDS.iter().filter(|kind| !kind.targets.is_empty()) {
        let both = [changing(kind, "One"), changing(kind, "Two")];
        let beside = kinds::builder(kind, "kinds", own_type(kind), both);
        let found = codes(&beside);
        let expected = if kind.targets[0].refused {
            "P433"
        } else {
            "P434"
        };
        assert_eq!(found, [expected], "{}", kind.name);
        let one_by_one = [
            changing(kind, "One"),
            changing(kind, "Two").set("run_order", 2),
        ];
        let after = kinds::builder(kind, "kinds", own_type(kind), one_by_one);
        assert_eq!(codes(&after), [""; 0], "{}", kind.name);
    }
}

/// The pipeline of an action of a kind in home that reads an artifact of this source.
fn reading(kind: &Kind, source: Action) -> Builder {
    let reader = kinds::example(kind.name, "Example").input("source");
    Builder::new()
        .setting("name", "x")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(Stage::new("Source").action(source.output("source")))
        .stage(Stage::new("Use").action(reader))
}

#[test]
fn what_an_image_source_makes_has_no_files_of_others() {
    let image = || Action::new("Checkout", "Ecr").set("repository_name", "app");
    for kind in KINDS.iter().filter(|kind| !kind.reads.is_empty()) {
        let found = codes(&reading(kind, image()));
        let count = found.iter().filter(|id| **id == "P435").count();
        assert_eq!(count, 1, "{}: {found:?}", kind.name);
        let files = Action::new("Checkout", "CodeCommit")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let found = codes(&reading(kind, files));
        assert!(!found.contains(&"P435"), "{}: {found:?}", kind.name);
    }
}
