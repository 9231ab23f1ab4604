//! Every key that can name a resource says which one.

use super::Existing;
use crate::catalogue::pattern::Pattern;
use crate::catalogue::{
    KINDS, Key, Kind, Permission, RULES, ResourceTemplate, Type, declared, projects,
};
use std::collections::BTreeSet;

/// The patterns of texts that name no resource of an account.
#[rustfmt::skip]
const NO_RESOURCE: &[&str] = &[
    "ACCOUNT_ID",
    "ACTION_NAME",
    "ARTIFACT_PATH",
    "BATCH",
    "BRANCH_PATTERN",
    "CACHE_CONTROL",
    "CACHE_NAMESPACE",
    "CHART",
    "COMMAND",
    "CONTAINER_PLACEHOLDER",
    "CRON",
    "DATE_TIME",
    "DEPLOYED_KEY",
    "DEPLOY_STRATEGY",
    "DESCRIPTION",
    "EMAIL_ADDRESS",
    "EXECUTION_PREFIX",
    "EXPRESSION",
    "FILE_PATTERN",
    "FILE_SYSTEM_IDENTIFIER",
    "HELM_RELEASE",
    "HTTPS_ENDPOINT",
    "IAM_PATH",
    "INSTANCE_COUNT",
    "LATITUDE",
    "LISTED_PATH",
    "LOG_STREAM",
    "LONGITUDE",
    "MACHINE_PATH",
    "MOUNT_OPTIONS",
    "MOUNT_POINT",
    "NAMESPACE",
    "OUTPUT_FILE",
    "OUTPUT_VARIABLE",
    "PATH_PATTERN",
    "PRODUCT_VERSION_NAME",
    "REGION",
    "REVISION",
    "ROLE_NAME_PREFIX",
    "RULE_DESCRIPTION",
    "RULE_VALUE",
    "SCHEDULE_TIME_ZONE",
    "STACK_SET_DESCRIPTION",
    "TAG_PATTERN",
    "TARGET",
    "TIME_ZONE",
    "USER_TEXT",
    "WEB_ADDRESS",
];

/// Keys that a pattern does not tell apart from those that name a resource, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "Custom.Provider",
        "the action type, which follows from the action itself",
    ),
    (
        "Custom.Version",
        "the action type, which follows from the action itself",
    ),
    ("BuildEcrBuildAndPublish.ImageTags", "the action sets them"),
    (
        "BuildJenkins.Provider",
        "the action type, which follows from the action itself",
    ),
    (
        "TestJenkinsTest.Provider",
        "the action type, which follows from the action itself",
    ),
    ("settings.Name", "the pipeline, which is made"),
    ("settings.StackName", "its stack, which is made"),
    ("project.Name", "the project, which is made"),
    (
        "project.LogsConfig.CloudWatchLogs.GroupName",
        "CodeBuild makes it",
    ),
    ("role.RoleName", "the role, which is made"),
    ("store.BucketName", "the bucket, which is made"),
    ("store.AliasName", "the alias, which is made"),
    ("store.Shared.Name", "the store, which is made"),
    ("store.Shared.BucketName", "the bucket, which is made"),
    ("store.Shared.AliasName", "the alias, which is made"),
    ("store.Shared.Pipelines.Name", "it may be deployed later"),
];

/// The keys of a kind or of a declaration, with those of maps below.
fn walk(path: &str, keys: &'static [Key], out: &mut Vec<(String, &'static Key)>) {
    for key in keys {
        let path = format!("{path}.{}", key.name);
        below(&path, &key.kind, out);
        out.push((path, key));
    }
}

fn below(path: &str, kind: &'static Type, out: &mut Vec<(String, &'static Key)>) {
    match kind {
        Type::Record(keys) | Type::OneOrMore(keys) | Type::Named(keys) | Type::Records(keys) => {
            walk(path, keys, out);
        }
        Type::FileOr(other) => below(path, other, out),
        _ => {}
    }
}

