//! Policies that stand in the templates and are named elsewhere there: attached ones and permissions
//! boundaries. And what bears on access and cannot be read here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::intrinsics::{Resolved, made_up, readable};
use super::report::Undecided;
use super::snapshot::Snapshot;
use crate::place::Location;
use crate::plan::{Boundaries, ToldBoundary};

/// What a side's templates have of such policies.
pub(super) struct OwnPolicies {
    /// The documents by what roles name them by.
    pub(super) boundaries: Boundaries,
    /// What bears on access and cannot be read, with what it is.
    unread: BTreeMap<String, String>,
}

/// Ends of the names of types that let somebody do something without a statement of a policy.
const OPENING: [&str; 8] = [
    "AccessEntry",
    "AccessKey",
    "AccessPoint",
    "Grant",
    "Permission",
    "Permissions",
    "ResourceShare",
    "UserToGroupAddition",
];

/// Moves documents of managed policies into the roles that they are attached to, and collects the rest.
pub(super) fn attach(snapshot: &Snapshot, resolved: &mut Resolved) -> OwnPolicies {
    let mut documents: BTreeMap<String, Value> = BTreeMap::new();
    let partition = snapshot.partition();
    for (stack, template) in snapshot.stacks.iter().zip(&resolved.templates) {
        for (logical, body) in template.resources() {
            let Some(document) = body.pointer("/Properties/PolicyDocument") else {
                continue;
            };
            if body["Type"] != "AWS::IAM::ManagedPolicy" {
                continue;
            }
            documents.insert(made_up("Ref", logical, &stack.name), document.clone());
            let text = |name: &str| body["Properties"][name].as_str();
            if let Some(name) = text("ManagedPolicyName") {
                let path = text("Path").unwrap_or("/");
                let account = &stack.account;
                let arn = format!("arn:{partition}:iam::{account}:policy{path}{name}");
                documents.insert(arn, document.clone());
            }
        }
    }
    for template in &mut resolved.templates {
        for body in template.resources_mut().values_mut() {
            if body["Type"] == "AWS::IAM::Role" {
                attach_to(body, &documents);
            }
        }
    }
    let unread = unread(snapshot, resolved);
    let boundaries = documents.into_iter().map(|(name, document)| {
        let at = Location::at("", 0, 0);
        (name, ToldBoundary { document, at })
    });
    OwnPolicies {
        boundaries: boundaries.collect(),
        unread,
    }
}

fn attach_to(role: &mut Value, documents: &BTreeMap<String, Value>) {
    let Some(attached) = role.pointer_mut("/Properties/ManagedPolicyArns") else {
        return;
    };
    let Some(attached) = attached.as_array_mut() else {
        return;
    };
    let mut own = Vec::new();
    attached.retain(
        |arn| match arn.as_str().and_then(|arn| documents.get(arn)) {
            Some(document) => {
                own.push(json!({ "PolicyName": "attached", "PolicyDocument": document }));
                false
            }
            None => true,
        },
    );
    if own.is_empty() {
        return;
    }
    let policies = &mut role["Properties"]["Policies"];
    match policies.as_array_mut() {
        Some(list) => list.extend(own),
        None => *policies = Value::Array(own),
    }
}

