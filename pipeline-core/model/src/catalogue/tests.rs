//! Tests of every entry of the catalogue.

use std::collections::BTreeSet;

use super::declared::ACTION;
use super::{
    Condition, Content, KINDS, Key, Kind, Needed, Permission, Placement, Slot, Type, Variables,
};

/// Name, category, owner, provider, inputs, outputs.
type ActionType = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (usize, usize),
    (usize, usize),
);

/// The action types as AWS lists them.
///
/// Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html>
/// and the kinds' own pages.
#[rustfmt::skip]
const TYPES: &[ActionType] = &[
    ("Alexa", "Deploy", "ThirdParty", "AlexaSkillsKit", (1, 2), (0, 0)),
    ("AppConfig", "Deploy", "AWS", "AppConfig", (1, 1), (0, 0)),
    ("CloudFormation", "Deploy", "AWS", "CloudFormation", (0, 10), (0, 1)),
    ("CloudFormationStackInstances", "Deploy", "AWS", "CloudFormationStackInstances", (0, 2), (0, 0)),
    ("CloudFormationStackSet", "Deploy", "AWS", "CloudFormationStackSet", (1, 3), (0, 0)),
    ("CodeBuild", "Build", "AWS", "CodeBuild", (1, 5), (0, 5)),
    ("CodeBuildTest", "Test", "AWS", "CodeBuild", (1, 5), (0, 5)),
    ("CodeCommit", "Source", "AWS", "CodeCommit", (0, 0), (1, 1)),
    ("CodeConnection", "Source", "AWS", "CodeStarSourceConnection", (0, 0), (1, 1)),
    ("CodeDeploy", "Deploy", "AWS", "CodeDeploy", (1, 1), (0, 0)),
    ("CodeDeployToEcs", "Deploy", "AWS", "CodeDeployToECS", (1, 5), (0, 0)),
    ("CodePipeline", "Invoke", "AWS", "CodePipeline", (0, 0), (0, 0)),
    ("Commands", "Compute", "AWS", "Commands", (1, 10), (0, 1)),
    ("Custom", "", "", "", (0, 5), (0, 5)),
    ("DeviceFarm", "Test", "AWS", "DeviceFarm", (1, 1), (0, 0)),
    ("Ec2", "Deploy", "AWS", "EC2", (1, 1), (0, 0)),
    ("Ecr", "Source", "AWS", "ECR", (0, 0), (1, 1)),
    ("EcrBuildAndPublish", "Build", "AWS", "ECRBuildAndPublish", (1, 1), (0, 0)),
    ("Ecs", "Deploy", "AWS", "ECS", (1, 1), (0, 0)),
    ("Eks", "Deploy", "AWS", "EKS", (1, 1), (0, 0)),
    ("ElasticBeanstalk", "Deploy", "AWS", "ElasticBeanstalk", (1, 1), (0, 0)),
    ("GitHub", "Source", "ThirdParty", "GitHub", (0, 0), (1, 1)),
    ("InspectorScan", "Invoke", "AWS", "InspectorScan", (0, 1), (1, 1)),
    ("Jenkins", "Build", "Custom", "", (0, 5), (0, 5)),
    ("JenkinsTest", "Test", "Custom", "", (0, 5), (0, 5)),
    ("Lambda", "Invoke", "AWS", "Lambda", (0, 5), (0, 5)),
    ("LambdaDeploy", "Deploy", "AWS", "Lambda", (0, 1), (0, 0)),
    ("Manual", "Approval", "AWS", "Manual", (0, 0), (0, 0)),
    ("S3Deploy", "Deploy", "AWS", "S3", (1, 1), (0, 0)),
    ("S3Source", "Source", "AWS", "S3", (0, 0), (1, 1)),
    ("ServiceCatalog", "Deploy", "AWS", "ServiceCatalog", (1, 1), (0, 0)),
    ("Snyk", "Invoke", "ThirdParty", "Snyk", (1, 1), (1, 1)),
    ("StepFunctions", "Invoke", "AWS", "StepFunctions", (0, 1), (0, 1)),
];

