//! What each of the two made, in numbers.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::side::Side;
use crate::support::assembly::{text, texts};

/// Where the policies of a type are, and whether they are of a resource.
const POLICIES: [(&str, &str, bool); 7] = [
    ("AWS::IAM::Role", "AssumeRolePolicyDocument", true),
    ("AWS::IAM::Role", "Policies", false),
    ("AWS::IAM::Policy", "PolicyDocument", false),
    ("AWS::IAM::ManagedPolicy", "PolicyDocument", false),
    ("AWS::S3::BucketPolicy", "PolicyDocument", true),
    ("AWS::KMS::Key", "KeyPolicy", true),
    ("AWS::Events::EventBusPolicy", "Statement", true),
];

/// How a number comes about.
type Count = fn(&Side) -> usize;

/// Each number's name, and how it comes about.
pub(crate) const NUMBERS: &[(&str, Count)] = &[
    ("stacks", |side| side.stacks.len()),
    ("resources", |side| {
        side.stacks.iter().map(|stack| stack.resources.len()).sum()
    }),
    ("bytes of the templates, without white space", |side| {
        side.stacks.iter().map(|stack| stack.bytes).sum()
    }),
    ("roles", |side| side.all("AWS::IAM::Role").len()),
    ("statements", |side| statements(side).len()),
    ("statements with conditions", |side| {
        let all = statements(side);
        let with = all
            .iter()
            .filter(|(found, _)| !found["Condition"].is_null());
        with.count()
    }),
    ("allowed actions with a wildcard", |side| {
        let allowing = allowing(side);
        let actions = allowing
            .iter()
            .flat_map(|(found, _)| texts(&found["Action"]));
        actions.filter(|action| action.contains('*')).count()
    }),
    (
        "statements of roles that allow on `Resource: \"*\"`",
        |side| {
            let allowing = allowing(side);
            let wide = allowing.iter().filter(|(found, of_resource)| {
                !of_resource && texts(&found["Resource"]).contains(&"*")
            });
            wide.count()
        },
    ),
    ("keys that stay when their stack goes", |side| {
        kept(side, "AWS::KMS::Key")
    }),
    ("buckets that stay when their stack goes", |side| {
        kept(side, "AWS::S3::Bucket")
    }),
    ("buckets whose artifacts expire", |side| {
        let buckets = side.all("AWS::S3::Bucket");
        let expire = |properties: &Json| !properties["LifecycleConfiguration"].is_null();
        buckets
            .iter()
            .filter(|found| expire(found.properties))
            .count()
    }),
    ("edges of the deploy order", |side| {
        side.stacks.iter().map(|stack| stack.after.len()).sum()
    }),
    ("edges that are missing", |side| missing_edges(side).len()),
];

/// A number by its name.
pub(crate) fn number(name: &str, side: &Side) -> String {
    let (_, count) = NUMBERS.iter().find(|(known, _)| *known == name).unwrap();
    count(side).to_string()
}

/// A stack whose policies name a role as it exists, and the stack that makes the role,
/// where nothing puts the second one first. AWS refuses such a policy until the role is
/// there.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html>
pub(crate) fn missing_edges(side: &Side) -> BTreeSet<(&str, &str)> {
    let roles = side.all("AWS::IAM::Role");
    let mut out = BTreeSet::new();
    for stack in &side.stacks {
        let before = side.before(&stack.name);
        for (kind, path, of_resource) in POLICIES {
            let resources = stack.resources.values();
            let resources = resources.filter(|body| of_resource && body["Type"] == kind);
            for found in resources.flat_map(|body| listed(&body["Properties"][path])) {
                for principal in texts(&found["Principal"]["AWS"]) {
                    let maker = roles.iter().find(|role| role.arn == principal);
                    if let Some(maker) = maker.map(|role| role.stack.name.as_str())
                        && maker != stack.name
                        && !before.contains(maker)
                    {
                        out.insert((stack.name.as_str(), maker));
                    }
                }
            }
        }
    }
    out
}

fn kept(side: &Side, kind: &str) -> usize {
    let resources = side
        .stacks
        .iter()
        .flat_map(|stack| stack.resources.values());
    let kept = resources.filter(|body| body["Type"] == kind && stays(body));
    kept.count()
}

/// Whether a resource outlives its stack.
pub(crate) fn stays(body: &Json) -> bool {
    matches!(
        body["DeletionPolicy"].as_str(),
        Some("Retain" | "RetainExceptOnCreate")
    )
}

fn allowing(side: &Side) -> Vec<(&Json, bool)> {
    let mut all = statements(side);
    all.retain(|(found, _)| found["Effect"] == "Allow");
    all
}

/// Every statement, and whether it is of a resource's policy.
fn statements(side: &Side) -> Vec<(&Json, bool)> {
    let mut out = Vec::new();
    for stack in &side.stacks {
        for body in stack.resources.values() {
            for (kind, path, of_resource) in POLICIES {
                if text(&body["Type"]) == kind {
                    let found = listed(&body["Properties"][path]);
                    out.extend(found.into_iter().map(|found| (found, of_resource)));
                }
            }
            // The older form of a bus policy is one statement.
            if body["Type"] == "AWS::Events::EventBusPolicy"
                && body["Properties"]["Statement"].is_null()
            {
                out.push((&Json::Null, true));
            }
        }
    }
    out
}

/// The statements below a value: objects with an `Effect`.
fn listed(json: &Json) -> Vec<&Json> {
    match json {
        Json::Object(map) if map.contains_key("Effect") => vec![json],
        Json::Object(map) => map.values().flat_map(listed).collect(),
        Json::Array(items) => items.iter().flat_map(listed).collect(),
        _ => Vec::new(),
    }
}
