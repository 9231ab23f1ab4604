//! What holds data: made anew, under another name or elsewhere, or deleted.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::*;
use crate::data::{Fate, HOLDS_DATA};

/// An output of stacks: name, account and region, and resources by their logical ids.
fn output(stacks: &[(&str, &str, Value)]) -> Assembly {
    let artifact = |(name, environment, _): &(&str, &str, Value)| {
        let properties =
            json!({ "templateFile": format!("{name}.template.json"), "stackName": name });
        let artifact =
            json!({ "environment": format!("aws://{environment}"), "properties": properties });
        ((*name).to_owned(), artifact)
    };
    let artifacts: serde_json::Map<String, Value> = stacks.iter().map(artifact).collect();
    let template = |(name, _, resources): &(&str, &str, Value)| {
        let template = json!({ "Resources": resources });
        (format!("{name}.template.json"), template.to_string())
    };
    let mut files: BTreeMap<String, String> = stacks.iter().map(template).collect();
    let manifest = json!({ "artifacts": artifacts });
    files.insert("manifest.json".to_owned(), manifest.to_string());
    Assembly {
        files,
        warnings: Findings::default(),
    }
}

/// A resource with this `DeletionPolicy`, declared under a name.
fn declared(name: &str, kind: &str, policy: &str) -> Value {
    let source = json!({ "pipewright:source": format!("build.rs: resource {name}") });
    json!({ "Type": kind, "Metadata": source, "DeletionPolicy": policy })
}

const HERE: &str = "111111111111/us-east-1";

/// The codes of writing stacks over others.
fn found(before: &[(&str, &str, Value)], after: &[(&str, &str, Value)]) -> Vec<&'static str> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("data-types-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let found = written_over(&output(before), &output(after), &name);
    found.iter().map(|finding| finding.code.id).collect()
}

const RETAIN: &str = "RetainExceptOnCreate";

#[test]
fn a_new_one_is_empty_whatever_its_type_is() {
    for kind in HOLDS_DATA {
        for policy in [RETAIN, "Delete"] {
            let data = || json!({ "Data": declared("data", kind, policy) });
            let info = || json!({ "Info": declared("info", kind, policy) });
            let both = || json!({ "Data": declared("data", kind, policy), "Info": declared("info", kind, policy) });
            let one = [("one", HERE, data())];
            for (other, what) in [
                (vec![("one", HERE, info())], "another name"),
                (vec![("two", HERE, data())], "another stack"),
                (vec![("two", HERE, info())], "both"),
                (vec![("one", "111111111111/eu-west-1", data())], "elsewhere"),
            ] {
                assert_eq!(found(&one, &other), ["P549"], "{kind} {policy}: {what}");
            }
            // What comes besides has taken nothing's place.
            assert_eq!(found(&one, &[("one", HERE, both())]), [""; 0], "{kind}");
            let more = [("one", HERE, data()), ("two", HERE, data())];
            assert_eq!(found(&one, &more), [""; 0], "{kind}");
        }
    }
}

#[test]
fn what_is_deleted_with_its_data_is_told_whatever_its_type_is() {
    let topic = || declared("data", "AWS::SNS::Topic", "Delete");
    for kind in HOLDS_DATA {
        for policy in [RETAIN, "Delete", "Snapshot", "Retain"] {
            let data = declared("data", kind, policy);
            let before = [("one", HERE, json!({ "Data": data, "Topic": topic() }))];
            let without = [("one", HERE, json!({ "Topic": topic() }))];
            let deletes = Fate::of(&data, "DeletionPolicy") == Fate::Deleted;
            let codes: &[&str] = if deletes { &["P551"] } else { &[] };
            assert_eq!(found(&before, &without), codes, "{kind} {policy}");
            // One of another type has nothing of it.
            let other = [("one", HERE, json!({ "Topic": topic(), "Data": topic() }))];
            assert_eq!(found(&before, &other), codes, "{kind} {policy}");
            // A stack that is no longer generated is not deployed.
            assert_eq!(
                found(&before, &[("two", HERE, json!({ "Topic": topic() }))]),
                [""; 0]
            );
        }
    }
}

