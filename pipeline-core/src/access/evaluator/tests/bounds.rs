//! Permissions boundaries, principals other than roles, and managed policies.

use serde_json::json;

use super::sides::{anyone, mine, role, root};
use super::*;

#[test]
fn a_boundary_bounds_what_the_role_is_allowed_and_not_what_its_session_is() {
    let d = Case::default;
    let cases = [
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
    ];
    check(&cases);
}

#[test]
fn a_managed_policy_is_not_ours_to_know() {
    let d = Case::default;
    let cases = [
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
    ];
    check(&cases);
}

#[test]
fn a_service_is_let_in_by_its_name() {
    let d = Case::default;
    let cases = [
        (
            "a service that is named",
            Case {
                service: Some("codebuild.amazonaws.com"),
                resource: Some(to(json!({ "Service": ["codebuild.amazonaws.com"] }))),
                policy_required: true,
                ..d()
            },
            "allowed",
        ),
        (
            "a service that is not",
            Case {
                service: Some("events.amazonaws.com"),
                resource: Some(to(json!({ "Service": "codebuild.amazonaws.com" }))),
                policy_required: true,
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
    ];
    check(&cases);
}

#[test]
fn not_principal_is_unknown() {
    let d = Case::default;
    let cases = [(
        "`NotPrincipal` is not judged",
        Case {
            identity: mine(),
            resource: Some(
                json!({ "Effect": "Deny", "NotPrincipal": { "AWS": ROLE }, "Action": "*", "Resource": "*" }),
            ),
            ..d()
        },
        "unknown",
    )];
    check(&cases);
}
