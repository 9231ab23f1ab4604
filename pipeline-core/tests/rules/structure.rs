use crate::support::{assert_finds, base, checkout, finding, home, reads, sources, stage};
use pipewright_core::builder::{Action, Builder, Stage, Step};

fn pipeline(stages: impl IntoIterator<Item = Stage>) -> Builder {
    let start = Builder::new().setting("name", "x").account(home());
    stages.into_iter().fold(start, Builder::stage)
}

fn review(name: &str) -> Action {
    Action::new(name, "Manual")
}

#[test]
fn a_pipeline_has_two_to_fifty_stages() {
    assert_finds(
        &pipeline([]),
        &["P301 the pipeline has no stages, and needs at least 2"],
    );
    let alone = stage(
        "Source",
        [Action::new("Checkout", "CodeCommit")
            .output("_source")
            .set("repository_name", "x")
            .set("branch_name", "main")],
    );
    assert_finds(
        &pipeline([alone]),
        &["P301 the pipeline has 1 stage, and needs at least 2"],
    );
    let many = |count: usize| {
        let reviews = (0..count).map(|n| stage(&format!("S{n}"), [review("Review")]));
        pipeline([sources(), reads("Read")].into_iter().chain(reviews))
    };
    assert_finds(&many(48), &[]);
    assert_finds(
        &many(49),
        &["P302 the pipeline has 51 stages, and AWS allows 50"],
    );
}

#[test]
fn sources_stand_first_and_alone() {
    assert_finds(
        &pipeline([
            stage("Review", [review("Review")]),
            sources(),
            reads("Read"),
        ]),
        &["P303 the first stage, `Review`, has no source action"],
    );
    assert_finds(
        &pipeline([
            stage("Source", [checkout(), review("Review")]),
            reads("Read"),
        ]),
        &["P304 action `Review` is of category `Approval`, and the first stage holds sources only"],
    );
    let second = Action::new("Again", "CodeCommit")
        .output("again")
        .set("repository_name", "x")
        .set("branch_name", "main");
    assert_finds(
        &base()
            .stage(stage("Late", [second]))
            .stage(stage("Upload", [crate::support::read("Upload", "again")])),
        &["P305 source action `Again` stands after the first stage"],
    );
}

#[test]
fn stages_and_blocks_hold_actions() {
    assert_finds(
        &base().stage(Stage::new("Empty")),
        &["P306 stage `Empty` holds no action"],
    );
    let block = stage("Review", [review("Review")]).step(Step::parallel([]));
    assert_finds(
        &base().stage(block),
        &["P307 this `parallel` block holds no action"],
    );
}

#[test]
fn names_are_unique() {
    assert_finds(
        &base()
            .stage(stage("Review", [review("A")]))
            .stage(stage("Review", [review("A")])),
        &["P308 two stages are named `Review`"],
    );
    assert_finds(
        &base().stage(stage("Review", [review("A"), review("A")])),
        &["P309 stage `Review` has two actions named `A`"],
    );
}

#[test]
fn names_keep_to_the_pattern() {
    assert_finds(&base().stage(stage("Deploy-to.prod", [review("A-b")])), &[]);
    assert_finds(
        &base().stage(stage("Deploy to prod", [review("A b")])),
        &[
            "P310 stage name `Deploy to prod` must be letters, digits and . @ - _",
            "P311 action name `A b` must be letters, digits and . @ - _",
        ],
    );
}

#[test]
fn stages_hold_at_most_fifty_actions() {
    let many = |count: usize| {
        base().stage(stage(
            "Review",
            (0..count).map(|n| review(&format!("R{n}"))),
        ))
    };
    assert_finds(&many(50), &[]);
    assert_finds(
        &many(51),
        &["P312 stage `Review` has 51 actions, and AWS allows 50"],
    );
}

#[test]
fn pipelines_hold_at_most_a_thousand_actions() {
    let full = |n: usize| stage(&format!("S{n}"), (0..50).map(|n| review(&format!("R{n}"))));
    let many = (0..20).fold(base(), |pipeline, n| pipeline.stage(full(n)));
    assert_finds(
        &many,
        &["P313 the pipeline has 1002 actions, and AWS allows 1000"],
    );
}

#[test]
fn kinds_are_known_ones() {
    let kind = |kind: &str| base().stage(stage("Deploy", [Action::new("A", kind)]));
    let typo = kind("CloudFormatio");
    assert_finds(&typo, &["P315 there is no action kind `CloudFormatio`"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a kind with a similar name: `CloudFormation`")
    );
    assert_eq!(
        finding(&kind("S3")).help.as_deref(),
        Some("AWS's provider `S3` is called `S3Deploy` or `S3Source` here")
    );
}

#[test]
fn run_orders_do_not_run_over() {
    let ordered = |order: i64| stage("Review", [review("A").set("run_order", order), review("B")]);
    assert_finds(&base().stage(ordered(998)), &[]);
    assert_finds(
        &base().stage(ordered(999)),
        &["P314 action `B` would have run order 1000, and AWS allows 999"],
    );
    assert_finds(
        &base().stage(stage("Review", [review("A").set("run_order", 0)])),
        &["P409 `run_order` is 0, and goes from 1 to 999"],
    );
}

#[test]
fn a_kind_that_has_ended_is_suspicious() {
    let scan = Action::new("Scan", "Snyk")
        .input("source")
        .output("_report");
    assert_finds(
        &base()
            .setting("pipeline_type", pipewright_core::builder::word("V1"))
            .stage(stage("Scan", [scan])),
        &["P316 `Snyk` cannot be added since 30 October 2024, and ended on 30 April 2025"],
    );
}
