//! The policies that have to allow a request: within an account, across accounts, of a key.

use super::*;
use serde_json::{Value as Json, json};

pub(super) fn mine() -> Option<Json> {
    Some(allow("s3:GetObject", OBJECT))
}

pub(super) fn root() -> Option<Json> {
    Some(to(json!({ "AWS": "arn:aws:iam::111111111111:root" })))
}

pub(super) fn role() -> Option<Json> {
    Some(to(json!({ "AWS": ROLE })))
}

pub(super) fn anyone() -> Option<Json> {
    Some(to(json!("*")))
}

const OTHER: Option<&str> = Some("222222222222");

#[test]
fn within_an_account_either_side_allows_and_a_deny_wins() {
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
                owner: OTHER,
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
    ];
    check(&cases);
}

#[test]
fn across_accounts_both_sides_allow() {
    let d = Case::default;
    let cases = [
        (
            "across accounts, the identity alone",
            Case {
                identity: mine(),
                owner: OTHER,
                ..d()
            },
            "missing",
        ),
        (
            "across accounts, the resource alone",
            Case {
                resource: role(),
                owner: OTHER,
                ..d()
            },
            "missing",
        ),
        (
            "across accounts, anyone alone",
            Case {
                resource: anyone(),
                owner: OTHER,
                ..d()
            },
            "missing",
        ),
        (
            "across accounts, both by role",
            Case {
                identity: mine(),
                resource: role(),
                owner: OTHER,
                ..d()
            },
            "allowed",
        ),
        (
            "across accounts, both by account",
            Case {
                identity: mine(),
                resource: root(),
                owner: OTHER,
                ..d()
            },
            "allowed",
        ),
    ];
    check(&cases);
}

#[test]
fn a_key_decides_for_itself() {
    let d = Case::default;
    let cases = [
        (
            "a key, the identity alone",
            Case {
                identity: mine(),
                policy_required: true,
                ..d()
            },
            "missing",
        ),
        (
            "a key that names the role",
            Case {
                resource: role(),
                policy_required: true,
                ..d()
            },
            "allowed",
        ),
        (
            "a key that names the account, and the identity",
            Case {
                identity: mine(),
                resource: root(),
                policy_required: true,
                ..d()
            },
            "allowed",
        ),
        (
            "a key that names the account alone",
            Case {
                resource: root(),
                policy_required: true,
                ..d()
            },
            "missing",
        ),
    ];
    check(&cases);
}