#[test]
fn every_kind_is_an_action_type_of_aws() {
    let found: Vec<_> = KINDS
        .iter()
        .map(|kind| {
            (
                kind.name,
                kind.category,
                kind.owner,
                kind.provider,
                kind.inputs,
                kind.outputs,
            )
        })
        .collect();
    assert_eq!(found, TYPES);
    for kind in KINDS {
        let version = if kind.provider.is_empty() && kind.category.is_empty() {
            ""
        } else {
            "1"
        };
        assert_eq!(kind.version, version, "{}", kind.name);
        for (least, most) in [kind.inputs, kind.outputs] {
            assert!(least <= most && most <= 10, "{}", kind.name);
        }
    }
}

#[test]
fn names_are_sorted_and_none_repeats() {
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
}

/// No two keys of a kind are written in the same way.
#[test]
fn keys_of_a_kind_are_written_differently() {
    for kind in KINDS {
        let keys: Vec<String> = every_key(kind).chain(ACTION).map(Key::written).collect();
        let different: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(different.len(), keys.len(), "{}: {keys:?}", kind.name);
        for key in &keys {
            let plain = key
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(plain, "{}: {key}", kind.name);
        }
    }
}

#[test]
fn every_kind_is_explained_with_its_source() {
    for kind in KINDS {
        assert!(kind.source.starts_with("https://"), "{}", kind.name);
        assert!(
            !kind.title.is_empty() && !kind.title.ends_with('.'),
            "{}",
            kind.name
        );
        for note in kind.notes {
            assert!(note.ends_with('.'), "{}: {note}", kind.name);
        }
        for key in every_key(kind) {
            assert!(
                !key.doc.is_empty() && !key.doc.ends_with('.'),
                "{}",
                key.name
            );
        }
        let known: BTreeSet<&str> = ["V1", "V2"].into();
        assert!(!kind.pipeline_types.is_empty(), "{}", kind.name);
        assert!(
            kind.pipeline_types
                .iter()
                .all(|found| known.contains(found)),
            "{}",
            kind.name
        );
    }
}

#[test]
fn conditions_name_keys_of_the_kind() {
    for kind in KINDS {
        let keys = every_key(kind).flat_map(|key| {
            let needed = match key.needed {
                Needed::When(condition) => Some(condition),
                Needed::Always | Needed::Never | Needed::Wanted(_) => None,
            };
            needed.into_iter().chain(key.ignored)
        });
        let calls = permissions(kind).filter_map(|permission| permission.only);
        let handoff = kind.handoff.iter().map(|handoff| handoff.when);
        for condition in keys.chain(calls).chain(handoff).chain(kind.input_needed) {
            self::condition(kind, &condition);
        }
        let pair = kind.pair.iter().flat_map(|pair| {
            [pair.first.0, pair.second.0]
                .into_iter()
                .chain(pair.same.iter().copied())
        });
        let polling = kind.events.iter().filter_map(|events| events.polling);
        let listed = match kind.variables {
            Variables::Listed(key) => Some(key),
            Variables::Named(_) | Variables::Free(_) => None,
        };
        for name in pair.chain(polling).chain(kind.output_needs).chain(listed) {
            key(kind, name);
        }
    }
}

fn condition(kind: &Kind, condition: &Condition) {
    match condition {
        Condition::Is(name, values) => {
            let constants: &[&str] = match key(kind, name).kind {
                Type::OneOf(constants) => constants,
                Type::Bool => &["true", "false"],
                _ => panic!("{}: `{name}` has no constants", kind.name),
            };
            for value in *values {
                let known = value.is_empty() || constants.contains(value);
                assert!(known, "{}: `{name}` is never `{value}`", kind.name);
            }
        }
        Condition::Has(name) | Condition::Lacks(name) => {
            key(kind, name);
        }
        Condition::All(all) => all.iter().for_each(|one| self::condition(kind, one)),
        Condition::SeveralInputs | Condition::NoInputs => {}
    }
}

