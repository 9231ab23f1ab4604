//! What the CDK grants, held against what our actions are known to need.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::access::{Asked, Policies, renamed};
use crate::cast::Cast;
use crate::support::assembly::{text, texts};

/// Whether something on our side answers to a call that is allowed, by the part that it is
/// allowed to, and the call.
pub(crate) type Grants = BTreeMap<(String, String), bool>;

/// What `theirs` allow. Ours answers to it where one of our needed requests falls under it,
/// all of which our own policies allow, or where ours say the very same, as with statements
/// that the user wrote.
pub(crate) fn grants(
    (theirs, their_cast): (&Policies, &Cast),
    (ours, our_cast): (&Policies, &Cast),
    asked: &[Asked],
) -> Grants {
    let pairs = our_cast.beside(their_cast);
    let ours: Vec<(String, Json)> = ours
        .allows()
        .into_iter()
        .map(|(arn, on_resource, statement)| {
            (
                holder(arn, on_resource, our_cast),
                renamed(statement, &pairs),
            )
        })
        .collect();
    let mut out = Grants::new();
    for (arn, on_resource, statement) in theirs.allows() {
        let who = holder(arn, on_resource, their_cast);
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
            let says = |(whose, other): &(String, Json)| {
                let resources = texts(&other["Resource"]);
                *whose == who
                    && texts(&other["Action"]).contains(&pattern)
                    && texts(&statement["Resource"])
                        .iter()
                        .all(|resource| resources.contains(resource))
            };
            let answered = needs.clone().any(|one| falls(&one)) || ours.iter().any(says);
            // One that nothing of ours answers to, of several, is a difference.
            let known = out.entry((who.clone(), pattern.to_owned()));
            known
                .and_modify(|known| *known &= answered)
                .or_insert(answered);
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
    let mut named = [&named["AWS"], &named["Service"]]
        .into_iter()
        .flat_map(texts);
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
