//! The keys and permissions that the two stack set kinds share.
//!
//! Actions and their resources: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html>

use crate::catalogue::{Condition, Key, Permission, Regions, Target, Type, pattern};

/// The regions of all kinds that deploy by CloudFormation: none of China's.
///
/// Sources: <https://docs.amazonaws.cn/en_us/codepipeline/latest/userguide/action-reference-CloudFormation.html>,
/// <https://docs.amazonaws.cn/en_us/codepipeline/latest/userguide/action-reference-StackSets.html>;
/// what AWS answers: <https://github.com/aws/aws-cdk/issues/20987>
pub(super) const OUTSIDE_CHINA: Regions = Regions::Without(&["cn-north-1", "cn-northwest-1"]);

/// The condition of the self-managed permission model, AWS's default.
pub(super) const SELF_MANAGED: Condition = Condition::Is("PermissionModel", &["", "SELF_MANAGED"]);

/// The stack set of the action.
pub(super) const STACK_SET: &[&str] =
    &["arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:*"];

/// The resources of an action on instances: the stack set, its target accounts and units, and
/// every resource type in its template, which is not known at build time. AWS's example
/// policies name the same three.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security_iam_id-based-policy-examples.html>
pub(super) const WITH_TARGETS: &[&str] = &[
    "arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:*",
    "arn:{partition}:cloudformation:{region}:{account}:stackset-target/{StackSetName}:*",
    "arn:{partition}:cloudformation:{region}::type/resource/*",
    "arn:{partition}:cloudformation:{region}:{account}:type/resource/*",
];

/// The note on resource types for the reference documentation.
pub(super) const ANY_TYPE: &str = "CloudFormation asks for a permission on each type of resource in the template: the role has it for all types. To say which, `arn:aws:cloudformation:REGION::type/resource/AWS-S3-Bucket`, name a role of your own with `as ROLE`.";

pub(super) const STACK_SET_NAME: Key = Key::required(
    "StackSetName",
    Type::String(&pattern::STACK_NAME),
    "the stack set",
);

pub(super) const TARGETS: Type = Type::FileOr(&Type::Strings(&pattern::TARGET));

pub(super) const FAILURE_TOLERANCE: Key = Key::optional(
    "FailureTolerancePercentage",
    Type::Number(0, 100),
    "how many of a region's accounts may fail, in percent",
);

pub(super) const MAX_CONCURRENT: Key = Key::optional(
    "MaxConcurrentPercentage",
    Type::Number(1, 100),
    "how many of the accounts are worked on at a time, in percent",
);

/// The order of regions. AWS's page writes `Sequential` and `Parallel`; CloudFormation's API
/// has uppercase constants.
pub(super) const REGION_CONCURRENCY: Key = Key::optional(
    "RegionConcurrencyType",
    Type::OneOf(&["SEQUENTIAL", "PARALLEL"]),
    "whether regions come one after another; `SEQUENTIAL` unless said otherwise",
);

pub(super) const CONCURRENCY_MODE: Key = Key::optional(
    "ConcurrencyMode",
    Type::OneOf(&["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"]),
    "whether failures slow the operation down; `STRICT_FAILURE_TOLERANCE` unless said otherwise",
);

pub(super) const CALL_AS: Key = Key::optional(
    "CallAs",
    Type::OneOf(&["SELF", "DELEGATED_ADMIN"]),
    "whether the organization's management account acts, or a delegated administrator",
);

pub(super) const DELEGATED: Permission = Permission {
    actions: &["organizations:ListDelegatedAdministrators"],
    resources: &["*"],
    only: Some(Condition::Is("CallAs", &["DELEGATED_ADMIN"])),
    unscoped: Some(
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html",
    ),
    why: "acts as a delegated administrator",
    ..Permission::BLANK
};

pub(super) const SOURCE: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html";

/// The stack set, on which CloudFormation runs one operation at a time. One with managed execution
/// queues the second.
pub(super) const TARGET: Target = Target {
    noun: "stack set",
    keys: &["StackSetName"],
    only: None,
    refused: false,
    prepares: false,
    why: "CloudFormation runs one operation of a stack set at a time, and refuses or queues the second",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ManagedExecution.html",
};
