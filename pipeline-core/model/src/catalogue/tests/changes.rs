//! What deployments change, and what two of them cannot change at once.

use super::{condition, every_key};
use crate::catalogue::{Condition, KINDS};

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
