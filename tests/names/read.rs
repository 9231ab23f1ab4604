//! The names of a pipeline, as they stand in what is written.

use std::collections::{BTreeMap, BTreeSet};

use pipewright::Builder;
use serde_json::Value as Json;

use crate::support::assembly::Assembly;

/// A name's sort, and the name; a role's comes with its stack's environment, since an
/// account has its own.
pub(crate) type Named = (String, String);

pub(crate) fn names(pipeline: &Builder) -> BTreeSet<Named> {
    all_names(pipeline).into_iter().collect()
}

pub(crate) fn all_names(pipeline: &Builder) -> Vec<Named> {
    let assembly = assembly(pipeline);
    let mut found = Vec::new();
    for stack in &assembly.stacks {
        found.push(("stack".to_owned(), stack.name.clone()));
        for (_, resource) in stack.resources() {
            if let Some(name) = physical_name(resource) {
                found.push((resource["Type"].as_str().unwrap().to_owned(), name));
            }
        }
    }
    found
}

pub(crate) fn physical_name(resource: &Json) -> Option<String> {
    let key = match resource["Type"].as_str()? {
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::KMS::Alias" => "AliasName",
        "AWS::Events::EventBusPolicy" => "StatementId",
        "AWS::SNS::Topic" => "TopicName",
        "AWS::CodeBuild::Project"
        | "AWS::Events::Rule"
        | "AWS::CodeStarNotifications::NotificationRule"
        | "AWS::Scheduler::ScheduleGroup"
        | "AWS::Scheduler::Schedule" => "Name",
        _ => return None,
    };
    Some(resource["Properties"][key].as_str().expect(key).to_owned())
}

/// The logical id of everything that has a name, by stack, sort and name.
pub(crate) fn logical_ids(pipeline: &Builder) -> BTreeMap<(String, String, String), String> {
    let mut found = BTreeMap::new();
    for stack in &assembly(pipeline).stacks {
        for (id, resource) in stack.resources() {
            if let Some(name) = physical_name(resource) {
                let sort = resource["Type"].as_str().unwrap().to_owned();
                found.insert((stack.name.clone(), sort, name), id.clone());
            }
        }
    }
    found
}

pub(crate) fn assembly(pipeline: &Builder) -> Assembly {
    Assembly::of("names", &pipeline.clone().build().unwrap())
}

pub(crate) fn files(pipeline: &Builder) -> BTreeMap<String, String> {
    pipeline
        .clone()
        .build()
        .unwrap()
        .synthesize()
        .unwrap()
        .files()
        .clone()
}

pub(crate) fn templates(pipeline: &Builder) -> BTreeMap<String, String> {
    let mut files = files(pipeline);
    files.retain(|name, _| name.ends_with(".template.json"));
    files
}

/// The templates of the stores, as they are written.
pub(crate) fn stores(pipeline: &Builder) -> BTreeMap<String, String> {
    let mut files = templates(pipeline);
    files.retain(|name, _| name.contains("-artifacts-"));
    assert!(!files.is_empty());
    files
}

/// No name of one is a name of another, however they are written.
pub(crate) fn apart(all: impl Iterator<Item = BTreeSet<Named>>) {
    let mut seen = BTreeSet::new();
    for names in all {
        for (sort, name) in names {
            let name = name.to_lowercase();
            assert!(
                seen.insert((sort.clone(), name.clone())),
                "{sort} {name}, twice"
            );
        }
    }
}

/// Whether AWS refuses a name.
pub(crate) fn refused(sort: &str, name: &str) -> bool {
    let (max, also): (usize, &str) = match sort {
        "stack" => (128, "-"),
        "AWS::IAM::Role" => (64, "+=,.@-_"),
        "AWS::IAM::ManagedPolicy" => (128, "+=,.@-_"),
        "AWS::S3::Bucket" => (63, "-"),
        "AWS::KMS::Alias" => (256, "/_-"),
        "AWS::CodeBuild::Project" => (150, "-_"),
        "AWS::Events::Rule" => (64, ".-_"),
        "AWS::Events::EventBusPolicy" => (64, "-_"),
        "AWS::SNS::Topic" => (256, "-_"),
        "AWS::CodeStarNotifications::NotificationRule" => (64, ".-_"),
        "AWS::Scheduler::ScheduleGroup" | "AWS::Scheduler::Schedule" => (64, ".-_"),
        _ => panic!("`{sort}` has no pattern here"),
    };
    let first = name.chars().next().unwrap();
    let begins = match sort {
        "stack" => first.is_ascii_alphabetic(),
        "AWS::S3::Bucket" | "AWS::CodeBuild::Project" => first.is_ascii_alphanumeric(),
        _ => true,
    };
    let small = sort != "AWS::S3::Bucket" || name == name.to_lowercase();
    let fits = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || also.contains(c));
    !(begins && small && fits && name.len() <= max)
}
