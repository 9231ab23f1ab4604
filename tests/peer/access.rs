//! What our actions need and what strangers must not get, asked of the CDK's policies: the
//! same requests, by those who play the same parts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};

use crate::cast::Cast;
use crate::cdk::installed;
use crate::side::Side;
use crate::support::assembly::{text, texts};

/// Policies, by whom or what they are of.
pub(crate) struct Policies {
    /// Of roles, by ARN.
    identity: BTreeMap<String, Vec<Json>>,
    /// Of buckets, keys, roles (who may assume them) and buses, by ARN.
    resource: BTreeMap<String, Vec<Json>>,
}

impl Policies {
    pub(crate) fn of(side: &Side) -> Policies {
        let mut out = Policies {
            identity: BTreeMap::new(),
            resource: BTreeMap::new(),
        };
        let roles = side.all("AWS::IAM::Role");
        for role in &roles {
            let inline = role.properties["Policies"].as_array().into_iter().flatten();
            let inline = inline.map(|policy| policy["PolicyDocument"].clone());
            out.identity.insert(role.arn.clone(), inline.collect());
            let trust = role.properties["AssumeRolePolicyDocument"].clone();
            out.resource.insert(role.arn.clone(), vec![trust]);
        }
        for policy in side.all("AWS::IAM::Policy") {
            for name in texts(&policy.properties["Roles"]) {
                let here = |role: &&crate::side::Found<'_>| {
                    role.name == name && role.stack.account == policy.stack.account
                };
                let role = roles.iter().find(here).unwrap();
                let document = policy.properties["PolicyDocument"].clone();
                out.identity.get_mut(&role.arn).unwrap().push(document);
            }
        }
        for key in side.all("AWS::KMS::Key") {
            out.resource
                .insert(key.arn, vec![key.properties["KeyPolicy"].clone()]);
        }
        for policy in side.all("AWS::S3::BucketPolicy") {
            let bucket = format!("arn:aws:s3:::{}", text(&policy.properties["Bucket"]));
            let document = policy.properties["PolicyDocument"].clone();
            out.resource.insert(bucket, vec![document]);
        }
        for policy in side.all("AWS::Events::EventBusPolicy") {
            let bus = policy.properties["EventBusName"]
                .as_str()
                .unwrap_or("default");
            let (region, account) = (&policy.stack.region, &policy.stack.account);
            let bus = format!("arn:aws:events:{region}:{account}:event-bus/{bus}");
            let statement = bus_statement(policy.properties, &bus);
            let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
            out.resource.entry(bus).or_default().push(document);
        }
        out
    }

    fn on(&self, arn: &str) -> Vec<Json> {
        let whole = if arn.starts_with("arn:aws:s3:::") {
            arn.split('/').next().unwrap()
        } else {
            arn
        };
        self.resource.get(whole).cloned().unwrap_or_default()
    }

    /// Every statement that allows, with whose policy it is in: the ARN of a role, or of
    /// what a policy is on.
    pub(crate) fn allows(&self) -> Vec<(&str, bool, &Json)> {
        let sides = [(&self.identity, false), (&self.resource, true)];
        let mut out = Vec::new();
        for (policies, on_resource) in sides {
            for (arn, documents) in policies {
                let statements = documents
                    .iter()
                    .flat_map(|document| document["Statement"].as_array().unwrap());
                let allowing = statements.filter(|statement| statement["Effect"] == "Allow");
                out.extend(allowing.map(|statement| (arn.as_str(), on_resource, statement)));
            }
        }
        out
    }
}

/// The older form has an account in place of a statement.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html>
fn bus_statement(properties: &Json, bus: &str) -> Json {
    match properties.get("Statement") {
        Some(statement) => statement.clone(),
        None => json!({
            "Effect": "Allow",
            "Action": properties["Action"],
            "Principal": { "AWS": format!("arn:aws:iam::{}:root", text(&properties["Principal"])) },
            "Resource": bus,
        }),
    }
}

