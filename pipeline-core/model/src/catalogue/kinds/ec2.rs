//! `Ec2`: files and scripts onto tagged instances.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Target, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "Ec2",
    title: "files and scripts onto EC2 instances, or nodes that Systems Manager manages",
    category: "Deploy",
    provider: "EC2",
    inputs: (1, 1),
    keys: &[
        Key::required(
            "InstanceTagKey",
            Type::String(&pattern::INSTANCE_TAG_KEY),
            "the key of the tag that the instances have",
        ).names(Existing::new("group of instances with the tag", "").must(&["have value `{InstanceTagValue}`", "have an instance that Systems Manager manages"])),
        Key::optional(
            "InstanceTagValue",
            Type::String(&pattern::INSTANCE_TAG_VALUE),
            "the tag's value; any one unless said",
        ),
        Key::required(
            "InstanceType",
            Type::OneOf(&["EC2", "SSM_MANAGED_NODE"]),
            "what the instances are",
        ),
        Key::optional(
            "TargetDirectory",
            Type::String(&pattern::MACHINE_PATH),
            "where the files go on the instances",
        )
        .needed_when(Condition::Lacks("DeploySpec"))
        .ignored_when(Condition::Has("DeploySpec")),
        Key::optional(
            "DeploySpec",
            Type::String(&pattern::ARTIFACT_PATH),
            "the path of a deploy spec in the input, in place of directory and scripts",
        ),
        Key::optional(
            "PreScript",
            Type::String(&pattern::ARTIFACT_PATH),
            "the path of a script in the input that runs before",
        )
        .ignored_when(Condition::Has("DeploySpec")),
        Key::optional(
            "PostScript",
            Type::String(&pattern::ARTIFACT_PATH),
            "the path of a script in the input that runs after",
        )
        .needed_when(Condition::Lacks("DeploySpec"))
        .ignored_when(Condition::Has("DeploySpec")),
        Key::optional(
            "MaxBatch",
            Type::String(&pattern::BATCH),
            "how many instances are worked on at a time",
        ),
        Key::optional(
            "MaxError",
            Type::String(&pattern::INSTANCE_COUNT),
            "how many instances may fail",
        ),
        Key::optional(
            "TargetGroupNameList",
            Type::Strings(&pattern::TARGET_GROUP),
            "target groups that an instance leaves while it is worked on",
        ).names(Existing::new("target group", "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{TargetGroupNameList}/*")),
        super::INSTANCE_ROLES,
    ],
    permissions: &[
        Permission {
            actions: &[
                "ec2:DescribeInstances",
                "ssm:CancelCommand",
                "ssm:DescribeInstanceInformation",
                "ssm:ListCommandInvocations",
            ],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html"),
            why: "finds the instances and follows the commands",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
            ],
            resources: &["*"],
            only: Some(Condition::Has("TargetGroupNameList")),
            unscoped: Some("https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html"),
            why: "finds the target groups",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "elasticloadbalancing:DeregisterTargets",
                "elasticloadbalancing:RegisterTargets",
            ],
            resources: &[
                "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{TargetGroupNameList}/*",
            ],
            only: Some(Condition::Has("TargetGroupNameList")),
            why: "takes instances out of the target groups and puts them back",
            ..Permission::BLANK
        },
        Permission {
            only: Some(Condition::Has("InstanceTagValue")),
            conditions: &[(
                "StringEquals",
                "aws:ResourceTag/{InstanceTagKey}",
                "{InstanceTagValue}",
            )],
            ..ON_INSTANCES
        },
        Permission {
            only: Some(Condition::Lacks("InstanceTagValue")),
            conditions: &[("Null", "aws:ResourceTag/{InstanceTagKey}", "false")],
            ..ON_INSTANCES
        },
        Permission {
            actions: &["ssm:SendCommand"],
            resources: &[
                "arn:{partition}:ssm:{region}::document/AWS-RunPowerShellScript",
                "arn:{partition}:ssm:{region}::document/AWS-RunShellScript",
            ],
            why: "runs scripts",
            ..Permission::BLANK
        },
        super::LOGS,
    ],
    pipeline_types: &["V2"],
    prerequisites: &[
        "run the agent of Systems Manager on the instances with tag `{InstanceTagKey}`",
    ],
    notes: &[
        super::ABOUT_INSTANCE_ROLES,
        "Instances run Linux, 500 of them at most.",
        "AWS's page calls `PostScript` required, and leaves it out of its example with a deploy spec.",
    ],
    targets: &[
        Target {
            noun: "directory of the instances",
            keys: &["InstanceTagKey", "InstanceTagValue", "InstanceType", "TargetDirectory"],
            only: Some(Condition::Has("TargetDirectory")),
            refused: false,
            prepares: false,
            why: "one of them overwrites what the other one writes",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html",
        },
    ],
    reads: &[Read::at("DeploySpec"), Read::at("PreScript"), Read::at("PostScript")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html",
    ..Kind::BLANK
};

/// The commands to instances. Nodes that are not EC2 instances have other ARNs:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
const ON_INSTANCES: Permission = Permission {
    actions: &["ssm:SendCommand"],
    resources: &[
        "arn:{partition}:ec2:{region}:{account}:instance/*",
        "arn:{partition}:ssm:{region}:{account}:managed-instance/*",
    ],
    why: "runs scripts on the tagged instances",
    ..Permission::BLANK
};