/// What bears on access and cannot be read.
fn unread(snapshot: &Snapshot, resolved: &Resolved) -> BTreeMap<String, String> {
    let all = || snapshot.stacks.iter().zip(&resolved.templates);
    let texts = |kind: &str, property: &str| -> BTreeSet<(String, String)> {
        let found = all().flat_map(|(stack, template)| {
            let bodies = template.resources().values();
            bodies.filter_map(|body| {
                let name = body.pointer(property)?.as_str()?;
                (body["Type"] == kind).then(|| (stack.account.clone(), name.to_owned()))
            })
        });
        found.collect()
    };
    let roles = texts("AWS::IAM::Role", "/Properties/RoleName");
    let buckets = texts("AWS::S3::Bucket", "/Properties/BucketName");
    let topics: BTreeSet<&String> = resolved.arns.values().collect();
    let mut out = BTreeMap::new();
    for (stack, template) in all() {
        for (logical, body) in template.resources() {
            let kind = body["Type"].as_str().unwrap_or_default();
            let properties = &body["Properties"];
            let known = |names: &BTreeSet<(String, String)>, name: &Value| {
                let name = name.as_str().unwrap_or_default();
                names.contains(&(stack.account.clone(), name.to_owned()))
            };
            let empty = |name: &str| properties[name].as_array().is_none_or(Vec::is_empty);
            let is_read = match kind {
                "AWS::IAM::Role" => {
                    let policies = one_or_many(&properties["Policies"]);
                    let mut documents = policies.map(|policy| &policy["PolicyDocument"]);
                    let mut attached = one_or_many(&properties["ManagedPolicyArns"]);
                    documents.all(is_document)
                        && attached.all(Value::is_string)
                        && is_document(&properties["AssumeRolePolicyDocument"])
                }
                "AWS::IAM::ManagedPolicy" => {
                    is_document(&properties["PolicyDocument"])
                        && empty("Users")
                        && empty("Groups")
                        && one_or_many(&properties["Roles"]).all(|role| known(&roles, role))
                }
                "AWS::KMS::Key" => {
                    properties["KeyPolicy"].is_null() || is_document(&properties["KeyPolicy"])
                }
                "AWS::S3::BucketPolicy" => {
                    known(&buckets, &properties["Bucket"])
                        && is_document(&properties["PolicyDocument"])
                }
                "AWS::SNS::TopicPolicy" => {
                    let mut named = one_or_many(&properties["Topics"]);
                    is_document(&properties["PolicyDocument"])
                        && named.all(|topic| topics.iter().any(|arn| topic == arn.as_str()))
                }
                "AWS::Events::EventBusPolicy" => properties["Statement"].is_object(),
                "AWS::S3::Bucket" | "AWS::SNS::Topic" => true,
                other => {
                    let opens = OPENING.iter().any(|end| other.ends_with(end));
                    let policy = other.ends_with("Policy") || other.starts_with("AWS::IAM::User");
                    !(opens || policy || other == "AWS::IAM::Group" || has_statement(properties))
                }
            };
            if !is_read {
                let what = format!("`{kind}` `{logical}` of stack `{}`", stack.name);
                let text = format!("{}/{} {kind} {properties}", stack.account, stack.region);
                out.insert(text, what);
            }
        }
    }
    out
}

fn one_or_many(value: &Value) -> std::slice::Iter<'_, Value> {
    match value {
        Value::Null => [].iter(),
        Value::Array(items) => items.iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

fn is_document(value: &Value) -> bool {
    value
        .get("Statement")
        .is_some_and(|found| found.is_object() || found.is_array())
}

/// Returns whether a statement of a policy stands in a value.
fn has_statement(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_statement),
        Value::Object(map) => {
            let is_one =
                map.contains_key("Effect") && map.keys().any(|key| key.ends_with("Action"));
            is_one || map.values().any(has_statement)
        }
        // A document as a text.
        Value::String(text) => text.contains("\"Effect\""),
        _ => false,
    }
}

/// What differs between both sides of what cannot be read.
pub(super) fn undecided(sides: &[OwnPolicies; 2]) -> Vec<Undecided> {
    let mut found: BTreeSet<&String> = BTreeSet::new();
    for (one, other) in [(&sides[0], &sides[1]), (&sides[1], &sides[0])] {
        let differing = one
            .unread
            .iter()
            .filter(|(text, _)| !other.unread.contains_key(*text));
        found.extend(differing.map(|(_, what)| what));
    }
    let found = found.into_iter().map(|what| Undecided {
        what: format!("whom {} lets do something", readable(what)),
        why: "it differs, and what it allows is not read here".to_owned(),
        principal: None,
    });
    found.collect()
}
