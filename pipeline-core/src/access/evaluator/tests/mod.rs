//! Textbook cases of IAM's logic, in tables.

mod bounds;
mod conditions;
mod sides;
mod subjects;
mod unknown;

use std::borrow::Cow;

use super::*;
use serde_json::{Value as Json, json};

const ROLE: &str = "arn:aws:iam::111111111111:role/path/app";
const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/app/session";
const OBJECT: &str = "arn:aws:s3:::bucket/key";

/// One case; what is not said is as [`ask`] has it.
#[derive(Default)]
struct Case<'c> {
    identity: Option<Json>,
    resource: Option<Json>,
    boundary: Option<Json>,
    /// A boundary that is not ours, by its ARN.
    bounded_by: Option<&'c str>,
    /// The role belongs to others.
    imported: bool,
    /// The kind of the resource, if it belongs to others.
    guarded_by: Option<&'static str>,
    attached: Vec<&'c str>,
    service: Option<&'c str>,
    /// The account of the resource.
    owner: Option<&'c str>,
    policy_required: bool,
    /// It must be allowed.
    needed: bool,
    action: Option<&'c str>,
    arn: Option<&'c str>,
    context: Vec<(&'c str, ContextValue<'c>)>,
}

fn one(value: &str) -> ContextValue<'_> {
    ContextValue::One(Cow::Borrowed(value))
}

fn many_of<'v>(values: &[&'v str]) -> ContextValue<'v> {
    ContextValue::Many(values.iter().map(|value| Cow::Borrowed(*value)).collect())
}

fn read<'p>(statements: &'p Json) -> Policy<'p> {
    let string = |value: &'p Json| match value {
        Json::String(string) => Ok(Cow::Borrowed(string.as_ref())),
        other => Err(format!("{other} is no text")),
    };
    let statements = one_or_many(Some(statements));
    let statements = statements.map(|statement| Statement::read(statement, true, &string));
    Policy::new(PolicyPlace::default(), statements.collect())
}

/// `allowed`, `denied` (by a statement), `missing` or `unknown`.
fn ask(case: &Case<'_>) -> &'static str {
    let own = IdentityPolicies {
        policies: case.identity.iter().map(read).collect(),
        attached: case.attached.clone(),
        aws_managed: Vec::new(),
        boundary: match (&case.boundary, case.bounded_by) {
            (Some(policy), _) => Some(Boundary::Known("", read(policy))),
            (None, arn) => arn.map(Boundary::Unknown),
        },
    };
    let policies: Vec<Policy<'_>> = case.resource.iter().map(read).collect();
    let principal = match case.service {
        Some(service) => Principal {
            service: Some(service),
            ..Principal::default()
        },
        None => Principal {
            arn: Cow::Borrowed(ROLE),
            session: Some(SESSION.to_owned()),
            account: Cow::Borrowed("111111111111"),
            identity: match case.imported {
                true => Identity::Imported(ROLE.to_owned()),
                false => Identity::Role(&own),
            },
            ..Principal::default()
        },
    };
    let resource = Resource {
        arn: Cow::Borrowed(case.arn.unwrap_or(OBJECT)),
        account: Cow::Borrowed(case.owner.unwrap_or("111111111111")),
        policy: match case.guarded_by {
            Some(what) => ResourcePolicy::Imported(what),
            None => ResourcePolicy::Known(&policies),
        },
        policy_name: "policy",
        policy_required: case.policy_required,
        context: Vec::new(),
    };
    let request = Request {
        principal: &principal,
        action: case.action.unwrap_or("s3:GetObject"),
        resource: &resource,
        context: &case.context,
    };
    let mode = if case.needed {
        Mode::Required
    } else {
        Mode::Forbidden
    };
    match decide(&request, mode) {
        Decision::Allowed { .. } => "allowed",
        Decision::ExplicitDeny { .. } => "denied",
        Decision::ImplicitDeny { .. } => "missing",
        Decision::Undetermined { .. } => "unknown",
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

fn check(cases: &[(&str, Case<'_>, &str)]) {
    for (what, case, expected) in cases {
        assert_eq!(ask(case), *expected, "{what}");
    }
    println!("{} cases", cases.len());
}
