//! Notifications: whom they tell, what they filter, and the topics that they publish to.

use crate::support::{assert_finds, base, found};
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
        &["P371 notification `failures` tells no state, and goes to nobody"],
    );
    let states = Notification::new("failures").set("pipeline_states", [word("FAILED")]);
    assert_finds(
        &told(states),
        &["P372 notification `failures` goes to nobody"],
    );
    let target = Notification::new("failures").set("topic", TOPIC);
    assert_finds(
        &told(target),
        &["P371 notification `failures` tells no state"],
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
fn a_topic_and_a_key_can_be_declared() {
    use pipewright_core::builder::{Resource, Role, attribute};
    let key = || Resource::new("key", "AWS::KMS::Key").set("KeyPolicy", map([("Version", "x")]));
    let with = |notification: Notification| {
        told(notification)
            .resource(Resource::new("alerts", "AWS::SNS::Topic"))
            .resource(Resource::new("far", "AWS::SNS::Topic").region("eu-west-1"))
            .resource(Resource::new("missed", "AWS::SQS::Queue"))
            .resource(key())
    };
    let states = || Notification::new("failures").set("pipeline_states", [word("FAILED")]);
    for topic in [word("alerts"), attribute("alerts", "TopicArn")] {
        assert_finds(&with(states().set("topic", topic)), &[]);
    }
    let encrypted = |value: Value| with(failures().set("kms_master_key_id", value));
    assert_finds(&encrypted(attribute("key", "Arn")), &[]);
    assert_finds(
        &encrypted(word("key")),
        &["P541 `kms_master_key_id` takes the ARN of a KMS key, and `key` is not it"],
    );
    for (topic, message) in [
        (
            attribute("missed", "Arn"),
            "P541 `topic` takes an SNS topic, and `missed` is `AWS::SQS::Queue`",
        ),
        (
            word("far"),
            "P377 the topic is in region `eu-west-1`, and the pipeline in `us-east-1`",
        ),
    ] {
        let found = found(&with(states().set("topic", topic)));
        let found: Vec<String> = found
            .iter()
            .filter(|one| one.is_error())
            .map(|one| format!("{} {}", one.code.id, one.message))
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found, [message]);
    }
    let scheduled = |settings: Schedule| {
        base()
            .schedule(settings)
            .resource(Resource::new("missed", "AWS::SQS::Queue"))
            .account(Account::new("prod", "444444444444"))
            .role(Role::imported(
                "starts",
                "arn:aws:iam::111111111111:role/starts",
            ))
            .role(Role::imported("far", "arn:aws:iam::444444444444:role/starts").account("prod"))
    };
    let nightly = || Schedule::new("nightly", "rate(1 day)");
    let errors = |pipeline: &Builder| -> Vec<String> {
        let found = found(pipeline);
        let found = found.iter().filter(|one| one.is_error());
        found
            .map(|one| format!("{} {}", one.code.id, one.message))
            .collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(
        errors(&scheduled(nightly().set("role", word("starts")))),
        none
    );
    assert_eq!(
        errors(&scheduled(nightly().set("role", word("far")))),
        ["P162 role `far` is in account `prod`, and the pipeline lives in `tools`"],
    );
    assert_eq!(
        errors(&scheduled(
            nightly().set("dead_letter_queue", word("missed"))
        )),
        ["P541 `dead_letter_queue` takes the ARN of an SQS queue, and `missed` is not it"],
    );
}
