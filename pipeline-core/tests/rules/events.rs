//! Schedules and events that start a pipeline.

use crate::support::{assert_finds, base, reads};
use pipewright_core::builder::{Account, Event, Schedule, list, map};

#[test]
fn a_schedule_is_checked() {
    let schedule = |expression: &str| base().schedule(Schedule::new("nightly", expression));
    for right in [
        "cron(0 2 * * ? *)",
        "rate(5 minutes)",
        "at(2027-01-31T06:00:00)",
    ] {
        assert_finds(&schedule(right), &[]);
    }
    assert_finds(
        &schedule("cron(0 25 * * ? *)"),
        &[
            "P380 `cron(0 25 * * ? *)` is no schedule: `25` stands for the hours: 0 to 23, with `,`, `-` and `/` between them, or `*`",
        ],
    );
    assert_finds(&schedule(""), &["P380 `` is no schedule"]);
    let once = Schedule::new("once", "at(2027-01-31T06:00:00)")
        .set("start_date", "2027-01-01T00:00:00Z")
        .set("schedule_expression_timezone", "UTC");
    assert_finds(
        &base().schedule(once),
        &["P383 `start_date` has no effect on a schedule of `at(…)`"],
    );
}

#[test]
fn an_account_with_an_event_is_used() {
    let event = Event::new("released")
        .account("prod")
        .set("pattern", map([("source", list(["com.example"]))]));
    let pipeline = base()
        .account(Account::new("prod", "444444444444"))
        .stage(reads("More"))
        .on_event(event);
    assert_finds(&pipeline, &[]);
}

#[test]
fn a_schedule_starts_something() {
    let at = |expression: &str| base().schedule(Schedule::new("nightly", expression));
    assert_finds(&at("cron(0 0 29 2 ? *)"), &[]);
    assert_finds(
        &at("cron(0 0 31 2 ? *)"),
        &["P540 `cron(0 0 31 2 ? *)` never starts the pipeline: no day fits it"],
    );
    assert_finds(
        &at("at(2020-01-01T00:00:00)"),
        &["P540 `at(2020-01-01T00:00:00)` never starts the pipeline: no day fits it"],
    );
    let until = |end: &str| {
        let schedule = Schedule::new("nightly", "cron(0 0 1 8 ? *)");
        base().schedule(
            schedule
                .set("start_date", "2027-01-01T00:00:00Z")
                .set("end_date", end),
        )
    };
    assert_finds(&until("2027-08-02T00:00:00Z"), &[]);
    assert_finds(
        &until("2027-07-01T00:00:00Z"),
        &["P540 no day from then on fits `cron(0 0 1 8 ? *)`, which never starts the pipeline"],
    );
}
