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
    /// The ARNs of all topics, each with whether the templates have a policy for it.
    topics: BTreeMap<String, bool>,
}

/// The name of the statement that stands for what attached policies allow whose documents are not known.
pub(super) const ATTACHED: &str = "WhatAttachedPoliciesAllow";

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
        topics: topics(resolved),
    }
}

fn topics(resolved: &Resolved) -> BTreeMap<String, bool> {
    let bodies = || resolved.templates.iter().flat_map(|one| one.resources());
    let policies = bodies().filter(|(_, body)| body["Type"] == "AWS::SNS::TopicPolicy");
    let named: BTreeSet<&str> = policies
        .flat_map(|(_, body)| one_or_many(&body["Properties"]["Topics"]))
        .filter_map(Value::as_str)
        .collect();
    let all = resolved.templates.iter().enumerate();
    let all = all.flat_map(|(number, template)| {
        let topics = template.resources().iter();
        let topics = topics.filter(|(_, body)| body["Type"] == "AWS::SNS::Topic");
        topics.map(move |(logical, _)| (number, logical.clone()))
    });
    all.filter_map(|id| resolved.arns.get(&id))
        .map(|arn| (arn.clone(), named.contains(arn.as_str())))
        .collect()
}

/// Lets each role that has a policy whose document is not known, on both sides, do everything that its other
/// policies do not deny: so it shows what such a policy may allow now. Returns the ARNs of these roles, each
/// with the policies.
pub(super) fn allow_what_is_attached(
    sides: [&mut Resolved; 2],
    pairs: &super::pairing::Pairs,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut out = BTreeMap::new();
    let [old, new] = sides;
    for (here, there) in &pairs.resources {
        let role = |side: &Resolved, (stack, logical): &super::pairing::Id| {
            let body = side.templates.get(*stack)?.resources().get(logical)?;
            (body["Type"] == "AWS::IAM::Role").then(|| unknown_policies(body))
        };
        let (Some(before), Some(after)) = (role(old, here), role(new, there)) else {
            continue;
        };
        let both: BTreeSet<String> = before.intersection(&after).cloned().collect();
        let Some(arn) = new.arns.get(there).filter(|_| !both.is_empty()) else {
            continue;
        };
        out.insert(arn.clone(), both);
        for (side, (stack, logical)) in [(&mut *old, here), (&mut *new, there)] {
            let template = side.templates.get_mut(*stack);
            if let Some(role) = template.and_then(|one| one.resources_mut().get_mut(logical)) {
                let all =
                    json!({ "Sid": ATTACHED, "Effect": "Allow", "Action": "*", "Resource": "*" });
                let document = json!({ "Version": "2012-10-17", "Statement": [all] });
                add_policies(
                    role,
                    vec![json!({ "PolicyName": "all", "PolicyDocument": document })],
                );
            }
        }
    }
    out
}

/// The policies of a role whose documents are not known: attached ones, and values that are known at the
/// deployment.
fn unknown_policies(role: &Value) -> BTreeSet<String> {
    let properties = &role["Properties"];
    let attached = one_or_many(&properties["ManagedPolicyArns"]).map(|arn| match arn {
        Value::String(arn) => arn.clone(),
        other => other.to_string(),
    });
    let own = one_or_many(&properties["Policies"]);
    let own = own.filter(|policy| !is_document(&policy["PolicyDocument"]));
    attached.chain(own.map(Value::to_string)).collect()
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
    if !own.is_empty() {
        add_policies(role, own);
    }
}

fn add_policies(role: &mut Value, own: Vec<Value>) {
    let policies = &mut role["Properties"]["Policies"];
    let mut all = match policies.take() {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        one => vec![one],
    };
    all.extend(own);
    *policies = Value::Array(all);
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
    let known = resolved.arns.values().chain(resolved.names.values());
    let named: BTreeSet<&str> = known.map(String::as_str).collect();
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
                // By its alias, a role may use a key that is not in the templates.
                "AWS::KMS::Alias" => {
                    let target = properties["TargetKeyId"].as_str().unwrap_or_default();
                    named.contains(target)
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
                "AWS::Events::EventBusPolicy" => {
                    let old = ["Action", "Condition", "Principal"];
                    properties["Statement"].is_object()
                        && old.iter().all(|name| properties[*name].is_null())
                }
                // Others are evaluated property by property.
                _ => true,
            };
            if !is_read {
                let written = stack.written.get(logical);
                let written = written
                    .and_then(|body| body["Type"].as_str())
                    .unwrap_or(kind);
                let what = format!("`{written}` `{logical}` of stack `{}`", stack.name);
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

/// Returns whether a value is a policy that can be read: nothing in it is put there by CloudFormation only
/// when it is deployed.
fn is_document(value: &Value) -> bool {
    let keys = value.as_object().into_iter().flat_map(|map| map.keys());
    let mut keys = keys.map(String::as_str);
    let statements = value.get("Statement");
    statements.is_some_and(|found| found.is_object() || found.is_array())
        && keys.all(|key| matches!(key, "Id" | "Statement" | "Version"))
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
    let mut out: Vec<Undecided> = found.collect();
    for (arn, had) in &sides[0].topics {
        if *had && sides[1].topics.get(arn) == Some(&false) {
            out.push(Undecided {
                what: format!("who may use `{}`", readable(arn)),
                why: "its policy is gone, and SNS gives it one that lets its account in".to_owned(),
                principal: None,
            });
        }
    }
    out
}
