//! Tests that compare the catalogue with AWS's pages, listed here a second time: an action that
//! is forgotten, added or mistyped in the catalogue fails here. The verification of access
//! cannot find it, since it reads the catalogue too.
//!
//! The actions are those of the section on permissions of each kind's `source`, and of
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html>.

use std::collections::{BTreeMap, BTreeSet};

use super::{ArtifactAccess, Condition, KINDS, Kind, Permission, Type, kind};
use serde_json::Value;

/// The IAM actions of each kind that needs any.
#[rustfmt::skip]
const CALLS: &[(&str, &[&str])] = &[
    ("AppConfig", &["appconfig:GetDeployment", "appconfig:StartDeployment", "appconfig:StopDeployment"]),
    ("CloudFormation", &["cloudformation:CreateChangeSet", "cloudformation:CreateStack", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResources", "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet", "cloudformation:GetTemplate", "cloudformation:UpdateStack", "cloudformation:ValidateTemplate", "iam:PassRole"]),
    ("CloudFormationStackInstances", &["cloudformation:CreateStackInstances", "cloudformation:DescribeStackSetOperation"]),
    ("CloudFormationStackSet", &["cloudformation:CreateStackInstances", "cloudformation:CreateStackSet", "cloudformation:DescribeStackSet", "cloudformation:DescribeStackSetOperation", "cloudformation:ListStackInstances", "cloudformation:UpdateStackSet", "iam:PassRole"]),
    ("CodeBuild", &["codebuild:BatchGetBuildBatches", "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StartBuildBatch"]),
    ("CodeBuildTest", &["codebuild:BatchGetBuildBatches", "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StartBuildBatch"]),
    ("CodeCommit", &["codecommit:CancelUploadArchive", "codecommit:GetBranch", "codecommit:GetCommit", "codecommit:GetRepository", "codecommit:GetUploadArchiveStatus", "codecommit:UploadArchive"]),
    ("CodeConnection", &["codeconnections:UseConnection", "codestar-connections:UseConnection"]),
    ("CodeDeploy", &["codedeploy:CreateDeployment", "codedeploy:GetApplication", "codedeploy:GetDeployment", "codedeploy:GetDeploymentConfig", "codedeploy:GetDeploymentGroup", "codedeploy:ListDeploymentConfigs", "codedeploy:ListDeploymentGroups", "codedeploy:ListDeployments", "codedeploy:RegisterApplicationRevision"]),
    ("CodeDeployToEcs", &["codedeploy:CreateDeployment", "codedeploy:GetApplication", "codedeploy:GetApplicationRevision", "codedeploy:GetDeployment", "codedeploy:GetDeploymentConfig", "codedeploy:RegisterApplicationRevision", "ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole"]),
    ("CodePipeline", &["codepipeline:StartPipelineExecution"]),
    ("Commands", &["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "secretsmanager:GetSecretValue"]),
    ("DeviceFarm", &["devicefarm:CreateUpload", "devicefarm:GetRun", "devicefarm:GetUpload", "devicefarm:ListDevicePools", "devicefarm:ListProjects", "devicefarm:ScheduleRun"]),
    ("Ec2", &["ec2:DescribeInstances", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:RegisterTargets", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "ssm:CancelCommand", "ssm:DescribeInstanceInformation", "ssm:ListCommandInvocations", "ssm:SendCommand"]),
    ("Ecr", &["ecr:DescribeImages"]),
    ("EcrBuildAndPublish", &["ecr-public:BatchCheckLayerAvailability", "ecr-public:CompleteLayerUpload", "ecr-public:DescribeRepositories", "ecr-public:GetAuthorizationToken", "ecr-public:InitiateLayerUpload", "ecr-public:PutImage", "ecr-public:UploadLayerPart", "ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:DescribeRepositories", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "sts:GetServiceBearerToken"]),
    ("Ecs", &["ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition", "ecs:TagResource", "ecs:UpdateService", "iam:PassRole"]),
    ("Eks", &["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "eks:DescribeCluster", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]),
    ("InspectorScan", &["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "inspector-scan:ScanSbom", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]),
    ("Lambda", &["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult", "lambda:InvokeFunction", "lambda:ListFunctions"]),
    ("LambdaDeploy", &["cloudwatch:DescribeAlarms", "lambda:GetAlias", "lambda:GetFunctionConfiguration", "lambda:GetProvisionedConcurrencyConfig", "lambda:PublishVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]),
    ("Manual", &["sns:Publish"]),
    ("S3Deploy", &["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"]),
    ("S3Source", &["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"]),
    ("ServiceCatalog", &["cloudformation:ValidateTemplate", "servicecatalog:CreateProvisioningArtifact", "servicecatalog:DeleteProvisioningArtifact", "servicecatalog:DescribeProvisioningArtifact", "servicecatalog:ListProvisioningArtifacts", "servicecatalog:UpdateProduct"]),
    ("StepFunctions", &["states:DescribeExecution", "states:DescribeStateMachine", "states:StartExecution"]),
];

/// The actions of those pages that are granted in another way, with the way.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "CodeDeployToEcs",
        "ecs:TagResource",
        "with tags only, as its note says",
    ),
    (
        "Commands",
        "secretsmanager:GetSecretValue",
        "with the secrets that its variables name",
    ),
    (
        "Lambda",
        "codepipeline:PutJobFailureResult",
        "the function's own role calls it",
    ),
    (
        "Lambda",
        "codepipeline:PutJobSuccessResult",
        "the function's own role calls it",
    ),
];

/// The source for the lookup of delegated administrators.
const DELEGATED: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html";
/// The source for the actions on the key that S3 uses on the caller's behalf.
const ENCRYPTED: &str =
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";

/// The actions that those pages leave out, with the source or the reason.
const BESIDES: &[(&str, &str, &str)] = &[
    (
        "CloudFormation",
        "cloudformation:SetStackPolicy",
        "how-to-custom-role.html",
    ),
    (
        "CloudFormationStackInstances",
        "organizations:ListDelegatedAdministrators",
        DELEGATED,
    ),
    (
        "CloudFormationStackSet",
        "organizations:ListDelegatedAdministrators",
        DELEGATED,
    ),
    (
        "CodeDeploy",
        "codedeploy:GetApplicationRevision",
        "how-to-custom-role.html",
    ),
    (
        "InspectorScan",
        "ecr:GetAuthorizationToken",
        "an image is pulled with it",
    ),
    ("S3Deploy", "kms:Decrypt", ENCRYPTED),
    ("S3Deploy", "kms:GenerateDataKey", ENCRYPTED),
];

/// The actions of CloudFormation in each `action_mode`.
const MODES: &[(&str, &[&str])] = &[
    (
        "CREATE_UPDATE",
        &[
            "CreateStack",
            "DescribeStackEvents",
            "DescribeStackResources",
            "DescribeStacks",
            "GetTemplate",
            "UpdateStack",
            "ValidateTemplate",
        ],
    ),
    (
        "REPLACE_ON_FAILURE",
        &[
            "CreateStack",
            "DeleteStack",
            "DescribeStackEvents",
            "DescribeStackResources",
            "DescribeStacks",
            "GetTemplate",
            "UpdateStack",
            "ValidateTemplate",
        ],
    ),
    (
        "DELETE_ONLY",
        &[
            "DeleteStack",
            "DescribeStackEvents",
            "DescribeStackResources",
            "DescribeStacks",
        ],
    ),
    (
        "CHANGE_SET_REPLACE",
        &[
            "CreateChangeSet",
            "DeleteChangeSet",
            "DescribeChangeSet",
            "DescribeStacks",
            "ValidateTemplate",
        ],
    ),
    (
        "CHANGE_SET_EXECUTE",
        &[
            "DescribeChangeSet",
            "DescribeStackEvents",
            "DescribeStacks",
            "ExecuteChangeSet",
        ],
    ),
];

/// The services that a kind passes roles to.
const PASSED: &[(&str, &str)] = &[
    ("CloudFormation", "cloudformation.amazonaws.com"),
    ("CloudFormationStackSet", "cloudformation.amazonaws.com"),
    ("CodeDeployToEcs", "ecs-tasks.amazonaws.com"),
    ("CodeDeployToEcs", "ecs.amazonaws.com"),
    ("Ecs", "ecs-tasks.amazonaws.com"),
    ("Ecs", "ecs.amazonaws.com"),
];

/// The conditions of permissions.
const CONDITIONS: &[(&str, &str, &str, &str)] = &[
    (
        "CloudFormationStackSet",
        "StringEquals",
        "iam:PassedToService",
        "cloudformation.amazonaws.com",
    ),
    ("Ec2", "Null", "aws:ResourceTag/{InstanceTagKey}", "false"),
    (
        "Ec2",
        "StringEquals",
        "aws:ResourceTag/{InstanceTagKey}",
        "{InstanceTagValue}",
    ),
    (
        "Ecs",
        "StringEquals",
        "ecs:CreateAction",
        "RegisterTaskDefinition",
    ),
    (
        "S3Deploy",
        "StringEquals",
        "aws:ResourceAccount",
        "{account}",
    ),
    (
        "S3Source",
        "StringEquals",
        "aws:ResourceAccount",
        "{account}",
    ),
];

/// The fields of each source's event pattern: JSON pointer and value.
///
/// Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/triggering.html>,
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cwe-ecr-source.html>
const EVENTS: &[(&str, &[(&str, &str)])] = &[
    (
        "CodeCommit",
        &[
            ("/source/0", "aws.codecommit"),
            ("/detail-type/0", "CodeCommit Repository State Change"),
            (
                "/resources/0",
                "arn:{partition}:codecommit:{region}:{account}:{RepositoryName}",
            ),
            ("/detail/event/0", "referenceCreated"),
            ("/detail/event/1", "referenceUpdated"),
            ("/detail/referenceType/0", "branch"),
            ("/detail/referenceName/0", "{BranchName}"),
        ],
    ),
    (
        "Ecr",
        &[
            ("/source/0", "aws.ecr"),
            ("/detail-type/0", "ECR Image Action"),
            ("/detail/action-type/0", "PUSH"),
            ("/detail/result/0", "SUCCESS"),
            ("/detail/repository-name/0", "{RepositoryName}"),
            ("/detail/image-tag/0", "{ImageTag}"),
        ],
    ),
    (
        "S3Source",
        &[
            ("/source/0", "aws.s3"),
            ("/detail-type/0", "Object Created"),
            ("/account/0", "{account}"),
            ("/detail/bucket/name/0", "{S3Bucket}"),
            ("/detail/object/key/0", "{S3ObjectKey}"),
        ],
    ),
];

fn calls<'p>(permissions: impl Iterator<Item = &'p Permission>) -> BTreeSet<&'static str> {
    permissions.flat_map(|one| one.actions).copied().collect()
}

fn services(kind: &Kind) -> Vec<&'static str> {
    let services = kind.keys.iter().flat_map(|key| match &key.kind {
        Type::PassedRole(service) => vec![*service],
        Type::PassedRoles(services) => services.to_vec(),
        _ => Vec::new(),
    });
    services.collect()
}

#[test]
fn every_kinds_calls_are_those_of_awss_pages() {
    let documented: BTreeMap<&str, &[&str]> = CALLS.iter().copied().collect();
    for kind in KINDS {
        let pages = documented.get(kind.name).copied().unwrap_or_default();
        let of_kind = |list: &[(&'static str, &'static str, &str)]| -> BTreeSet<&'static str> {
            let list = list.iter().filter(|(name, _, _)| *name == kind.name);
            list.map(|(_, call, _)| *call).collect()
        };
        let mut wanted: BTreeSet<&str> = pages.iter().copied().collect();
        for call in of_kind(ELSEWHERE) {
            assert!(wanted.remove(call), "{}: {call}", kind.name);
        }
        for call in of_kind(BESIDES) {
            assert!(wanted.insert(call), "{}: {call}", kind.name);
        }
        let mut found = calls(kind.permissions.iter());
        if !services(kind).is_empty() {
            found.insert("iam:PassRole");
        }
        assert_eq!(found, wanted, "{}", kind.name);
    }
    for (name, _) in CALLS {
        assert!(kind(name).is_some(), "{name}");
    }
}

#[test]
fn each_mode_of_cloudformation_has_its_actions() {
    let kind = kind("CloudFormation").expect("a kind");
    for (mode, wanted) in MODES {
        let of_mode = |one: &&Permission| matches!(one.only, Some(Condition::Is("ActionMode", modes)) if modes.contains(mode));
        let wanted = wanted.iter().map(|call| format!("cloudformation:{call}"));
        let found = calls(kind.permissions.iter().filter(of_mode));
        let found = found.into_iter().map(str::to_owned);
        assert_eq!(found.collect::<BTreeSet<_>>(), wanted.collect(), "{mode}");
    }
}

#[test]
fn a_build_is_started_and_followed_in_any_configuration() {
    let kind = kind("CodeBuild").expect("a kind");
    let always = kind.permissions.iter().filter(|one| one.only.is_none());
    let wanted = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"];
    assert_eq!(calls(always), wanted.into());
}

#[test]
fn roles_are_passed_to_the_services_that_take_them() {
    let found = KINDS.iter().flat_map(|kind| {
        let services = services(kind).into_iter();
        services.map(|service| (kind.name, service))
    });
    assert_eq!(
        found.collect::<BTreeSet<_>>(),
        PASSED.iter().copied().collect()
    );
    // A stack's template can refer to files in the store. A stack set's is passed whole.
    let reads = KINDS.iter().filter(|kind| kind.passed_role_reads);
    assert_eq!(
        reads.map(|kind| kind.name).collect::<Vec<_>>(),
        ["CloudFormation"]
    );
}

#[test]
fn artifacts_are_read_and_written_by_the_documented_role() {
    for kind in KINDS {
        let wanted = match kind.name {
            // https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
            "CodeBuild" | "CodeBuildTest" => ArtifactAccess::ProjectRole,
            // There are no artifacts, or the worker gets credentials with its job:
            // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_AWSSessionCredentials.html
            "Alexa" | "CodePipeline" | "Custom" | "GitHub" | "Jenkins" | "JenkinsTest"
            | "Manual" | "Snyk" => ArtifactAccess::Nobody,
            _ => ArtifactAccess::ActionRole,
        };
        assert_eq!(kind.artifacts, wanted, "{}", kind.name);
    }
}

#[test]
fn conditions_are_those_that_narrow_a_call() {
    let found = KINDS.iter().flat_map(|kind| {
        let conditions = kind.permissions.iter().flat_map(|one| one.conditions);
        conditions.map(|(operator, key, value)| (kind.name, *operator, *key, *value))
    });
    assert_eq!(
        found.collect::<BTreeSet<_>>(),
        CONDITIONS.iter().copied().collect()
    );
}

#[test]
fn events_are_those_of_the_source() {
    let with_events = KINDS.iter().filter(|kind| kind.events.is_some());
    let names: Vec<&str> = with_events.map(|kind| kind.name).collect();
    let wanted: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, wanted);
    for (name, wanted) in EVENTS {
        let events = kind(name).and_then(|kind| kind.events.as_ref());
        let pattern: Value = serde_json::from_str(events.expect("events").pattern).expect("JSON");
        for (pointer, text) in *wanted {
            let found = pattern.pointer(pointer).and_then(Value::as_str);
            assert_eq!(found, Some(*text), "{name}: {pointer}");
        }
        assert_eq!(leaves(&pattern), wanted.len(), "{name}");
    }
}

fn leaves(json: &Value) -> usize {
    match json {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(map) => map.iter().map(|(_, value)| leaves(value)).sum(),
        _ => 1,
    }
}
