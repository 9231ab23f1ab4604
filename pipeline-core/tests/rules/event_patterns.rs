//! Patterns of events, as EventBridge takes them.

use crate::support::{assert_finds, base, found};
use pipewright_core::builder::{Builder, Event, Value, list, map};

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
