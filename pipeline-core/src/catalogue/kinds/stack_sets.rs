//! What the two kinds of actions on stack sets have in common.

use crate::catalogue::{Condition, Key, Permission, Type, pattern};

/// Both permission models; AWS's default is the first one.
pub(super) const SELF_MANAGED: Condition = Condition::Is("PermissionModel", &["", "SELF_MANAGED"]);

/// The stack set of the action.
pub(super) const STACK_SET: &[&str] =
    &["arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:*"];

pub(super) const STACK_SET_NAME: Key = Key::required(
    "StackSetName",
    Type::Text(&pattern::STACK_NAME),
    "the stack set",
);

pub(super) const TARGETS: Type = Type::FileOr(&Type::Texts(&pattern::TARGET));

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

/// AWS's page writes `Sequential` and `Parallel`; the API of CloudFormation has capitals.
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