/// Artifacts, and what holds nothing.
#[test]
fn what_nobody_declared_and_what_holds_no_data_is_not_told() {
    let ours = |kind: &str| {
        let source = json!({ "pipewright:source": "build.rs: pipeline app" });
        json!({ "Type": kind, "Metadata": source, "DeletionPolicy": "Delete" })
    };
    for kind in ["AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Logs::LogGroup"] {
        let one = [(
            "one",
            HERE,
            json!({ "Data": ours(kind), "Other": ours(kind) }),
        )];
        let other = [("one", HERE, json!({ "Info": ours(kind) }))];
        assert_eq!(found(&one, &other), [""; 0], "{kind}");
        assert_eq!(
            found(&one, &[("two", HERE, json!({ "Data": ours(kind) }))]),
            [""; 0]
        );
    }
    let role = |name: &str| json!({ name: declared(name, "AWS::SNS::Topic", "Delete") });
    assert_eq!(
        found(&[("one", HERE, role("a"))], &[("one", HERE, role("b"))]),
        [""; 0]
    );
}

/// Of several, each has at most one in its place, and the closest one.
#[test]
fn one_takes_the_place_of_one() {
    let kind = "AWS::DynamoDB::Table";
    let table = |name: &str, size: u8| {
        let mut table = declared(name, kind, "Delete");
        table["Properties"] = json!({ "Size": size });
        table
    };
    let before = output(&[
        (
            "one",
            HERE,
            json!({ "A": table("a", 1), "B": table("b", 2), "C": table("c", 3) }),
        ),
        ("two", HERE, json!({})),
    ]);
    let after = output(&[
        ("one", HERE, json!({ "X": table("x", 3) })),
        ("two", HERE, json!({ "A": table("a", 9) })),
    ]);
    let found = written_over(&before, &after, "data-pairs");
    let told: Vec<String> = found
        .iter()
        .map(|finding| format!("{} {}", finding.code.id, finding.message))
        .collect();
    assert_eq!(
        told,
        [
            "P549 resource `a` holds data, and comes to stand in stack `two` instead of stack `one`: AWS makes a new one there, which is empty",
            "P549 resource `x` of stack `one` is new, and is empty: resource `c`, which holds data, is no longer declared",
            "P551 resource `b` of stack `one` is no longer declared: AWS deletes it, with what it holds",
        ]
    );
}

/// With a name of the user's, a stack of another account is another one.
#[test]
fn stacks_of_one_name_are_told_apart() {
    let table = || json!({ "A": declared("a", "AWS::DynamoDB::Table", RETAIN) });
    let before = output(&[("one", "111111111111/us-east-1", table())]);
    let after = output(&[("one", "222222222222/us-east-1", table())]);
    let found = written_over(&before, &after, "data-accounts");
    let told: Vec<&String> = found.iter().map(|finding| &finding.message).collect();
    assert_eq!(
        told,
        [
            "resource `a` holds data, and comes to stand in stack `one` of account 222222222222 and region `us-east-1` \
             instead of stack `one` of account 111111111111 and region `us-east-1`: AWS makes a new one there, which is empty"
        ]
    );
}

