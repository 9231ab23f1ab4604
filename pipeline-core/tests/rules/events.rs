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
                list([
                    map([("detail-type", list(["Released"]))]),
                    map([("detail-type", list(["Tagged"]))]),
                ]),
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

/// An event of home with this pattern.
fn on(pattern: Value) -> Builder {
    base().on_event(Event::new("seen").set("pattern", pattern))
}

/// A pattern of a field of an event's detail.
fn compared(value: Value) -> Builder {
    let detail = map([("field", value)]);
    on(map([("source", list(["com.example"])), ("detail", detail)]))
}

fn one<T: Into<Value>>(operator: &str, value: T) -> Value {
    list([map([(operator, value)])])
}

#[test]
fn a_comparison_takes_what_eventbridge_takes() {
    let mixed = |items: Vec<Value>| list(items);
    for right in [
        one("prefix", ""),
        one("prefix", map([("equals-ignore-case", "a")])),
        one("suffix", ".png"),
        one("suffix", map([("equals-ignore-case", ".png")])),
        one("equals-ignore-case", "alice"),
        one("wildcard", "*/lib/*"),
        one("wildcard", "a\\*b*"),
        one("cidr", "10.0.0.0/24"),
        one("cidr", "2001:db8::/32"),
        one("exists", false),
        one("numeric", mixed(vec!["=".into(), 5.into()])),
        one(
            "numeric",
            mixed(vec![">".into(), 0.into(), "<=".into(), 5.into()]),
        ),
        one("anything-but", "a"),
        one("anything-but", 5),
        one("anything-but", list(["a", "b"])),
        one("anything-but", list([1, 2])),
        one("anything-but", map([("prefix", "us-")])),
        one("anything-but", map([("suffix", list([".png", ".jpg"]))])),
        one("anything-but", map([("equals-ignore-case", list(["a"]))])),
        one("anything-but", map([("wildcard", "*/lib/*")])),
    ] {
        assert_finds(&compared(right), &[]);
    }
    let wrong: Vec<(Value, &str)> = vec![
        (one("prefix", 5), "P381 `prefix` takes one text"),
        (
            one("prefix", list(["a", "b"])),
            "P381 `prefix` takes one text",
        ),
        (
            one("suffix", map([("wildcard", "a")])),
            "P381 `suffix` takes a text, or a map with `equals-ignore-case`",
        ),
        (
            one("equals-ignore-case", true),
            "P381 `equals-ignore-case` takes one text",
        ),
        (
            one("wildcard", "a**b"),
            "P381 `a**b` has two `*` side by side",
        ),
        (
            one("wildcard", "a\\b"),
            "P381 a `\\` in `a\\b` stands before neither `*` nor `\\`",
        ),
        (
            one("cidr", "10.0.0.0"),
            "P381 `10.0.0.0` is no range of IP addresses: it has no `/`",
        ),
        (
            one("cidr", "10.0.0.300/8"),
            "P381 `10.0.0.300` is no IP address",
        ),
        (
            one("cidr", "10.0.0.1/32"),
            "P381 EventBridge takes a prefix of at most 31 bits here, and this has 32",
        ),
        (
            one("cidr", "10.0.0.0/x"),
            "P381 `x` is no length of a prefix",
        ),
        (
            one("exists", "yes"),
            "P381 `exists` takes `true` or `false`",
        ),
        (
            one("numeric", 5),
            "P381 `numeric` takes a list of signs and numbers",
        ),
        (
            one("numeric", list([5])),
            "P381 a number is compared by a sign",
        ),
        (
            one("numeric", list(["=="])),
            "P381 a number is compared by a sign",
        ),
        (
            one("numeric", list([">"])),
            "P381 no number stands behind `>`",
        ),
        (
            one("numeric", list([">", "5"])),
            "P381 `>` compares with a number",
        ),
        (
            one("numeric", Vec::<Value>::new()),
            "P381 `numeric` compares with no number",
        ),
        (
            one(
                "numeric",
                mixed(vec!["<".into(), 0.into(), ">".into(), 5.into()]),
            ),
            "P381 a range begins with `>` or `>=`, and ends with `<` or `<=`",
        ),
        (
            one(
                "numeric",
                mixed(vec![">".into(), 5.into(), "<".into(), 0.into()]),
            ),
            "P381 no number is above 5 and below 0",
        ),
        (
            one("anything-but", true),
            "P381 `anything-but` takes a text, a number, or a list of either",
        ),
        (
            one("anything-but", Vec::<Value>::new()),
            "P381 `anything-but` names nothing",
        ),
        (
            one("anything-but", mixed(vec!["a".into(), 5.into()])),
            "P381 `anything-but` takes texts or numbers, and not both",
        ),
        (
            one("anything-but", map([("numeric", list([">"]))])),
            "P381 `anything-but` cannot turn `numeric` round",
        ),
        (
            one("anything-but", map([("prefix", "")])),
            "P381 every text has an empty prefix, so that nothing is left",
        ),
        (
            map([("prefix", "a"), ("suffix", "b")]),
            "P381 `field` takes a list, in which `prefix` compares",
        ),
        (
            list([map(Vec::<(&str, Value)>::new())]),
            "P381 an item of `field` compares by nothing",
        ),
    ];
    for (value, message) in wrong {
        assert_finds(&compared(value), &[message]);
    }
}

