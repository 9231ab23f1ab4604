//! Notifications, schedules and events: what is right, and what is close to it.

use crate::support::{assert_finds, base, found, reads};
use pipewright_core::builder::{
    Account, Builder, Event, Notification, Schedule, Value, list, map, variable, word,
};

fn told(notification: Notification) -> Builder {
    base().notify(notification)
}

/// A notification of failures by mail, with more settings.
fn failures() -> Notification {
    Notification::new("failures")
        .set("pipeline_states", [word("FAILED")])
        .set("email", ["team@example.com"])
}

const TOPIC: &str = "arn:aws:sns:us-east-1:999988887777:alerts";
const CHAT: &str = "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team";

#[test]
fn a_notification_tells_somebody_something() {
    assert_finds(&told(failures()), &[]);
    let topic = Notification::new("failures")
        .set("stage_states", [word("FAILED"), word("RESUMED")])
        .set("topic", TOPIC);
    assert_finds(&told(topic), &[]);
    let chat = failures()
        .set("chatbot", CHAT)
        .set("detail_type", word("BASIC"));
    assert_finds(&told(chat), &[]);
    assert_finds(
        &told(Notification::new("failures")),
        &[
            "P371 notification `failures` tells no state",
            "P372 notification `failures` goes to nobody",
        ],
    );
}

#[test]
fn a_filter_names_what_is_there() {
    let filtered = |actions: Value| {
        told(
            failures()
                .set("action_states", [word("STARTED")])
                .set("stages", [word("Read")])
                .set("actions", actions),
        )
    };
    let right: [Value; 4] = [
        list([variable("Read", "Copy")]),
        list(["Read/Copy"]),
        list([word("Copy")]),
        list(["Copy"]),
    ];
    for actions in right {
        assert_finds(&filtered(actions), &[]);
    }
    let wrong = [
        (
            list([variable("Reed", "Copy")]),
            "P373 no stage is named `Reed`",
        ),
        (
            list(["Read/Copi"]),
            "P373 no action of stage `Read` is named `Copi`",
        ),
        (list([word("Copi")]), "P373 no action is named `Copi`"),
        (list([""]), "P373 no action is named ``"),
        (list(["/"]), "P373 no stage is named ``"),
    ];
    for (actions, message) in wrong {
        assert_finds(&filtered(actions), &[message]);
    }
}

#[test]
fn filters_and_settings_of_the_wrong_type_are_no_panic() {
    for value in [
        Value::from(3),
        Value::from(true),
        Value::from("Read"),
        list([3]),
        map([("Read", "Copy")]),
    ] {
        for key in ["stages", "actions", "pipeline_states", "email", "topic"] {
            let notification = Notification::new("failures")
                .set("action_states", [word("FAILED")])
                .set("chatbot", CHAT)
                .set(key, value.clone());
            let _ = found(&told(notification));
        }
        let event = Event::new("released").set("pattern", value.clone());
        assert!(!found(&base().on_event(event)).is_empty());
    }
}

#[test]
fn a_topic_is_where_eventbridge_reaches_it() {
    let topic = |arn: &str| {
        told(
            Notification::new("failures")
                .set("pipeline_states", [word("FAILED")])
                .set("topic", arn),
        )
    };
    assert_finds(&topic("arn:aws:sns:us-east-1:111111111111:alerts"), &[]);
    assert_finds(&topic(TOPIC), &[]);
    assert_finds(
        &topic("arn:aws:sns:us-west-2:111111111111:alerts"),
        &[
            "P377 the topic is in region `us-west-2`, and EventBridge publishes to those of home's, `us-east-1`",
        ],
    );
    assert_finds(
        &topic("arn:aws:sns:us-east-1:111111111111:alerts.fifo"),
        &["P377 this is a FIFO topic, which EventBridge does not publish to"],
    );
}

#[test]
fn names_are_of_one_scope() {
    let pipeline = base()
        .notify(failures())
        .schedule(Schedule::new("nightly", "rate(1 day)"))
        .schedule(Schedule::new("failures", "rate(1 day)"));
    assert_finds(
        &pipeline,
        &["P370 `failures` is declared twice, as notification and as schedule"],
    );
}

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
fn a_pattern_is_one_of_eventbridges() {
    let event = |pattern: Value| base().on_event(Event::new("released").set("pattern", pattern));
    let source = || ("source", list(["com.example"]));
    let compared: Vec<Value> = vec![
        map([("prefix", "v")]),
        map([("anything-but", list(["v0"]))]),
        map([(
            "numeric",
            Value::from(vec![Value::from(">"), Value::from(3)]),
        )]),
        map([("exists", false)]),
        Value::from("latest"),
        Value::from(7),
    ];
    assert_finds(
        &event(map([
            source(),
            ("detail", map([("tag", Value::from(compared))])),
            (
                "$or",
                Value::from(vec![map([("detail-type", list(["Released"]))])]),
            ),
        ])),
        &[],
    );
    assert_finds(
        &event(map([source(), ("tags", list(["v"]))])),
        &["P381 no event has a field `tags`"],
    );
    assert_finds(
        &event(map([
            source(),
            ("detail", map([("tag", map([("prefix", "v")]))])),
        ])),
        &["P381 `tag` takes a list, in which `prefix` compares"],
    );
    let nothing: [Value; 0] = [];
    assert_finds(
        &event(map([source(), ("detail-type", list(nothing))])),
        &["P381 `detail-type` may be nothing, so that no event matches"],
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