/// As a user changes a source.
#[test]
fn a_bucket_under_another_name_or_elsewhere_is_told() {
    let bucket = |declared: &str, region: &str| {
        plain().resource(Resource::new(declared, "AWS::S3::Bucket").region(region))
    };
    let first = || bucket("data", "us-east-1");
    let renamed = over(first(), bucket("info", "us-east-1"), "data-bucket");
    assert_eq!(renamed.len(), 1, "{renamed:?}");
    assert!(
        renamed[0].starts_with("P549 resource `info` (data.rs:")
            && renamed[0].ends_with(
                "is new, and is empty: resource `data`, which holds data, is no longer declared"
            ),
        "{renamed:?}"
    );
    assert_eq!(
        codes(first(), bucket("data", "eu-west-1"), "data-region"),
        ["P549"]
    );
    // Retained, so that nothing is lost.
    assert_eq!(codes(first(), plain(), "data-removed"), [""; 0]);
    let named = |declared: &str| {
        let bucket = Resource::new(declared, "AWS::S3::Bucket");
        plain().resource(bucket.set("BucketName", "kept-files"))
    };
    // A name is in use: it is told by that, once.
    assert_eq!(codes(named("data"), named("info"), "data-named"), ["P545"]);
    assert_eq!(codes(first(), named("info"), "data-gets-a-name"), ["P549"]);
    // The pipeline takes it along, and what is retained stays behind with its name.
    let moves = |builder: Builder| builder.setting("stack_name", "team-app");
    assert_eq!(
        codes(first(), moves(first()), "data-along"),
        ["P549", "P543"]
    );
    let both = codes(named("data"), moves(named("data")), "data-named-along");
    assert_eq!(both, ["P545", "P543"]);
    // What is deleted with the old stack is not in the way.
    let deleted = || {
        orders(
            "id",
            &[("TableName", "orders"), ("removal_policy", "DELETE")],
        )
    };
    let along = codes(deleted(), moves(deleted()), "data-deleted-along");
    assert_eq!(along, ["P549", "P543"]);
}

#[test]
fn a_table_that_is_deleted_is_told() {
    let table = |policy: &'static str| orders("id", &[("removal_policy", policy)]);
    assert_eq!(codes(table("DELETE"), plain(), "table-deleted"), ["P551"]);
    assert_eq!(codes(table("RETAIN"), plain(), "table-retained"), [""; 0]);
}

/// A table with this key.
fn orders(key: &str, properties: &[(&'static str, &'static str)]) -> Builder {
    let key = map([("AttributeName", key), ("KeyType", "HASH")]);
    let mut orders = Resource::new("orders", "AWS::DynamoDB::Table")
        .set("KeySchema", crate::builder::list([key]));
    for (name, value) in properties {
        orders = match *name {
            "removal_policy" => orders.set(*name, word(*value)),
            name => orders.set(name, *value),
        };
    }
    plain().resource(orders)
}

/// Whether the old one stays or not, the new one is empty.
#[test]
fn what_holds_data_and_is_made_anew_is_told() {
    let found = over(orders("id", &[]), orders("day", &[]), "data");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("P549 resource `orders` of stack `app-pipeline-")
            && found[0].ends_with(
                "holds data, and its `KeySchema` changes: AWS may make it anew, and the new one is empty"
            ),
        "{found:?}"
    );
    let named = |name: &'static str, key: &str| orders(key, &[("TableName", name)]);
    // Another name is another table, under the same logical id.
    let renamed = over(named("one", "id"), named("two", "id"), "data-renamed");
    assert!(
        renamed.len() == 1
            && renamed[0].starts_with("P549 ")
            && renamed[0].contains("its `TableName` `one` becomes `two`: AWS makes it anew"),
        "{renamed:?}"
    );
    let kept = over(named("one", "id"), named("one", "day"), "data-kept");
    assert_eq!(
        kept,
        [
            "P542 `AWS::DynamoDB::Table` `one` in account 111111111111 and region `us-east-1` keeps its name, and its `KeySchema` changes, for which AWS may make it anew: it cannot under the name that it keeps"
        ]
    );
    // What can be changed is changed in place.
    let billed = orders("id", &[("BillingMode", "PAY_PER_REQUEST")]);
    assert_eq!(codes(orders("id", &[]), billed, "data-billed"), [""; 0]);
    // What goes and comes is no change, and what holds nothing has nothing to lose.
    let bare = |declared: &str, kind: &'static str, property: &'static str, value: &str| {
        plain().resource(Resource::new(declared, kind).set(property, value.to_owned()))
    };
    let topic = |value: &str| bare("told", "AWS::SNS::Topic", "TopicName", value);
    assert_eq!(codes(topic("one"), topic("two"), "data-topic"), [""; 0]);
    let volume = |zone: &str| bare("disk", "AWS::EC2::Volume", "AvailabilityZone", zone);
    assert_eq!(codes(plain(), volume("us-east-1a"), "data-new"), [""; 0]);
}
