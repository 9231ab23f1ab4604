//! Where an action may be placed at all.

use crate::support::{assert_finds, base, checkout, home, reads, stage, use_account};
use pipewright_core::builder::{Account, Action, Builder, Role, Stage, word};

fn with_sources(sources: Stage) -> Builder {
    Builder::new()
        .setting("name", "x")
        .account(home())
        .stage(sources)
        .stage(reads("Read"))
}

#[test]
fn sources_run_in_homes_region() {
    let message = "P140 source action `Checkout` cannot run in `us-west-2`: sources run in the pipeline's region, `us-east-1`";
    let own = |region: &str| with_sources(stage("Source", [checkout().region(region)]));
    assert_finds(&own("us-east-1"), &[]);
    assert_finds(&own("us-west-2"), &[message]);
    let stages = |region: &str| with_sources(stage("Source", [checkout()]).region(region));
    assert_finds(&stages("us-east-1"), &[]);
    assert_finds(&stages("us-west-2"), &[message]);
}

fn custom() -> Action {
    Action::new("Scan", "Custom")
        .input("source")
        .set("category", word("Test"))
        .set("provider", "scanner")
        .set("version", "1")
}

#[test]
fn custom_actions_run_at_home_with_no_role() {
    let with = |action: Action| {
        use_account(base().account(Account::new("dev", "222222222222")), "dev")
            .role(Role::managed("scan"))
            .stage(stage("Scan", [action]))
            .role(Role::managed("_scan"))
    };
    let plain = with(custom().account("tools").region("us-east-1"));
    assert_finds(&plain, &["P122 role `scan` is never used"]);
    assert_finds(
        &with(custom().account("dev").region("us-west-2").role("scan")),
        &[
            "P138 a `Custom` action acts with no role",
            "P139 a `Custom` action runs in home, `tools`, and not in `dev`",
            "P139 a `Custom` action runs in home's region, `us-east-1`, and not in `us-west-2`",
        ],
    );
}

#[test]
fn an_approval_runs_nowhere() {
    let review = Action::new("Review", "Manual")
        .account("tools")
        .region("us-west-2");
    assert_finds(
        &base().stage(stage("Review", [review])),
        &[
            "P141 `in tools` has no effect on a `Manual` action",
            "P141 `@` has no effect on a `Manual` action",
        ],
    );
    let stages = stage("Review", [Action::new("Review", "Manual")]).account("tools");
    assert_finds(&base().stage(stages), &[]);
}
