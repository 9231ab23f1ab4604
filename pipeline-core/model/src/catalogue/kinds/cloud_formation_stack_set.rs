//! `CloudFormationStackSet`: a stack set, created or updated.

use super::stack_sets::{
    CALL_AS, CONCURRENCY_MODE, DELEGATED, FAILURE_TOLERANCE, MAX_CONCURRENT, OUTSIDE_CHINA, REGION_CONCURRENCY,
    ANY_TYPE, SELF_MANAGED, SOURCE, STACK_SET, STACK_SET_NAME, TARGETS, WITH_TARGETS,
};
use crate::catalogue::{
    Condition, Key, Kind, Permission, StackSetTargets, Type, Variables, pattern, existing, Existing};

const SERVICE_MANAGED: Condition = Condition::Is("PermissionModel", &["SERVICE_MANAGED"]);
const BY_ORGANIZATION: Condition =
    Condition::Is("OrganizationsAutoDeployment", &["Enabled", "EnabledWithStackRetention"]);

pub(super) static KIND: Kind = Kind {
    name: "CloudFormationStackSet",
    title: "a CloudFormation stack set, made or updated, with instances or without",
    category: "Deploy",
    provider: "CloudFormationStackSet",
    inputs: (1, 3),
    keys: &[
        STACK_SET_NAME.makes(existing::STACK_SET),
        Key::required("TemplatePath", Type::File, "the template, in an input artifact"),
        Key::optional(
            "Description",
            Type::String(&pattern::STACK_SET_DESCRIPTION),
            "what the stack set is for",
        ),
        Key::optional(
            "Parameters",
            Type::FileOr(&Type::Parameters),
            "values for the template's parameters, or a file of them",
        ),
        Key::optional(
            "Capabilities",
            Type::SetOf(&["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]),
            "what the template is allowed to hold: IAM resources",
        ),
        Key::optional(
            "PermissionModel",
            Type::OneOf(&["SELF_MANAGED", "SERVICE_MANAGED"]),
            "who makes the roles of the target accounts; `SELF_MANAGED`, you, unless said otherwise",
        ),
        Key::optional(
            "AdministrationRoleArn",
            Type::PassedRole("cloudformation.amazonaws.com"),
            "the role that works on the target accounts; `AWSCloudFormationStackSetAdministrationRole` unless said otherwise",
        )
        .ignored_when(SERVICE_MANAGED),
        Key::optional(
            "ExecutionRoleName",
            Type::String(&pattern::IAM_ROLE_NAME),
            "the role in each target account; `AWSCloudFormationStackSetExecutionRole` unless said otherwise",
        ).names(Existing::new("role", "arn:{partition}:iam::*:role/{ExecutionRoleName}").within("each target account"))
        .ignored_when(SERVICE_MANAGED),
        Key::optional(
            "OrganizationsAutoDeployment",
            Type::OneOf(&["Enabled", "Disabled", "EnabledWithStackRetention"]),
            "whether accounts that join a unit get the stack; `Disabled` unless said otherwise",
        )
        .ignored_when(SELF_MANAGED),
        Key::optional(
            "DeploymentTargets",
            TARGETS,
            "the accounts, or the organization's units, or a file of them",
        )
        .needed_when(Condition::Has("Regions"))
        .ignored_when(BY_ORGANIZATION),
        Key::optional("Regions", Type::Strings(&pattern::REGION), "the regions, in order")
            .needed_when(Condition::Has("DeploymentTargets"))
            .ignored_when(BY_ORGANIZATION),
        FAILURE_TOLERANCE,
        MAX_CONCURRENT,
        REGION_CONCURRENCY,
        CONCURRENCY_MODE,
        CALL_AS.ignored_when(SELF_MANAGED),
    ],
    variables: Variables::Named(&["OperationId", "StackSetId"]),
    stack_set_targets: Some(StackSetTargets {
        targets: "DeploymentTargets",
        permission_model: Some("PermissionModel"),
    }),
    regions: OUTSIDE_CHINA,
    permissions: &[
        Permission {
            actions: &["cloudformation:CreateStackSet"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html"),
            why: "makes the stack set",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "cloudformation:CreateStackInstances",
                "cloudformation:UpdateStackSet",
            ],
            resources: WITH_TARGETS,
            why: "updates the stack set and makes instances of it",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "cloudformation:DescribeStackSet",
                "cloudformation:DescribeStackSetOperation",
                "cloudformation:ListStackInstances",
            ],
            resources: STACK_SET,
            why: "follows the operation",
            ..Permission::BLANK
        },
        // CloudFormation's default role, if the action names none.
        Permission {
            actions: &["iam:PassRole"],
            resources: &[
                "arn:{partition}:iam::{account}:role/AWSCloudFormationStackSetAdministrationRole",
            ],
            conditions: &[(
                "StringEquals",
                "iam:PassedToService",
                "cloudformation.amazonaws.com",
            )],
            only: Some(Condition::All(&[
                SELF_MANAGED,
                Condition::Lacks("AdministrationRoleArn"),
            ])),
            why: "hands CloudFormation the administration role that it takes by default",
            ..Permission::BLANK
        },
        DELEGATED,
    ],
    notes: &[ANY_TYPE],
    targets: &[super::stack_sets::TARGET],
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
    existing: &[
        (
            "AWSCloudFormationStackSetAdministrationRole",
            Existing::new(
                "role",
                "arn:{partition}:iam::{account}:role/AWSCloudFormationStackSetAdministrationRole",
            )
            .only(Condition::All(&[SELF_MANAGED, Condition::Lacks("AdministrationRoleArn")])),
        ),
        (
            "AWSCloudFormationStackSetExecutionRole",
            Existing::new(
                "role",
                "arn:{partition}:iam::*:role/AWSCloudFormationStackSetExecutionRole",
            )
            .within("each target account")
            .only(Condition::All(&[SELF_MANAGED, Condition::Lacks("ExecutionRoleName")])),
        ),
    ],
    source: SOURCE,
    ..Kind::BLANK
};