/// The key with AWS's name. Users write that name in snake case.
fn key(kind: &Kind, name: &str) -> &'static Key {
    let found = every_key(kind).find(|key| key.name == name);
    let found = found.unwrap_or_else(|| panic!("{} has no key `{name}`", kind.name));
    assert!(found.spelling.is_none(), "{}: {name}", kind.name);
    found
}

#[test]
fn placeholders_name_keys_of_the_kind() {
    for kind in KINDS {
        let calls = permissions(kind).flat_map(|permission| {
            let conditions = permission
                .conditions
                .iter()
                .flat_map(|(_, key, value)| [key, value]);
            permission.resources.iter().chain(conditions).copied()
        });
        let pattern: Vec<String> = kind
            .events
            .iter()
            .flat_map(|events| strings(events.pattern))
            .collect();
        let all = calls
            .chain(kind.prerequisites.iter().copied())
            .chain(pattern.iter().map(String::as_str));
        for template in all {
            for name in template.split('{').skip(1) {
                let name = name.split('}').next().unwrap_or_default();
                let name = [".name", ".execution"]
                    .iter()
                    .find_map(|end| name.strip_suffix(end))
                    .unwrap_or(name);
                if !["partition", "region", "account", "pipeline"].contains(&name) {
                    key(kind, name);
                }
            }
        }
    }
}

/// The strings in a JSON pattern.
fn strings(pattern: &str) -> Vec<String> {
    fn collect(json: serde_json::Value, strings: &mut Vec<String>) {
        match json {
            serde_json::Value::String(string) => strings.push(string),
            serde_json::Value::Array(items) => items.into_iter().for_each(|i| collect(i, strings)),
            serde_json::Value::Object(map) => {
                map.into_iter().for_each(|(_, i)| collect(i, strings))
            }
            _ => {}
        }
    }
    let mut strings = Vec::new();
    collect(
        serde_json::from_str(pattern).expect("a pattern is JSON"),
        &mut strings,
    );
    strings
}

/// Least privilege: actions have no wildcards, and the resource is `*` only where AWS has no
/// resource-level permission.
#[test]
fn permissions_are_narrow() {
    for kind in KINDS {
        for permission in permissions(kind) {
            assert!(
                !permission.actions.is_empty() && !permission.why.is_empty(),
                "{}",
                kind.name
            );
            assert!(
                permission.actions.is_sorted(),
                "{}: {:?}",
                kind.name,
                permission.actions
            );
            for call in permission.actions {
                let spelled = call.split_once(':').is_some_and(|(service, name)| {
                    !service.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
                });
                assert!(spelled, "{}: {call}", kind.name);
            }
            let everything = permission.resources.contains(&"*");
            assert_eq!(
                everything,
                permission.unscoped.is_some(),
                "{}: {:?}",
                kind.name,
                permission.actions
            );
            assert!(
                permission
                    .unscoped
                    .is_none_or(|source| source.starts_with("https://"))
            );
            for resource in permission.resources.iter().filter(|_| !everything) {
                assert!(
                    resource.starts_with("arn:{partition}:") || resource.starts_with('{'),
                    "{}: {resource}",
                    kind.name
                );
                assert!(
                    !resource.starts_with("arn:{partition}:*"),
                    "{}: {resource}",
                    kind.name
                );
            }
            if permission.actions.contains(&"iam:PassRole") {
                let scoped = permission
                    .conditions
                    .iter()
                    .any(|(_, key, _)| *key == "iam:PassedToService");
                assert!(scoped, "{}", kind.name);
            }
        }
    }
}

