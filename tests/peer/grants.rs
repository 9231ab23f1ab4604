//! What the CDK grants, held against what our actions are known to need.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::access::{Asked, Policies};
use crate::cast::Cast;
use crate::support::assembly::{text, texts};

/// An action that the CDK allows to a part, and how many of our needed requests fall under
/// it, all of which our policies allow.
pub(crate) type Grants = BTreeMap<String, usize>;

pub(crate) fn grants(policies: &Policies, cast: &Cast, asked: &[Asked]) -> Grants {
    let mut out = Grants::new();
    for (arn, on_resource, statement) in policies.allows() {
        for pattern in texts(&statement["Action"]) {
            let needs = asked.iter().filter(|one| one.need);
            let falls = |one: &&Asked| {
                let case = &one.case;
                let named = if on_resource {
                    // A policy on something allows to whom it names.
                    guarded(arn, text(&case["resource"])) && admits(statement, case)
                } else {
                    text(&case["principal"]) == arn
                        && texts(&statement["Resource"])
                            .iter()
                            .any(|resource| matches(resource, text(&case["resource"])))
                };
                named && matches(pattern, text(&case["action"]))
            };
            let who = holder(arn, on_resource, cast);
            *out.entry(format!("{who}: `{pattern}`")).or_default() += needs.filter(falls).count();
        }
    }
    out
}

/// Whose policy it is, in words.
fn holder(arn: &str, on_resource: bool, cast: &Cast) -> String {
    if !on_resource {
        return cast.part_of(arn).unwrap_or(arn).to_owned();
    }
    let sort = match arn.split(':').nth(2).unwrap() {
        "s3" => "bucket policy",
        "kms" => "key policy",
        "iam" => "trust policy",
        "events" => "bus policy",
        other => panic!("nothing here knows a policy on `{other}`"),
    };
    sort.to_owned()
}

fn guarded(arn: &str, resource: &str) -> bool {
    resource == arn
        || resource
            .strip_prefix(arn)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn admits(statement: &Json, case: &Json) -> bool {
    let principal = text(&case["principal"]);
    let root = format!("arn:aws:iam::{}:root", text(&case["principalAccount"]));
    let named = &statement["Principal"];
    let mut named = [&named["AWS"], &named["Service"]].into_iter().flat_map(texts);
    named.any(|name| name == principal || name == root)
}

/// Whether a pattern with `*` fits.
pub(crate) fn matches(pattern: &str, value: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern.eq_ignore_ascii_case(value),
        Some((start, rest)) => {
            let Some(begins) = value.get(..start.len()) else {
                return false;
            };
            begins.eq_ignore_ascii_case(start)
                && (start.len()..=value.len())
                    .filter_map(|at| value.get(at..))
                    .any(|tail| matches(rest, tail))
        }
    }
}
