//! Names, as AWS compares them.

use super::*;
use crate::access::samples;
use crate::emitted::identifiers::GIVEN;
use crate::plan::plan;
use crate::render::render;

#[test]
fn everything_that_we_make_has_a_name_or_is_known_to_have_none() {
    for (what, pipeline) in samples::all() {
        let deployment = plan(&pipeline).expect(what);
        let templates = render(&deployment).expect(what);
        let here = pipeline.home();
        let here = pipeline.arns(&here);
        for body in templates
            .iter()
            .flat_map(|found| found.resources().values())
        {
            let kind = body["Type"].as_str().expect("a type");
            // Whether two such names are the same is known when their stacks are deployed.
            let late = body["Properties"]["BucketName"].is_object();
            let named = late || Name::of(&here, body).is_some();
            assert_ne!(named, NAMELESS.contains(&kind), "{what}: {body}");
        }
    }
}

#[test]
fn names_are_compared_as_aws_does() {
    let here = |account, region| ArnEnvironment {
        partition: "aws",
        region,
        account,
    };
    let role = |name: &str| serde_json::json!({ "Type": "AWS::IAM::Role", "Properties": { "RoleName": name } });
    let rule = |name: &str| serde_json::json!({ "Type": "AWS::Events::Rule", "Properties": { "Name": name } });
    let on = |bus: Value| serde_json::json!({ "Type": "AWS::Events::Rule", "Properties": { "Name": "app", "EventBusName": bus } });
    let east = here("111111111111", "us-east-1");
    let west = here("111111111111", "us-west-2");
    let other = here("222222222222", "us-east-1");
    assert_eq!(Name::of(&east, &role("App")), Name::of(&west, &role("app")));
    assert_ne!(
        Name::of(&east, &role("app")),
        Name::of(&other, &role("app"))
    );
    assert_ne!(Name::of(&east, &rule("app")), Name::of(&west, &rule("app")));
    assert_ne!(Name::of(&east, &rule("app")), Name::of(&east, &role("app")));
    // Each bus has its own rules, and each group its own schedules.
    let orders = Name::of(&east, &on("orders".into()));
    let default = Name::of(&east, &rule("app"));
    assert_ne!(orders, default);
    assert_eq!(Name::of(&east, &on("default".into())), default);
    let arn = "arn:aws:events:us-east-1:111111111111:event-bus/orders";
    assert_eq!(Name::of(&east, &on(arn.into())), orders);
    let made = serde_json::json!({ "Ref": "Bus" });
    assert_ne!(Name::of(&east, &on(made)), default);
    let partners = ["aws.partner/one/x", "aws.partner/two/x"].map(|bus| on(bus.into()));
    assert_ne!(Name::of(&east, &partners[0]), Name::of(&east, &partners[1]));
    let schedule = |group: &str| serde_json::json!({ "Type": "AWS::Scheduler::Schedule", "Properties": { "Name": "app", "GroupName": group } });
    assert_ne!(
        Name::of(&east, &schedule("one")),
        Name::of(&east, &schedule("two"))
    );
}

/// A resource with these texts at these paths.
fn with(kind: &str, texts: &[(&str, &str)]) -> Value {
    let mut properties = serde_json::json!({});
    for (path, text) in texts {
        let mut place = &mut properties;
        for part in path.split('/') {
            place = &mut place[part];
        }
        *place = Value::from(*text);
    }
    serde_json::json!({ "Type": kind, "Properties": properties })
}

#[test]
fn each_type_of_the_list_is_named_by_all_of_its_properties() {
    let here = |region| ArnEnvironment {
        partition: "aws",
        region,
        account: "111111111111",
    };
    let (east, west) = (here("us-east-1"), here("us-west-2"));
    for (kind, line) in GIVEN {
        let paths: Vec<&str> = line.split_whitespace().collect();
        let plain = |path: &'static str| path.trim_end_matches('?').split('|');
        let texts = |own: &'static str| -> Vec<(&str, &str)> {
            let firsts = paths.iter().filter_map(|path| plain(path).next());
            firsts.map(|path| (path, own)).collect()
        };
        let own = Name::of(&east, &with(kind, &texts("own")));
        assert!(own.is_some(), "{kind}");
        assert_eq!(own, Name::of(&east, &with(kind, &texts("own"))), "{kind}");
        let is_global = GLOBAL.iter().any(|start| kind.starts_with(start));
        let there = Name::of(&west, &with(kind, &texts("own")));
        assert_eq!(own == there, is_global, "{kind}");
        for (index, path) in paths.iter().enumerate() {
            let mut other = texts("own");
            other[index].1 = "other";
            let changed = Name::of(&east, &with(kind, &other));
            assert!(changed.is_some() && changed != own, "{kind} {path}");
            let removed = other.remove(index);
            let is_named = Name::of(&east, &with(kind, &other)).is_some();
            assert_eq!(is_named, path.ends_with('?'), "{kind} {path}");
            for second in plain(path).skip(1) {
                let mut second = vec![(second, removed.1)];
                second.extend(&other);
                assert_eq!(
                    changed,
                    Name::of(&east, &with(kind, &second)),
                    "{kind} {path}"
                );
            }
        }
    }
}