/// Actions that AWS does not own run in home, without a role and so without permissions.
#[test]
fn only_actions_of_aws_have_permissions() {
    for kind in KINDS {
        let aws = kind.owner == "AWS";
        assert_eq!(kind.placement == Placement::Home, !aws, "{}", kind.name);
        assert!(
            aws || kind.permissions.is_empty() && kind.managed_policies.is_empty(),
            "{}",
            kind.name
        );
        let source = kind.category == "Source";
        assert_eq!(
            kind.placement == Placement::HomeRegion,
            source && aws,
            "{}",
            kind.name
        );
    }
}

/// Values that a configuration cannot hold have another slot.
#[test]
fn types_fit_their_slots() {
    for kind in KINDS {
        for key in kind.keys {
            let (least, most) = key.items;
            assert!(least <= most, "{}", key.name);
            match key.kind {
                Type::PassedRoles(services) => {
                    assert!(
                        key.slot == Slot::Nowhere && !services.is_empty(),
                        "{}",
                        key.name
                    );
                }
                Type::Readers(_) => assert_eq!(key.slot, Slot::Nowhere, "{}", key.name),
                Type::Map
                | Type::Role
                | Type::Statements
                | Type::Stages
                | Type::Actions
                | Type::EventPattern => {
                    panic!("{}: `{}` is of no type for an action", kind.name, key.name)
                }
                _ => {}
            }
        }
    }
}

/// Output variables with a form of their own, which holds no quotes and no line breaks: names,
/// ids, dates, addresses, numbers.
const OF_A_FORM: [&str; 32] = [
    "AuthorDate",
    "AuthorEmail",
    "AuthorId",
    "BranchName",
    "BucketName",
    "CommitId",
    "CommitUrl",
    "CommitterDate",
    "ConnectionArn",
    "DestinationBranchName",
    "ECRImageDigestId",
    "ECRRepositoryName",
    "EKSClusterName",
    "ETag",
    "ExecutionArn",
    "FullRepositoryName",
    "FunctionVersion",
    "HighestScannedSeverity",
    "ImageDigest",
    "ImageTag",
    "ImageURI",
    "ObjectKey",
    "OperationId",
    "ProviderType",
    "PullRequestId",
    "RegistryId",
    "RepositoryName",
    "SourceBranchName",
    "StackSetId",
    "StateMachineArn",
    "TagName",
    "VersionId",
];

#[test]
fn variables_of_free_text_are_said() {
    let mut seen = BTreeSet::new();
    for kind in KINDS {
        let Variables::Named(names) = kind.variables else {
            assert!(kind.free_text.is_empty(), "{}", kind.name);
            continue;
        };
        for name in names {
            let free = kind.free_text.contains(name);
            assert_ne!(free, OF_A_FORM.contains(name), "{}: {name}", kind.name);
            seen.insert(*name);
        }
        assert!(kind.free_text.iter().all(|name| names.contains(name)));
    }
    assert!(OF_A_FORM.iter().all(|name| seen.contains(name)));
}

#[test]
fn what_is_read_from_an_input_is_named_by_keys() {
    for kind in KINDS {
        for read in kind.reads {
            for name in read.input.iter().chain(&read.named_by) {
                let known = every_key(kind).any(|key| key.name == *name);
                assert!(known, "{}: {name}", kind.name);
            }
            assert!(!read.file.is_empty() || read.named_by.is_some());
        }
        if let Content::NamedBy(name) = kind.content {
            key(kind, name);
        }
    }
}

/// Kinds that deploy, and whose actions can work on one thing at the same time.
const SIDE_BY_SIDE: [(&str, &str); 1] = [(
    "Alexa",
    "no page says what becomes of two uploads of one skill",
)];

#[test]
fn what_a_deployment_changes_is_said() {
    for kind in KINDS {
        let excused = SIDE_BY_SIDE.iter().any(|(name, _)| *name == kind.name);
        if kind.category == "Deploy" {
            assert_eq!(kind.targets.is_empty(), excused, "{}", kind.name);
        }
        for target in kind.targets {
            assert!(target.source.starts_with("https://"), "{}", kind.name);
            assert!(!target.keys.is_empty(), "{}", kind.name);
            for name in target.keys {
                let known = every_key(kind).any(|key| key.name == *name);
                assert!(known, "{}: {name}", kind.name);
            }
            target
                .only
                .iter()
                .for_each(|only| self::condition(kind, only));
        }
    }
}

