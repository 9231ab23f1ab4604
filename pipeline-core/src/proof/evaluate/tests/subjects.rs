//! What a statement is about: actions, resources, wildcards, variables.

use serde_json::json;

use super::*;

#[test]
fn what_it_is_about() {
    let d = Case::default;
    let resource = |pattern: &str| Case {
        identity: Some(allow("s3:GetObject", pattern)),
        ..d()
    };
    let action = |pattern: &str| Case {
        identity: Some(allow(pattern, OBJECT)),
        ..d()
    };
    let named = |pattern: &str, arn: &'static str| Case {
        arn: Some(arn),
        ..resource(pattern)
    };
    let account = vec![("aws:principaltag/team", one("red"))];
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
            Case {
                identity: Some(
                    json!({ "Effect": "Allow", "NotAction": "s3:Put*", "Resource": "*" }),
                ),
                ..d()
            },
            "allowed",
        ),
        (
            "all but this action",
            Case {
                identity: Some(
                    json!({ "Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*" }),
                ),
                ..d()
            },
            "missing",
        ),
        (
            "all but a resource",
            Case {
                identity: Some(
                    json!({ "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::other/*" }),
                ),
                ..d()
            },
            "allowed",
        ),
        (
            "all but this resource",
            Case {
                identity: Some(
                    json!({ "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::bucket/*" }),
                ),
                ..d()
            },
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
            "a wildcard does not go over the parts of an ARN",
            named("arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:111111111111:q"),
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
                context: vec![("aws:principaltag/team", Value::Absent)],
                ..named("arn:aws:s3:::bucket/${aws:PrincipalTag/team}*", OBJECT)
            },
            "missing",
        ),
        (
            "… with a default",
            Case {
                context: vec![("aws:principaltag/team", Value::Absent)],
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