/// The pattern of a text that could name a resource; `None` for what cannot.
fn text(kind: &'static Type) -> Option<Option<&'static Pattern>> {
    match kind {
        Type::String(pattern) | Type::Strings(pattern) => Some(Some(pattern)),
        Type::FileOr(other) => text(other),
        Type::Project => Some(None),
        // Constants, numbers, artifacts, maps of texts.
        Type::Number(..)
        | Type::Bool
        | Type::OneOf(_)
        | Type::SetOf(_)
        | Type::File
        | Type::Artifact
        | Type::Json(_)
        | Type::Map
        | Type::NamedValues
        | Type::Parameters
        | Type::Buildspec(_)
        | Type::Configuration
        | Type::Document
        | Type::Statements
        | Type::Stages
        | Type::Actions
        | Type::EventPattern
        // Their keys are walked.
        | Type::Record(_)
        | Type::OneOrMore(_)
        | Type::Named(_)
        | Type::Records(_)
        // Parameters and secrets, roles, policies and action types are found by their type.
        | Type::Variables(_)
        | Type::Secret
        | Type::PassedRoles(_)
        | Type::Readers(_)
        | Type::PassedRole(_)
        | Type::Role
        | Type::Roles
        | Type::Boundary
        | Type::ActionType => None,
    }
}

fn resources(key: &'static Key) -> impl Iterator<Item = &'static Existing> {
    key.existing.iter().chain([&key.made]).flatten()
}

/// The texts of a resource.
fn texts(one: &'static Existing) -> impl Iterator<Item = &'static str> {
    [one.arn, one.within]
        .into_iter()
        .chain(one.must.iter().copied())
}

fn kinds() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().chain(RULES).copied()
}

/// Every list of keys, by its name.
fn lists() -> Vec<(String, &'static [Key])> {
    let of_kinds = kinds().flat_map(|kind| {
        let name = format!("{}{}", kind.category, kind.name);
        [(name.clone(), kind.keys), (name, kind.own_keys)]
    });
    let of_declarations = [
        ("settings", declared::SETTINGS),
        ("action", declared::ACTION),
        ("project", declared::MANAGED_PROJECT),
        ("imported project", declared::IMPORTED_PROJECT),
        ("role", declared::MANAGED_ROLE),
        ("roles", declared::ROLE_RULES),
        ("boundary", declared::BOUNDARY),
        ("store", declared::MANAGED_STORE),
        ("imported store", declared::IMPORTED_STORE),
        ("notify", declared::NOTIFICATION),
        ("schedule", declared::SCHEDULE),
        ("event", declared::EVENT),
        ("trigger", declared::TRIGGER),
        ("docker", projects::DOCKER),
    ];
    let of_declarations = of_declarations.map(|(name, keys)| (name.to_owned(), keys));
    of_kinds.chain(of_declarations).collect()
}

#[test]
fn every_key_that_can_name_a_resource_says_which() {
    let mut unclassified = Vec::new();
    let mut excepted = BTreeSet::new();
    let mut patterns = BTreeSet::new();
    let mut named = 0;
    for (list, keys) in lists() {
        let mut all = Vec::new();
        walk(&list, keys, &mut all);
        // A key is classified too where the resource of another one is told by it.
        let told: Vec<ResourceTemplate<'_>> = all
            .iter()
            .flat_map(|(_, key)| resources(key).flat_map(texts))
            .map(ResourceTemplate::parse)
            .collect();
        for (path, key) in &all {
            let Some(pattern) = text(&key.kind) else {
                continue;
            };
            if resources(key).next().is_some() || told.iter().any(|text| text.names(key.name)) {
                named += 1;
                continue;
            }
            if let Some((found, _)) = EXCEPTIONS.iter().find(|(known, _)| known == path) {
                excepted.insert(*found);
                continue;
            }
            let nothing = pattern
                .and_then(|pattern| NO_RESOURCE.iter().position(|known| *known == pattern.name));
            match nothing {
                Some(position) => {
                    patterns.insert(position);
                }
                None => unclassified.push(format!(
                    "{path}: {}",
                    pattern.map_or("", |pattern| pattern.name)
                )),
            }
        }
    }
    assert!(
        unclassified.is_empty(),
        "name no resource: {unclassified:#?}"
    );
    assert!(named > 60, "{named}");
    let unused: Vec<_> = EXCEPTIONS
        .iter()
        .filter(|(path, _)| !excepted.contains(path))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    assert_eq!(
        patterns.len(),
        NO_RESOURCE.len(),
        "a pattern that no key has"
    );
}

#[test]
fn what_a_permission_names_exists_or_is_made() {
    for kind in kinds() {
        let permissions = kind.permissions.iter();
        let handed = kind.handoff.iter().flat_map(|handoff| handoff.permissions);
        for permission in permissions.chain(handed) {
            let Permission {
                resources: arns, ..
            } = permission;
            for arn in *arns {
                for name in ResourceTemplate::parse(arn)
                    .placeholders()
                    .filter_map(|one| one.key())
                {
                    let mut keys = kind.keys.iter().chain(kind.own_keys);
                    let key = keys.find(|key| key.name == name).expect(name);
                    let all = kind.keys.iter().chain(kind.own_keys).flat_map(resources);
                    let mut told = all.flat_map(texts).map(ResourceTemplate::parse);
                    let classified = resources(key).next().is_some()
                        || told.any(|text| text.names(name))
                        || PARTS.contains(&(kind.name, name));
                    assert!(classified, "{}: {name} of `{arn}`", kind.name);
                }
            }
        }
    }
}

/// Keys that are a part of an ARN and no resource by themselves.
const PARTS: &[(&str, &str)] = &[("StepFunctions", "ExecutionNamePrefix")];

#[test]
fn placeholders_are_keys_of_their_kind() {
    for kind in kinds() {
        let keys = || kind.keys.iter().chain(kind.own_keys);
        let of_kind = kind.existing.iter().map(|(_, existing)| existing);
        for existing in keys().flat_map(resources).chain(of_kind) {
            for text in texts(existing) {
                for name in ResourceTemplate::parse(text)
                    .placeholders()
                    .filter_map(|one| one.key())
                {
                    assert!(keys().any(|key| key.name == name), "{}: {text}", kind.name);
                }
            }
            assert!(!existing.noun.is_empty());
        }
    }
}