fn every_key(kind: &Kind) -> impl Iterator<Item = &'static Key> + use<> {
    kind.keys.iter().chain(kind.own_keys)
}

fn permissions(kind: &Kind) -> impl Iterator<Item = &Permission> {
    let handed_over = kind.handoff.iter().flat_map(|handoff| handoff.permissions);
    kind.permissions.iter().chain(handed_over)
}

/// What two actions cannot change at once: the kind, the thing, the keys that name it, where it is so,
/// whether the second action is refused, and whether it is a preparation.
type Exclusive = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    bool,
    bool,
);

/// As the sources of the targets have it.
#[rustfmt::skip]
const EXCLUSIVE: &[Exclusive] = &[
    ("AppConfig", "environment", &["Application", "Environment"], "", true, false),
    ("CloudFormation", "stack", &["StackName"], "ActionMode is CREATE_UPDATE or REPLACE_ON_FAILURE or DELETE_ONLY or CHANGE_SET_EXECUTE", true, false),
    ("CloudFormation", "stack", &["StackName"], "ActionMode is CHANGE_SET_REPLACE", true, true),
    ("CloudFormation", "change set", &["StackName", "ChangeSetName"], "ActionMode is CHANGE_SET_REPLACE", true, false),
    ("CloudFormationStackInstances", "stack set", &["StackSetName"], "", false, false),
    ("CloudFormationStackSet", "stack set", &["StackSetName"], "", false, false),
    ("CodeDeploy", "deployment group", &["ApplicationName", "DeploymentGroupName"], "", true, false),
    ("CodeDeployToEcs", "deployment group", &["ApplicationName", "DeploymentGroupName"], "", true, false),
    ("CodePipeline", "pipeline", &["PipelineName", "SourceRevisions", "Variables"], "", false, false),
    ("Ec2", "directory of the instances", &["InstanceTagKey", "InstanceTagValue", "InstanceType", "TargetDirectory"], "has TargetDirectory", false, false),
    ("EcrBuildAndPublish", "image", &["ECRRepositoryName", "ImageTags"], "", false, false),
    ("Ecs", "service", &["ClusterName", "ServiceName"], "", false, false),
    ("Eks", "release", &["ClusterName", "Namespace", "HelmReleaseName"], "has HelmReleaseName", false, false),
    ("ElasticBeanstalk", "environment", &["ApplicationName", "EnvironmentName"], "", true, false),
    ("LambdaDeploy", "function", &["FunctionName"], "", false, false),
    ("S3Deploy", "object", &["BucketName", "ObjectKey"], "Extract is false", false, false),
    ("ServiceCatalog", "product version", &["ProductId", "ProductVersionName"], "has ProductVersionName", false, false),
];

#[test]
fn what_two_actions_cannot_change_at_once_is_what_aws_says() {
    let targets = KINDS
        .iter()
        .flat_map(|kind| kind.targets.iter().map(|target| (kind.name, target)));
    let found: Vec<_> = targets
        .map(|(kind, target)| {
            (
                kind,
                target.noun,
                target.keys,
                only_where(target.only),
                target.refused,
                target.prepares,
            )
        })
        .collect();
    let wanted: Vec<_> = EXCLUSIVE
        .iter()
        .map(|(kind, noun, keys, only, refused, prepares)| {
            let only = (*only).to_owned();
            (*kind, *noun, *keys, only, *refused, *prepares)
        })
        .collect();
    assert_eq!(found, wanted);
}

fn only_where(condition: Option<Condition>) -> String {
    match condition {
        None => String::new(),
        Some(Condition::Is(key, values)) => format!("{key} is {}", values.join(" or ")),
        Some(Condition::Has(key)) => format!("has {key}"),
        Some(other) => format!("{other:?}"),
    }
}
