//! Textbook cases of IAM's logic, in tables.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::*;

const ROLE: &str = "arn:aws:iam::111111111111:role/path/app";
const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/app/session";
const OBJECT: &str = "arn:aws:s3:::bucket/key";

/// One case; what is not said is as [`ask`] has it.
#[derive(Default)]
struct Case<'c> {
    identity: Option<Json>,
    resource: Option<Json>,
    boundary: Option<Json>,
    attached: Vec<&'c str>,
    service: Option<&'c str>,
    /// The account of the resource.
    owner: Option<&'c str>,
    strict: bool,
    action: Option<&'c str>,
    arn: Option<&'c str>,
    context: Vec<(&'c str, Value<'c>)>,
}

fn one(value: &str) -> Value<'_> {
    Value::One(Cow::Borrowed(value))
}

fn many_of<'v>(values: &[&'v str]) -> Value<'v> {
    Value::Many(values.iter().map(|value| Cow::Borrowed(*value)).collect())
}

fn read<'p>(statements: &'p Json) -> Policy<'p> {
    let text = |value: &'p Json| match value {
        Json::String(text) => Ok(Cow::Borrowed(text.as_str())),
        other => Err(format!("{other} is no text")),
    };
    Policy {
        place: Place::default(),
        statements: many(Some(statements))
            .map(|statement| Statement::read(statement, true, &text))
            .collect(),
    }
}

/// `allowed`, `denied` (by a statement), `missing` or `unknown`.
fn ask(case: &Case<'_>) -> &'static str {
    let own = Own {
        policies: case.identity.iter().map(read).collect(),
        attached: case.attached.clone(),
        boundary: case
            .boundary
            .as_ref()
            .map(|policy| Boundary::Known(read(policy))),
    };
    let policies: Vec<Policy<'_>> = case.resource.iter().map(read).collect();
    let who = match case.service {
        Some(service) => Who {
            service: Some(service),
            ..Who::default()
        },
        None => Who {
            arn: Cow::Borrowed(ROLE),
            session: Some(SESSION.to_owned()),
            account: Cow::Borrowed("111111111111"),
            identity: Identity::Known(&own),
            ..Who::default()
        },
    };
    let resource = Resource {
        arn: Cow::Borrowed(case.arn.unwrap_or(OBJECT)),
        account: Cow::Borrowed(case.owner.unwrap_or("111111111111")),
        guard: Guard::Known(&policies),
        what: "policy",
        strict: case.strict,
        context: Vec::new(),
    };
    let request = Request {
        who: &who,
        action: case.action.unwrap_or("s3:GetObject"),
        resource: &resource,
        context: &case.context,
        needed: false,
    };
    match decide(&request) {
        Verdict::Allowed { .. } => "allowed",
        Verdict::Forbidden { .. } => "denied",
        Verdict::Missing { .. } => "missing",
        Verdict::Unknown { .. } => "unknown",
    }
}

fn allow(action: &str, resource: &str) -> Json {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

fn deny(action: &str, resource: &str) -> Json {
    json!({ "Effect": "Deny", "Action": action, "Resource": resource })
}

fn to(principal: Json) -> Json {
    json!({ "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": OBJECT })
}

fn when(operator: &str, key: &str, values: Json) -> Json {
    json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT,
            "Condition": { operator: { key: values } } })
}

