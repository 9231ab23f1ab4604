//! `CloudFormation`: a stack or a change set.

use super::stack_sets::OUTSIDE_CHINA;
use crate::catalogue::{Condition, Content, Key, Kind, Pair, Permission, Target, Type, Variables, limits, pattern, Existing};

const WITH_TEMPLATE: &[&str] = &["CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE"];
const WITH_CHANGE_SET: &[&str] = &["CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE"];
const WITH_ROLE: &[&str] =
    &["CREATE_UPDATE", "REPLACE_ON_FAILURE", "DELETE_ONLY", "CHANGE_SET_REPLACE"];
const WITHOUT_TEMPLATE: &[&str] = &["DELETE_ONLY", "CHANGE_SET_EXECUTE"];
const WITHOUT_CHANGE_SET: &[&str] = &["CREATE_UPDATE", "REPLACE_ON_FAILURE", "DELETE_ONLY"];
const CHANGES_THE_STACK: &[&str] =
    &["CREATE_UPDATE", "REPLACE_ON_FAILURE", "DELETE_ONLY", "CHANGE_SET_EXECUTE"];
const STACK: &[&str] = &["arn:{partition}:cloudformation:{region}:{account}:stack/{StackName}/*"];

pub(super) static KIND: Kind = Kind {
    name: "CloudFormation",
    title: "a CloudFormation stack, or a change set of one",
    category: "Deploy",
    provider: "CloudFormation",
    inputs: (0, 10),
    outputs: (0, 1),
    keys: &[
        Key::required(
            "ActionMode",
            Type::OneOf(&[
                "CREATE_UPDATE",
                "REPLACE_ON_FAILURE",
                "DELETE_ONLY",
                "CHANGE_SET_REPLACE",
                "CHANGE_SET_EXECUTE",
            ]),
            "what is done to the stack",
        ),
        Key::required("StackName", Type::String(&pattern::STACK_NAME), "the stack").makes(Existing::new("stack", "arn:{partition}:cloudformation:{region}:{account}:stack/{StackName}/*")),
        Key::optional("ChangeSetName", Type::String(&pattern::CHANGE_SET_NAME), "the change set").makes(Existing::new("change set", "arn:{partition}:cloudformation:{region}:{account}:changeSet/{ChangeSetName}/*").within("stack `{StackName}`"))
            .needed_when(Condition::Is("ActionMode", WITH_CHANGE_SET))
            .ignored_when(Condition::Is("ActionMode", WITHOUT_CHANGE_SET)),
        Key::optional("TemplatePath", Type::File, "the template, in an input artifact")
            .needed_when(Condition::Is("ActionMode", WITH_TEMPLATE))
            .ignored_when(Condition::Is("ActionMode", WITHOUT_TEMPLATE)),
        Key::optional(
            "RoleArn",
            Type::PassedRole("cloudformation.amazonaws.com"),
            "the execution role: what CloudFormation itself may do",
        )
        .needed_when(Condition::Is("ActionMode", WITH_ROLE))
        .ignored_when(Condition::Is("ActionMode", &["CHANGE_SET_EXECUTE"])),
        Key::optional(
            "Capabilities",
            Type::SetOf(&["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]),
            "what the template is allowed to hold: IAM resources, macros",
        )
        .ignored_when(Condition::Is("ActionMode", WITHOUT_TEMPLATE)),
        Key::optional(
            "TemplateConfiguration",
            Type::File,
            "a file of parameters, tags and a stack policy, in an input artifact",
        )
        .ignored_when(Condition::Is("ActionMode", WITHOUT_TEMPLATE)),
        Key::optional(
            "OutputFileName",
            Type::String(&pattern::OUTPUT_FILE),
            "the file in the output artifact that takes the stack's outputs",
        ),
        Key::optional(
            "ParameterOverrides",
            Type::Json(limits::PARAMETER_OVERRIDES_MAX),
            "values for the template's parameters, over those of the configuration file",
        )
        .ignored_when(Condition::Is("ActionMode", WITHOUT_TEMPLATE)),
    ],
    variables: Variables::Free("the template's `Outputs`"),
    // A deleted stack has no outputs.
    sets_nothing: Some(Condition::Is("ActionMode", &["DELETE_ONLY"])),
    regions: OUTSIDE_CHINA,
    permissions: &[
        Permission {
            actions: &[
                "cloudformation:CreateStack",
                "cloudformation:DescribeStackEvents",
                "cloudformation:DescribeStackResources",
                "cloudformation:DescribeStacks",
                "cloudformation:GetTemplate",
                "cloudformation:UpdateStack",
            ],
            resources: STACK,
            only: Some(Condition::Is("ActionMode", &["CREATE_UPDATE", "REPLACE_ON_FAILURE"])),
            why: "makes or updates the stack and follows it",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "cloudformation:DescribeStackEvents",
                "cloudformation:DescribeStackResources",
                "cloudformation:DescribeStacks",
            ],
            resources: STACK,
            only: Some(Condition::Is("ActionMode", &["DELETE_ONLY"])),
            why: "follows the stack",
            ..Permission::BLANK
        },
        Permission {
            actions: &["cloudformation:DeleteStack"],
            resources: STACK,
            only: Some(Condition::Is("ActionMode", &["REPLACE_ON_FAILURE", "DELETE_ONLY"])),
            why: "deletes the stack",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "cloudformation:CreateChangeSet",
                "cloudformation:DeleteChangeSet",
                "cloudformation:DescribeChangeSet",
                "cloudformation:DescribeStacks",
            ],
            resources: STACK,
            only: Some(Condition::Is("ActionMode", &["CHANGE_SET_REPLACE"])),
            why: "prepares the change set",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "cloudformation:DescribeChangeSet",
                "cloudformation:DescribeStackEvents",
                "cloudformation:DescribeStacks",
                "cloudformation:ExecuteChangeSet",
            ],
            resources: STACK,
            only: Some(Condition::Is("ActionMode", &["CHANGE_SET_EXECUTE"])),
            why: "executes the change set and follows the stack",
            ..Permission::BLANK
        },
        Permission {
            actions: &["cloudformation:SetStackPolicy"],
            resources: STACK,
            only: Some(Condition::Has("TemplateConfiguration")),
            why: "sets the stack policy that the configuration file may hold",
            ..Permission::BLANK
        },
        Permission {
            actions: &["cloudformation:ValidateTemplate"],
            resources: &["*"],
            only: Some(Condition::Is("ActionMode", WITH_TEMPLATE)),
            unscoped: Some(
                "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html",
            ),
            why: "validates the template",
            ..Permission::BLANK
        },
    ],
    pair: Some(Pair {
        second: ("ActionMode", "CHANGE_SET_EXECUTE"),
        first: ("ActionMode", "CHANGE_SET_REPLACE"),
        same: &["StackName", "ChangeSetName"],
        verb: "prepares",
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
        described: Permission {
            actions: &["cloudformation:DescribeChangeSet"],
            resources: STACK,
            conditions: &[("StringEquals", "cloudformation:ChangeSetName", "{ChangeSetName}")],
            why: "describes the change set for the approval",
            ..Permission::BLANK
        },
    }),
    output_needs: Some("OutputFileName"),
    // A template can refer to code in the store, as a packaged one does:
    // https://github.com/aws/aws-cdk/issues/3765
    passed_role_reads: true,
    targets: &[
        Target {
            noun: "stack",
            keys: &["StackName"],
            only: Some(Condition::Is("ActionMode", CHANGES_THE_STACK)),
            refused: true,
            prepares: false,
            why: "CloudFormation refuses to change a stack while an operation on it is in progress",
            source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html",
        },
        Target {
            noun: "stack",
            keys: &["StackName"],
            only: Some(Condition::Is("ActionMode", &["CHANGE_SET_REPLACE"])),
            refused: true,
            prepares: true,
            why: "CloudFormation makes no change set of a stack while an operation on it is in progress",
            source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html",
        },
        Target {
            noun: "change set",
            keys: &["StackName", "ChangeSetName"],
            only: Some(Condition::Is("ActionMode", &["CHANGE_SET_REPLACE"])),
            refused: true,
            prepares: false,
            why: "each of them deletes the change set of that name and makes it anew",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        },
    ],
    content: Content::NamedBy("OutputFileName"),
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    ..Kind::BLANK
};
