//! `CloudFormationStackInstances`: instances of a stack set, made or updated.

use super::stack_sets::{
    CALL_AS, CONCURRENCY_MODE, DELEGATED, FAILURE_TOLERANCE, MAX_CONCURRENT, REGION_CONCURRENCY,
    SOURCE, STACK_SET, STACK_SET_NAME, TARGETS,
};
use crate::catalogue::{Key, Kind, Permission, Type, Variables, pattern};

pub(super) static KIND: Kind = Kind {
    name: "CloudFormationStackInstances",
    title: "instances of a CloudFormation stack set, made or updated",
    category: "Deploy",
    provider: "CloudFormationStackInstances",
    inputs: (0, 2),
    keys: &[
        STACK_SET_NAME,
        Key::required(
            "DeploymentTargets",
            TARGETS,
            "the accounts, or the organization's units, or a file of them",
        ),
        Key::required("Regions", Type::Texts(&pattern::REGION), "the regions, in order"),
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
    permissions: &[
        Permission {
            actions: &[
                "cloudformation:CreateStackInstances",
                "cloudformation:DescribeStackSetOperation",
            ],
            resources: STACK_SET,
            why: "makes or updates the instances and follows the operation",
            ..Permission::BLANK
        },
        DELEGATED,
    ],
    source: SOURCE,
    ..Kind::BLANK
};
