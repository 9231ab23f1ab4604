//! Actions and resources of a statement, with wildcards and variables.

use serde_json::json;

use super::*;

fn resource(pattern: &str) -> Case<'static> {
    Case {
        identity: Some(allow("s3:GetObject", pattern)),
        ..Case::default()
    }
}

fn action(pattern: &str) -> Case<'static> {
    Case {
        identity: Some(allow(pattern, OBJECT)),
        ..Case::default()
    }
}

fn named(pattern: &str, arn: &'static str) -> Case<'static> {
    Case {
        arn: Some(arn),
        ..resource(pattern)
    }
}

fn all_but(element: &str, pattern: &str) -> Case<'static> {
    let mut statement = allow("*", "*");
    let map = statement.as_object_mut().unwrap();
    map.remove(element.strip_prefix("Not").unwrap());
    map.insert(element.to_owned(), json!(pattern));
    Case {
        identity: Some(statement),
        ..Case::default()
    }
}

#[test]
fn actions_and_not_action() {
    let cases = [
        (
            "an action in other letters",
            action("S3:getobject"),
            "allowed",
        ),
        ("an action's wildcard", action("s3:Get*"), "allowed"),
        (
            "an action's question mark",
            action("s3:GetObjec?"),
            "allowed",
        ),
        (
            "a question mark is one letter",
            action("s3:GetObject?"),
            "missing",
        ),
        ("every action", action("*"), "allowed"),
        ("another service's actions", action("ec2:*"), "missing"),
        (
            "all but an action",
            all_but("NotAction", "s3:Put*"),
            "allowed",
        ),
        (
            "all but this action",
            all_but("NotAction", "s3:Get*"),
            "missing",
        ),
    ];
    check(&cases);
}

#[test]
fn resources_and_not_resource() {
    let cases = [
        (
            "all but a resource",
            all_but("NotResource", "arn:aws:s3:::other/*"),
            "allowed",
        ),
        (
            "all but this resource",
            all_but("NotResource", "arn:aws:s3:::bucket/*"),
            "missing",
        ),
        ("every resource", resource("*"), "allowed"),
        (
            "the bucket is not its objects",
            resource("arn:aws:s3:::bucket"),
            "missing",
        ),
        ("its objects", resource("arn:aws:s3:::bucket/*"), "allowed"),
        (
            "a wildcard goes over slashes",
            named("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b/c"),
            "allowed",
        ),
        (
            "a wildcard goes over colons at the end",
            named("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a:b"),
            "allowed",
        ),
        (
            "a wildcard at the end of a part may go over the next parts of an ARN",
            named("arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:111111111111:q"),
            "unknown",
        ),
        (
            "… and one within a part does not",
            named(
                "arn:aws:sqs:us-*-1:q",
                "arn:aws:sqs:us-east-1:111111111111:q",
            ),
            "missing",
        ),
        (
            "a short ARN is filled up",
            named("arn:aws:sqs", "arn:aws:sqs:us-east-1:111111111111:q"),
            "allowed",
        ),
        (
            "resources keep their case",
            resource("arn:aws:s3:::Bucket/*"),
            "missing",
        ),
        (
            "another partition",
            resource("arn:aws-cn:s3:::bucket/*"),
            "missing",
        ),
    ];
    check(&cases);
}

#[test]
fn escapes_and_variables() {
    let account = vec![("aws:principaltag/team", one("red"))];
    let absent = || vec![("aws:principaltag/team", ContextValue::Absent)];
    let cases = [
        (
            "an escaped wildcard is itself",
            named("arn:aws:s3:::bucket/${*}", "arn:aws:s3:::bucket/*"),
            "allowed",
        ),
        (
            "… and nothing else",
            resource("arn:aws:s3:::bucket/${*}"),
            "missing",
        ),
        (
            "an escaped question mark",
            named("arn:aws:s3:::bucket/a${?}*", "arn:aws:s3:::bucket/a?b"),
            "allowed",
        ),
        (
            "an escaped dollar",
            named("arn:aws:s3:::bucket/${$}", "arn:aws:s3:::bucket/$"),
            "allowed",
        ),
        (
            "a variable",
            Case {
                context: account.clone(),
                ..named(
                    "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*",
                    "arn:aws:s3:::bucket/red/x",
                )
            },
            "allowed",
        ),
        (
            "a variable of another value",
            Case {
                context: account,
                ..named(
                    "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*",
                    "arn:aws:s3:::bucket/blue/x",
                )
            },
            "missing",
        ),
        (
            "a variable that is not there",
            Case {
                context: absent(),
                ..named("arn:aws:s3:::bucket/${aws:PrincipalTag/team}*", OBJECT)
            },
            "missing",
        ),
        (
            "all but what has a variable that is not there",
            Case {
                context: absent(),
                identity: Some(json!({ "Effect": "Allow", "Action": "*",
                    "NotResource": "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*" })),
                ..Case::default()
            },
            "unknown",
        ),
        (
            "all but what has one, and this resource",
            Case {
                context: absent(),
                identity: Some(json!({ "Effect": "Allow", "Action": "*",
                    "NotResource": ["arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*", OBJECT] })),
                ..Case::default()
            },
            "missing",
        ),
        (
            "… with a default",
            Case {
                context: absent(),
                ..named(
                    "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'key'}",
                    OBJECT,
                )
            },
            "allowed",
        ),
        (
            "a variable of which nothing is known",
            resource("arn:aws:s3:::bucket/${aws:username}"),
            "unknown",
        ),
        (
            "a backtracking pattern",
            named("arn:aws:s3:::bucket/*a*b*c", "arn:aws:s3:::bucket/aabbcabc"),
            "allowed",
        ),
    ];
    check(&cases);
}

#[test]
fn all_calls_on_a_role_as_a_session_are_decided_by_its_trust_policy() {
    for action in ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] {
        let trust = json!({ "Effect": "Allow", "Principal": { "AWS": ROLE }, "Action": action });
        let case = Case {
            resource: Some(trust),
            policy_required: true,
            action: Some(action),
            arn: Some("arn:aws:iam::111111111111:role/deploys"),
            ..Case::default()
        };
        assert_eq!(ask(&case), "allowed", "{action}");
    }
}

#[test]
fn a_statement_with_elements_that_exclude_each_other_decides_nothing() {
    let whole = json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" });
    let more = [
        ("NotAction", json!("iam:*")),
        ("NotResource", json!("arn:aws:s3:::other")),
        ("Resources", json!("*")),
        ("action", json!("s3:GetObject")),
    ];
    for (element, value) in more {
        let mut statement = whole.clone();
        statement[element] = value;
        let case = Case {
            identity: Some(statement),
            ..Case::default()
        };
        assert_eq!(ask(&case), "unknown", "{element}");
    }
    let mut statement = to(json!({ "AWS": ROLE }));
    statement["NotPrincipal"] = json!({ "AWS": "222222222222" });
    let case = Case {
        resource: Some(statement),
        ..Case::default()
    };
    assert_eq!(ask(&case), "unknown");
}