/// A case of ours, and how it is decided on either side.
pub(crate) struct Asked {
    pub(crate) need: bool,
    pub(crate) why: String,
    /// The part of whoever asks, where he has one.
    pub(crate) part: String,
    pub(crate) case: Json,
    pub(crate) theirs: Theirs,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Theirs {
    Allowed,
    Denied,
    /// Whoever asks, or what is asked for, is not there.
    NotThere,
    /// A policy decides that is neither's.
    Owners,
}

/// Asks all our cases of the other side.
pub(crate) fn ask(cases: &Json, ours: &Cast, theirs: &Cast, policies: &Policies) -> Vec<Asked> {
    let pairs = ours.beside(theirs);
    let mut out: Vec<Asked> = Vec::new();
    let mut put = Vec::new();
    for case in cases["cases"].as_array().unwrap() {
        let part = ours.part_of(text(&case["principal"])).unwrap_or_default();
        let (theirs, case) = if case["decision"] == "unknown" {
            (Theirs::Owners, case.clone())
        } else {
            match translated(case, &pairs, policies) {
                Some(case) => {
                    put.push((out.len(), case.clone()));
                    (Theirs::Denied, case)
                }
                None => (Theirs::NotThere, case.clone()),
            }
        };
        out.push(Asked {
            need: case["sort"] == "need",
            why: text(&case["why"]).to_owned(),
            part: part.to_owned(),
            case,
            theirs,
        });
    }
    let (places, put): (Vec<usize>, Vec<Json>) = put.into_iter().unzip();
    for (place, said) in places.into_iter().zip(simulate(&put)) {
        out[place].theirs = match said.as_str() {
            "Allowed" => Theirs::Allowed,
            "ExplicitlyDenied" | "ImplicitlyDenied" => Theirs::Denied,
            other => panic!("{other}: {:#}", out[place].case),
        };
    }
    out
}

/// A case in the other side's names, with the other side's policies. Nothing, where it is
/// about something that the other side does not have.
fn translated(case: &Json, pairs: &[(&str, &str)], policies: &Policies) -> Option<Json> {
    let mut out = case.clone();
    for key in ["principal", "resource", "context"] {
        out[key] = renamed(&case[key], pairs);
    }
    let (principal, resource) = (text(&out["principal"]), text(&out["resource"]));
    let ours = |name: &Json| name != "everything" && name != "open";
    let mut identity = match case["identityPolicies"].as_array().unwrap().as_slice() {
        named if named.iter().any(ours) => policies.identity.get(principal)?.clone(),
        [] => Vec::new(),
        _ => vec![allow(json!({ "Action": "*", "Resource": "*" }))],
    };
    let root = format!("arn:aws:iam::{}:root", text(&case["principalAccount"]));
    let open = json!({ "Action": "*", "Resource": "*", "Principal": { "AWS": root } });
    let guard = match case["resourcePolicies"].as_array().unwrap().as_slice() {
        named if named.iter().any(ours) => {
            let is_role = resource.contains(":role/");
            if is_role && !policies.identity.contains_key(resource) {
                return None;
            }
            policies.on(resource)
        }
        [] => Vec::new(),
        _ => vec![allow(open)],
    };
    // The session of a role has the role's name, without its path.
    if case["session"].is_string() {
        let account = principal.split(':').nth(4).unwrap();
        let name = principal.rsplit('/').next().unwrap();
        out["session"] = json!(format!(
            "arn:aws:sts::{account}:assumed-role/{name}/session"
        ));
    }
    if out["resource"] == "*" {
        on_everything(&mut identity);
    }
    out["identityPolicies"] = json!(identity);
    out["resourcePolicies"] = json!(guard);
    Some(out)
}

/// Leaves what allows on `*`: a call without a resource is allowed by nothing else. The
/// simulator takes any resource to fit it.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
fn on_everything(policies: &mut [Json]) {
    for policy in policies {
        let statements = policy["Statement"].as_array_mut().unwrap();
        statements.retain(|statement| texts(&statement["Resource"]).contains(&"*"));
    }
}

pub(crate) fn renamed(value: &Json, pairs: &[(&str, &str)]) -> Json {
    match value {
        Json::String(text) => {
            let one = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
            Json::String(pairs.iter().fold(text.clone(), one))
        }
        Json::Array(items) => items.iter().map(|item| renamed(item, pairs)).collect(),
        Json::Object(map) => {
            let map = map.iter();
            Json::Object(
                map.map(|(key, value)| (key.clone(), renamed(value, pairs)))
                    .collect(),
            )
        }
        plain => plain.clone(),
    }
}

fn allow(mut statement: Json) -> Json {
    statement["Effect"] = json!("Allow");
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn simulate(cases: &[Json]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (given, answers) = (folder.path().join("cases"), folder.path().join("answers"));
    fs::write(&given, serde_json::to_vec(cases).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/access/simulate.mjs");
    let output = Command::new("node")
        .args([&script, &installed(), &given, &answers])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "simulate.mjs: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said: Vec<String> = serde_json::from_slice(&fs::read(&answers).unwrap()).unwrap();
    assert_eq!(said.len(), cases.len(), "one answer per case");
    said
}