#[test]
fn who_decides() {
    let mine = || Some(allow("s3:GetObject", OBJECT));
    let root = || Some(to(json!({ "AWS": "arn:aws:iam::111111111111:root" })));
    let role = || Some(to(json!({ "AWS": ROLE })));
    let anyone = || Some(to(json!("*")));
    let other = Some("222222222222");
    let d = Case::default;
    let cases = [
        ("nothing allows", d(), "missing"),
        (
            "the identity's policy",
            Case {
                identity: mine(),
                ..d()
            },
            "allowed",
        ),
        (
            "another action",
            Case {
                identity: Some(allow("s3:PutObject", OBJECT)),
                ..d()
            },
            "missing",
        ),
        (
            "another resource",
            Case {
                identity: Some(allow("s3:GetObject", "arn:aws:s3:::other/key")),
                ..d()
            },
            "missing",
        ),
        (
            "the resource's policy names the role",
            Case {
                resource: role(),
                ..d()
            },
            "allowed",
        ),
        (
            "… its session",
            Case {
                resource: Some(to(json!({ "AWS": SESSION }))),
                ..d()
            },
            "allowed",
        ),
        (
            "… another session",
            Case {
                resource: Some(to(
                    json!({ "AWS": "arn:aws:sts::111111111111:assumed-role/app/other" }),
                )),
                ..d()
            },
            "missing",
        ),
        (
            "… anyone",
            Case {
                resource: anyone(),
                ..d()
            },
            "allowed",
        ),
        (
            "… every AWS principal",
            Case {
                resource: Some(to(json!({ "AWS": "*" }))),
                ..d()
            },
            "allowed",
        ),
        (
            "… the account, which does not allow it",
            Case {
                resource: root(),
                ..d()
            },
            "missing",
        ),
        (
            "… the account by its id, which does",
            Case {
                identity: mine(),
                resource: Some(to(json!({ "AWS": "111111111111" }))),
                ..d()
            },
            "allowed",
        ),
        (
            "… another role",
            Case {
                resource: Some(to(json!({ "AWS": "arn:aws:iam::111111111111:role/app" }))),
                ..d()
            },
            "missing",
        ),
        (
            "… the account in another partition",
            Case {
                identity: mine(),
                owner: other,
                resource: Some(to(json!({ "AWS": "arn:aws-cn:iam::111111111111:root" }))),
                ..d()
            },
            "missing",
        ),
        (
            "a Deny of the identity's",
            Case {
                identity: Some(json!([allow("s3:*", "*"), deny("s3:GetObject", "*")])),
                ..d()
            },
            "denied",
        ),
        (
            "a Deny of the resource's",
            Case {
                identity: mine(),
                resource: Some(
                    json!({ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }),
                ),
                ..d()
            },
            "denied",
        ),
        (
            "a Deny for someone else",
            Case {
                identity: mine(),
                resource: Some(
                    json!({ "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::333333333333:root" }, "Action": "s3:*", "Resource": "*" }),
                ),
                ..d()
            },
            "allowed",
        ),
        (
            "across accounts, the identity alone",
            Case {
                identity: mine(),
                owner: other,
                ..d()
            },
            "missing",
        ),
        (
            "across accounts, the resource alone",
            Case {
                resource: role(),
                owner: other,
                ..d()
            },
            "missing",
        ),
        (
            "across accounts, anyone alone",
            Case {
                resource: anyone(),
                owner: other,
                ..d()
            },
            "missing",
        ),
        (
            "across accounts, both by role",
            Case {
                identity: mine(),
                resource: role(),
                owner: other,
                ..d()
            },
            "allowed",
        ),
        (
            "across accounts, both by account",
            Case {
                identity: mine(),
                resource: root(),
                owner: other,
                ..d()
            },
            "allowed",
        ),
        (
            "a key, the identity alone",
            Case {
                identity: mine(),
                strict: true,
                ..d()
            },
            "missing",
        ),
        (
            "a key that names the role",
            Case {
                resource: role(),
                strict: true,
                ..d()
            },
            "allowed",
        ),
        (
            "a key that names the account, and the identity",
            Case {
                identity: mine(),
                resource: root(),
                strict: true,
                ..d()
            },
            "allowed",
        ),
        (
            "a key that names the account alone",
            Case {
                resource: root(),
                strict: true,
                ..d()
            },
            "missing",
        ),
        (
            "a boundary that allows it too",
            Case {
                identity: mine(),
                boundary: Some(allow("s3:*", "*")),
                ..d()
            },
            "allowed",
        ),
        (
            "a boundary that does not",
            Case {
                identity: mine(),
                boundary: Some(allow("ec2:*", "*")),
                ..d()
            },
            "missing",
        ),
        (
            "a boundary that does not, where the resource's policy names the role",
            Case {
                resource: role(),
                boundary: Some(allow("ec2:*", "*")),
                ..d()
            },
            "missing",
        ),
        (
            "a boundary that does, where the resource's policy names the role",
            Case {
                resource: role(),
                boundary: Some(allow("s3:*", "*")),
                ..d()
            },
            "allowed",
        ),
        (
            "a boundary that does not, where the resource's policy names the session",
            Case {
                resource: Some(to(json!({ "AWS": SESSION }))),
                boundary: Some(allow("ec2:*", "*")),
                ..d()
            },
            "allowed",
        ),
        (
            "a boundary that does not, where the resource's policy names anyone",
            Case {
                resource: anyone(),
                boundary: Some(allow("ec2:*", "*")),
                ..d()
            },
            "allowed",
        ),
        (
            "a boundary alone",
            Case {
                boundary: Some(allow("s3:*", "*")),
                ..d()
            },
            "missing",
        ),
        (
            "a boundary that denies",
            Case {
                identity: mine(),
                boundary: Some(json!([allow("*", "*"), deny("s3:*", "*")])),
                ..d()
            },
            "denied",
        ),
        (
            "AWS's managed policy",
            Case {
                attached: vec!["arn:aws:iam::aws:policy/PowerUserAccess"],
                ..d()
            },
            "unknown",
        ),
        (
            "AWS's managed policy, and ours",
            Case {
                identity: mine(),
                attached: vec!["arn:aws:iam::aws:policy/PowerUserAccess"],
                ..d()
            },
            "allowed",
        ),
        (
            "a customer's managed policy may deny",
            Case {
                identity: mine(),
                attached: vec!["arn:aws:iam::111111111111:policy/x"],
                ..d()
            },
            "unknown",
        ),
        (
            "a service that is named",
            Case {
                service: Some("codebuild.amazonaws.com"),
                resource: Some(to(json!({ "Service": ["codebuild.amazonaws.com"] }))),
                strict: true,
                ..d()
            },
            "allowed",
        ),
        (
            "a service that is not",
            Case {
                service: Some("events.amazonaws.com"),
                resource: Some(to(json!({ "Service": "codebuild.amazonaws.com" }))),
                strict: true,
                ..d()
            },
            "missing",
        ),
        (
            "a service is of no account",
            Case {
                service: Some("events.amazonaws.com"),
                resource: root(),
                ..d()
            },
            "missing",
        ),
        (
            "`NotPrincipal` is not judged",
            Case {
                identity: mine(),
                resource: Some(
                    json!({ "Effect": "Deny", "NotPrincipal": { "AWS": ROLE }, "Action": "*", "Resource": "*" }),
                ),
                ..d()
            },
            "unknown",
        ),
    ];
    check(&cases);
}

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

