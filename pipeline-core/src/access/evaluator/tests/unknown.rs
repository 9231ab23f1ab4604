//! Undecidable requests: they are unknown, and never allowed.

use super::sides::mine;
use super::*;
use serde_json::{Value as Json, json};

const MANAGED: &str = "arn:aws:iam::111111111111:policy/operations";

/// Denies what a key has, of which nothing is known.
fn perhaps_denied() -> Json {
    json!({ "Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": { "StringEquals": { "x:unheard": "of" } } })
}

#[test]
fn what_is_not_ours_is_unknown() {
    let d = Case::default;
    let cases = [
        (
            "a bucket that is not ours may deny what we allow",
            Case {
                identity: mine(),
                guarded_by: Some("bucket"),
                ..d()
            },
            "unknown",
        ),
        (
            "… and does not make up for what we forget, in another account",
            Case {
                guarded_by: Some("bucket"),
                owner: Some("222222222222"),
                ..d()
            },
            "missing",
        ),
        (
            "a role that is not ours",
            Case {
                imported: true,
                resource: Some(to(json!({ "AWS": ROLE }))),
                ..d()
            },
            "unknown",
        ),
        (
            "a boundary that is not ours",
            Case {
                identity: mine(),
                bounded_by: Some(MANAGED),
                ..d()
            },
            "unknown",
        ),
        (
            "… where a statement of ours denies it anyway",
            Case {
                identity: Some(json!([allow("*", "*"), deny("s3:*", "*")])),
                bounded_by: Some(MANAGED),
                ..d()
            },
            "denied",
        ),
        (
            "what is needed is not allowed by a managed policy that we cannot read",
            Case {
                attached: vec!["arn:aws:iam::aws:policy/PowerUserAccess"],
                needed: true,
                ..d()
            },
            "missing",
        ),
    ];
    check(&cases);
}

#[test]
fn what_nothing_is_known_of_is_unknown() {
    let d = Case::default;
    let cases = [
        (
            "a Deny that may speak of it",
            Case {
                identity: Some(json!([allow("*", "*"), perhaps_denied()])),
                ..d()
            },
            "unknown",
        ),
        (
            "a Deny of the resource that may speak of it",
            Case {
                identity: mine(),
                resource: Some(json!({ "Effect": "Deny", "Principal": "*", "Action": "*",
                    "Resource": "*", "Condition": { "Null": { "x:unheard": "true" } } })),
                ..d()
            },
            "unknown",
        ),
        (
            "a boundary that may allow it",
            Case {
                identity: mine(),
                boundary: Some(when("StringEquals", "x:unheard", json!("of"))),
                ..d()
            },
            "unknown",
        ),
        (
            "what may deny does not matter where nothing allows",
            Case {
                identity: Some(perhaps_denied()),
                ..d()
            },
            "missing",
        ),
        (
            "`IfExists` of a key of which nothing is known",
            Case {
                identity: Some(when("StringEqualsIfExists", "x:unheard", json!("of"))),
                ..d()
            },
            "unknown",
        ),
        (
            "an effect that there is not",
            Case {
                identity: Some(
                    json!([allow("*", "*"), { "Effect": "Forbid", "Action": "*", "Resource": "*" }]),
                ),
                ..d()
            },
            "unknown",
        ),
        (
            "a value that a template does not tell",
            Case {
                identity: Some(
                    json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": { "Ref": "X" } }),
                ),
                ..d()
            },
            "unknown",
        ),
        (
            "a Deny without an action",
            Case {
                identity: Some(json!([allow("*", "*"), { "Effect": "Deny", "Resource": "*" }])),
                ..d()
            },
            "unknown",
        ),
        (
            "a Deny one of whose actions a template does not tell",
            Case {
                identity: Some(json!([allow("*", "*"), { "Effect": "Deny", "Resource": "*",
                    "Action": ["s3:PutObject", { "Ref": "X" }] }])),
                ..d()
            },
            "unknown",
        ),
    ];
    check(&cases);
}
