//! Texts that keep to their pattern, and are doubted.

use crate::support::{assert_finds, base, finding, home, reads, stage};
use pipewright_core::builder::{Action, Builder, Condition, Rule};

fn window(cron: &str) -> Builder {
    zoned(Rule::new("Window", "DeploymentWindow").set("cron", cron))
}

fn zoned(rule: Rule) -> Builder {
    base().stage(reads("Deploy").before_entry(Condition::new("FAIL").rule(rule)))
}

#[test]
fn one_field_says_the_day() {
    for good in [
        "0 0 9-17 ? * MON-FRI *",
        "* * 9 * * ?",
        "* * 9 1,15 * ? 2026",
    ] {
        assert_finds(&window(good), &[]);
    }
    for (bad, message, help) in [
        (
            "0 0 9 ? * ?",
            "says neither the day of the month nor the day of the week",
            "for every day, write `0 0 9 * * ?`",
        ),
        (
            "0 0 9 1 * MON",
            "says both the day of the month and the day of the week",
            "one of them is `?`: `0 0 9 1 * ?` or `0 0 9 ? * MON`",
        ),
        (
            "0 0 9 * * *",
            "says both the day of the month and the day of the week",
            "one of them is `?`: `0 0 9 ? * *`",
        ),
    ] {
        assert_finds(&window(bad), &[&format!("P442 `cron` {message}")]);
        assert_eq!(finding(&window(bad)).help.as_deref(), Some(help));
    }
}

#[test]
fn a_range_runs_forwards() {
    for (range, cron, help) in [
        ("17-9", "0 0 17-9 ? * MON", "write both parts: `17-23,0-9`"),
        (
            "FRI-MON",
            "0 0 9 ? * WED,FRI-MON",
            "write both parts: `FRI-7,1-MON`",
        ),
        (
            "40-5",
            "0 40-5/5 9 ? * MON",
            "write both parts: `40-59,0-5`",
        ),
        ("2030-2026", "0 0 9 ? * MON 2030-2026", "write `2026-2030`"),
    ] {
        let message = format!("P442 `cron` has a range that runs backwards, `{range}`");
        assert_finds(&window(cron), &[&message]);
        assert_eq!(finding(&window(cron)).help.as_deref(), Some(help));
    }
    assert_finds(&window("0 0 9 L-3 * ?"), &[]);
}

#[test]
fn a_time_zone_is_there() {
    let zone = |zone: &str| {
        let rule = Rule::new("Window", "DeploymentWindow").set("cron", "0 0 9 ? * MON");
        zoned(rule.set("time_zone", zone))
    };
    assert_finds(&zone("Europe/Berlin"), &[]);
    assert_finds(
        &zone("Europe/Berln"),
        &["P443 `time_zone`: no time zone is called `Europe/Berln`"],
    );
    assert_eq!(
        finding(&zone("Europe/Berln")).help.as_deref(),
        Some("a time zone with a similar name: `Europe/Berlin`")
    );
}

#[test]
fn a_branch_has_its_short_name() {
    let on = |branch: &str| {
        let checkout = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "x")
            .set("branch_name", branch);
        Builder::new()
            .setting("name", "x")
            .account(home())
            .stage(stage("Source", [checkout]))
            .stage(reads("Read"))
    };
    assert_finds(&on("release/refs/heads"), &[]);
    let full = on("refs/heads/main");
    assert_finds(
        &full,
        &["P444 `branch_name` is a branch's full name, and AWS takes the short one"],
    );
    assert_eq!(finding(&full).help.as_deref(), Some("write `main`"));
}
