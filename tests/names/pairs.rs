//! What must hold when one deployment follows another.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::support::assembly::{Assembly, text};

/// A resource, by its stack, the stack's environment, and its logical id.
type Place = (String, String, String, String);

/// The properties that CloudFormation cannot change without making the resource anew, of each
/// type that has a name:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
const REPLACED_BY: [(&str, &[&str]); 12] = [
    ("AWS::IAM::Role", &["RoleName", "Path"]),
    (
        "AWS::IAM::ManagedPolicy",
        &["ManagedPolicyName", "Path", "Description"],
    ),
    ("AWS::S3::Bucket", &["BucketName", "BucketNamespace"]),
    ("AWS::KMS::Alias", &["AliasName"]),
    ("AWS::CodeBuild::Project", &["Name"]),
    ("AWS::Events::Rule", &["Name", "EventBusName"]),
    ("AWS::SNS::Topic", &["TopicName", "FifoTopic"]),
    (
        "AWS::CodeStarNotifications::NotificationRule",
        &["Resource"],
    ),
    ("AWS::Scheduler::ScheduleGroup", &["Name"]),
    ("AWS::Scheduler::Schedule", &["Name"]),
    (
        "AWS::Events::EventBusPolicy",
        &["StatementId", "EventBusName"],
    ),
    (
        "AWS::CodePipeline::CustomActionType",
        &["Category", "Provider", "Version"],
    ),
];

/// What is wrong with deploying one assembly after another.
pub(crate) fn faults(before: &Assembly, after: &Assembly) -> Vec<String> {
    let mut faults = repeated(after);
    let (old, new) = (resources(before), resources(after));
    for (place, resource) in &old {
        let Some(now) = new.get(place) else { continue };
        let kind = text(&resource["Type"]);
        if now["Type"] != resource["Type"] {
            faults.push(format!("{place:?} was a {kind}"));
        }
        for property in replaced_by(kind) {
            let (was, is) = (
                &resource["Properties"][*property],
                &now["Properties"][*property],
            );
            if was != is {
                faults.push(format!(
                    "{place:?} is made anew: {property} {was} becomes {is}"
                ));
            }
        }
    }
    let (old, new) = (names(&old), names(&new));
    for (name, place) in &old {
        if let Some(now) = new.get(name).filter(|now| *now != place) {
            faults.push(format!("{name:?} moves from {place:?} to {now:?}"));
        }
    }
    faults
}

/// The stacks and the names that stand twice in an assembly.
pub(crate) fn repeated(assembly: &Assembly) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let stacks = assembly.stacks.iter();
    let mut faults: Vec<String> = stacks
        .filter(|stack| !seen.insert(&stack.name))
        .map(|stack| format!("two stacks are {}", stack.name))
        .collect();
    let all = resources(assembly);
    let mut named = BTreeMap::new();
    for (place, resource) in &all {
        let Some(name) = name(place, resource) else {
            continue;
        };
        if let Some(first) = named.insert(name.clone(), place) {
            faults.push(format!("{name:?} is in {first:?} and {place:?}"));
        }
    }
    faults
}

fn resources(assembly: &Assembly) -> BTreeMap<Place, &Json> {
    let all = assembly.stacks.iter().flat_map(|stack| {
        stack.resources().map(move |(id, resource)| {
            let place = (
                stack.account.clone(),
                stack.region.clone(),
                stack.name.clone(),
                id.clone(),
            );
            (place, resource)
        })
    });
    all.collect()
}

fn names(resources: &BTreeMap<Place, &Json>) -> BTreeMap<Vec<String>, Place> {
    let all = resources.iter();
    all.filter_map(|(place, resource)| Some((name(place, resource)?, place.clone())))
        .collect()
}

fn replaced_by(kind: &str) -> &'static [&'static str] {
    let mut all = REPLACED_BY.iter();
    all.find(|(known, _)| *known == kind)
        .map_or(&[], |(_, properties)| properties)
}

/// The name of a resource, with all that AWS takes it once in.
fn name((account, region, _, _): &Place, resource: &Json) -> Option<Vec<String>> {
    let kind = text(&resource["Type"]);
    let parts: Vec<String> = match kind {
        "AWS::IAM::ManagedPolicy" => vec!["ManagedPolicyName"],
        "AWS::IAM::Role" => vec!["RoleName"],
        "AWS::S3::Bucket" => vec!["BucketName"],
        _ => replaced_by(kind).to_vec(),
    }
    .into_iter()
    .filter_map(|property| resource["Properties"][property].as_str())
    .map(str::to_owned)
    .collect();
    let within = match kind {
        "AWS::IAM::ManagedPolicy" | "AWS::IAM::Role" => vec![account.clone()],
        "AWS::S3::Bucket" => Vec::new(),
        _ => vec![account.clone(), region.clone()],
    };
    (!parts.is_empty()).then(|| [vec![kind.to_owned()], within, parts].concat())
}