#[test]
fn alternatives_are_two_patterns_or_more() {
    let with = |or: Value| on(map([("source", list(["com.example"])), ("$or", or)]));
    let pattern = |field: &str| map([("detail", map([(field, list(["a"]))]))]);
    assert_finds(&with(list([pattern("a"), pattern("b")])), &[]);
    for (or, message) in [
        (
            list(Vec::<Value>::new()),
            "P381 `$or` has no patterns, and needs two",
        ),
        (
            list([pattern("a")]),
            "P381 `$or` has 1 pattern, and needs two",
        ),
        (pattern("a"), "P381 `$or` takes a list of patterns"),
        (
            list([pattern("a"), Value::from("b")]),
            "P381 each item of `$or` is a pattern, a map",
        ),
        (
            list([map([("prefix", list(["a"]))]), pattern("b")]),
            "P381 `prefix` is no name of a field inside of `$or`",
        ),
    ] {
        assert_finds(&with(or), &[message]);
    }
    assert_finds(
        &on(map([("source", map([("name", list(["a"]))]))])),
        &["P381 `source` of an event has no fields"],
    );
    assert_finds(
        &on(map([("detail", list(["a"]))])),
        &["P381 `detail` of an event is a map, and no text"],
    );
}

#[test]
fn a_pipeline_does_not_start_itself() {
    let state = |detail: Value| {
        on(map([
            ("source", list(["aws.codepipeline"])),
            ("detail", detail),
        ]))
    };
    let loops = |pipeline: &Builder| {
        let found = found(pipeline);
        found.iter().filter(|it| it.code.id == "P539").count()
    };
    let states = |state: &str| ("state", list([state]));
    for detail in [
        map([states("SUCCEEDED")]),
        map([("pipeline", list(["x"])), states("STARTED")]),
        map([("pipeline", one("prefix", "x")), states("FAILED")]),
        map([("pipeline", one("anything-but", "other"))]),
        map([("stage", list(["Read"])), states("FAILED")]),
        map([("state", one("anything-but", map([("prefix", "X")])))]),
    ] {
        assert_eq!(loops(&state(detail.clone())), 1, "{detail:?}");
    }
    for detail in [
        map([("pipeline", list(["other"])), states("SUCCEEDED")]),
        map([("pipeline", one("anything-but", "x"))]),
        map([("stage", list(["Elsewhere"]))]),
        map([states("UNKNOWN")]),
        map([("type", map([("category", list(["Approval"]))]))]),
    ] {
        assert_eq!(loops(&state(detail.clone())), 0, "{detail:?}");
    }
    let everything = map([("source", one("prefix", ""))]);
    assert_eq!(loops(&on(everything.clone())), 1);
    let silenced = Event::new("_seen").set("pattern", everything);
    assert_eq!(loops(&base().on_event(silenced)), 0);
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
