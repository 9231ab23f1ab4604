//! Conditions: every operator, absent keys, keys of several values.

use super::*;
use serde_json::{Value as Json, json};

#[test]
fn on_what_condition() {
    let d = Case::default;
    let case = |operator: &str,
                key: &str,
                values: Json,
                context: Vec<(&'static str, ContextValue<'static>)>| Case {
        identity: Some(when(operator, key, values)),
        context,
        ..d()
    };
    let k = |value: &'static str| vec![("x:k", one(value))];
    let ks = |values: &[&'static str]| vec![("x:k", many_of(values))];
    let none = || vec![("x:k", ContextValue::Absent)];
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