#[test]
fn on_what_condition() {
    let d = Case::default;
    let case = |operator: &str,
                key: &str,
                values: Json,
                context: Vec<(&'static str, Value<'static>)>| Case {
        identity: Some(when(operator, key, values)),
        context,
        ..d()
    };
    let k = |value: &'static str| vec![("x:k", one(value))];
    let ks = |values: &[&'static str]| vec![("x:k", many_of(values))];
    let none = || vec![("x:k", Value::Absent)];
    let cases = [
        (
            "equal",
            case("StringEquals", "x:K", json!("a"), k("a")),
            "allowed",
        ),
        (
            "one of several",
            case("StringEquals", "x:k", json!(["a", "b"]), k("b")),
            "allowed",
        ),
        (
            "not equal",
            case("StringEquals", "x:k", json!("a"), k("A")),
            "missing",
        ),
        (
            "a wildcard is none",
            case("StringEquals", "x:k", json!("a*"), k("ab")),
            "missing",
        ),
        (
            "ignoring case",
            case("StringEqualsIgnoreCase", "x:k", json!("a"), k("A")),
            "allowed",
        ),
        (
            "like",
            case("StringLike", "x:k", json!("a?c*"), k("abcd")),
            "allowed",
        ),
        (
            "not like",
            case("StringNotLike", "x:k", json!("a*"), k("abc")),
            "missing",
        ),
        (
            "none of several",
            case("StringNotEquals", "x:k", json!(["a", "b"]), k("c")),
            "allowed",
        ),
        (
            "but one of several",
            case("StringNotEquals", "x:k", json!(["a", "b"]), k("b")),
            "missing",
        ),
        (
            "absent, positive",
            case("StringEquals", "x:k", json!("a"), none()),
            "missing",
        ),
        (
            "absent, negative",
            case("StringNotEquals", "x:k", json!("a"), none()),
            "allowed",
        ),
        (
            "absent, if it exists",
            case("StringEqualsIfExists", "x:k", json!("a"), none()),
            "allowed",
        ),
        (
            "there, if it exists",
            case("StringEqualsIfExists", "x:k", json!("a"), k("b")),
            "missing",
        ),
        (
            "of a key of which nothing is known",
            case("StringEquals", "x:k", json!("a"), vec![]),
            "unknown",
        ),
        (
            "absent, wanted absent",
            case("Null", "x:k", json!("true"), none()),
            "allowed",
        ),
        (
            "there, wanted absent",
            case("Null", "x:k", json!("true"), k("a")),
            "missing",
        ),
        (
            "there, wanted there",
            case("Null", "x:k", json!("false"), k("a")),
            "allowed",
        ),
        (
            "a truth",
            case("Bool", "x:k", json!("true"), k("True")),
            "allowed",
        ),
        (
            "not a truth",
            case("Bool", "x:k", json!("true"), k("false")),
            "missing",
        ),
        (
            "a number",
            case("NumericLessThanEquals", "x:k", json!("10"), k("9.5")),
            "allowed",
        ),
        (
            "a larger number",
            case("NumericLessThan", "x:k", json!("10"), k("10")),
            "missing",
        ),
        (
            "numbers are no texts",
            case("NumericEquals", "x:k", json!("1.0"), k("1")),
            "allowed",
        ),
        (
            "a date",
            case(
                "DateGreaterThan",
                "x:k",
                json!("2026-01-01T00:00:00Z"),
                k("2026-06-01T00:00:00Z"),
            ),
            "allowed",
        ),
        (
            "an earlier date",
            case(
                "DateGreaterThan",
                "x:k",
                json!("2026-01-01"),
                k("1700000000"),
            ),
            "missing",
        ),
        (
            "an address",
            case("IpAddress", "x:k", json!("10.1.0.0/16"), k("10.1.2.3")),
            "allowed",
        ),
        (
            "another address",
            case("NotIpAddress", "x:k", json!("10.1.0.0/16"), k("10.1.2.3")),
            "missing",
        ),
        (
            "an address of six",
            case("IpAddress", "x:k", json!("2001:db8::/32"), k("2001:db8::1")),
            "allowed",
        ),
        (
            "bytes",
            case("BinaryEquals", "x:k", json!("QmluYXJ5"), k("QmluYXJ5")),
            "allowed",
        ),
        (
            "an ARN with a wildcard",
            case(
                "ArnEquals",
                "aws:PrincipalArn",
                json!("arn:aws:iam::111111111111:role/path/*"),
                vec![],
            ),
            "allowed",
        ),
        (
            "the role, not the session",
            case("ArnLike", "aws:PrincipalArn", json!(SESSION), vec![]),
            "missing",
        ),
        (
            "an ARN of another account",
            case(
                "ArnLike",
                "aws:PrincipalArn",
                json!("arn:aws:iam::2*:role/path/*"),
                vec![],
            ),
            "missing",
        ),
        (
            "not an ARN",
            case(
                "ArnNotLike",
                "aws:PrincipalArn",
                json!("arn:aws:iam::*:role/other/*"),
                vec![],
            ),
            "allowed",
        ),
        (
            "any of the values",
            case(
                "ForAnyValue:StringEquals",
                "x:k",
                json!("b"),
                ks(&["a", "b"]),
            ),
            "allowed",
        ),
        (
            "any, of none",
            case("ForAnyValue:StringEquals", "x:k", json!("b"), none()),
            "missing",
        ),
        (
            "any, if there are some, of none",
            case(
                "ForAnyValue:StringEqualsIfExists",
                "x:k",
                json!("b"),
                none(),
            ),
            "missing",
        ),
        (
            "all of the values",
            case(
                "ForAllValues:StringLike",
                "x:k",
                json!(["a", "b*"]),
                ks(&["a", "bc"]),
            ),
            "allowed",
        ),
        (
            "all but one",
            case(
                "ForAllValues:StringEquals",
                "x:k",
                json!("a"),
                ks(&["a", "b"]),
            ),
            "missing",
        ),
        (
            "all, of none",
            case("ForAllValues:StringEquals", "x:k", json!("a"), none()),
            "allowed",
        ),
        (
            "not all are others",
            case(
                "ForAllValues:StringNotEquals",
                "x:k",
                json!("a"),
                ks(&["a", "b"]),
            ),
            "missing",
        ),
        (
            "any is another",
            case(
                "ForAnyValue:StringNotEquals",
                "x:k",
                json!("a"),
                ks(&["a", "b"]),
            ),
            "allowed",
        ),
        (
            "a variable in a condition",
            case(
                "StringEquals",
                "x:k",
                json!("${aws:PrincipalAccount}"),
                k("111111111111"),
            ),
            "allowed",
        ),
        (
            "an operator that there is not",
            case("StringIs", "x:k", json!("a"), k("a")),
            "unknown",
        ),
    ];
    check(&cases);
}

#[test]
fn conditions_are_all_met_or_it_does_not_count() {
    let both = |one: &str, other: &str| Case {
        identity: Some(json!({ "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": { "StringEquals": { "x:a": one, "x:b": other } } })),
        context: vec![("x:a", self::one("1")), ("x:b", self::one("2"))],
        ..Case::default()
    };
    let cases = [
        ("both", both("1", "2"), "allowed"),
        ("one of two", both("1", "1"), "missing"),
    ];
    check(&cases);
}

fn check(cases: &[(&str, Case<'_>, &str)]) {
    for (what, case, expected) in cases {
        assert_eq!(ask(case), *expected, "{what}");
    }
    println!("{} cases", cases.len());
}
