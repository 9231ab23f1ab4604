//! `CloudFormationStackInstances`: instances of a stack set, created or updated.

use super::stack_sets::{
    ANY_TYPE, CALL_AS, CONCURRENCY_MODE, DELEGATED, FAILURE_TOLERANCE, MAX_CONCURRENT, OUTSIDE_CHINA, REGION_CONCURRENCY,
    SOURCE, STACK_SET, STACK_SET_NAME, TARGETS, WITH_TARGETS,
};
use crate::catalogue::{existing, Key, Kind, Permission, StackSetTargets, Type, Variables, pattern};

pub(super) static KIND: Kind = Kind {
    name: "CloudFormationStackInstances",
    title: "instances of a CloudFormation stack set, made or updated",
    category: "Deploy",
    provider: "CloudFormationStackInstances",
    inputs: (0, 2),
    keys: &[
        STACK_SET_NAME.names(existing::STACK_SET),
        Key::required(
            "DeploymentTargets",
            TARGETS,
            "the accounts, or the organization's units, or a file of them",
        ),
        Key::required("Regions", Type::Strings(&pattern::REGION), "the regions, in order"),
        Key::optional(
            "ParameterOverrides",
            Type::FileOr(&Type::Parameters),
            "values for parameters of these instances, or a file of them",
        ),
        FAILURE_TOLERANCE,
        MAX_CONCURRENT,
        REGION_CONCURRENCY,
        CONCURRENCY_MODE,
        CALL_AS,
    ],
    variables: Variables::Named(&["OperationId", "StackSetId"]),
    stack_set_targets: Some(StackSetTargets {
        targets: "DeploymentTargets",
        permission_model: None,
    }),
    regions: OUTSIDE_CHINA,
    permissions: &[
        Permission {
            actions: &["cloudformation:CreateStackInstances"],
            resources: WITH_TARGETS,
            why: "makes or updates the instances",
            ..Permission::BLANK
        },
        Permission {
            actions: &["cloudformation:DescribeStackSetOperation"],
            resources: STACK_SET,
            why: "follows the operation",
            ..Permission::BLANK
        },
        DELEGATED,
    ],
    notes: &[ANY_TYPE],
    targets: &[super::stack_sets::TARGET],
    source: SOURCE,
    ..Kind::BLANK
};
