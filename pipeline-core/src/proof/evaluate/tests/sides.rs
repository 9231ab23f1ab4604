//! Which sides have to allow a request, and what bounds them.

use serde_json::json;

use super::*;

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
