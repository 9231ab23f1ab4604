//! `StepFunctions`: an execution of a state machine.

use crate::catalogue::{ArnRegion, Condition, Key, Kind, Permission, Type, Variables, pattern, Existing};

const FILE: Condition = Condition::Is("InputType", &["FilePath"]);

pub(super) static KIND: Kind = Kind {
    name: "StepFunctions",
    title: "an execution of a Step Functions state machine",
    category: "Invoke",
    provider: "StepFunctions",
    inputs: (0, 1),
    outputs: (0, 1),
    input_needed: Some(FILE),
    keys: &[
        Key::required(
            "StateMachineArn",
            Type::String(&pattern::STATE_MACHINE_ARN),
            "the state machine",
        ).names(Existing::new("state machine", "{StateMachineArn}"))
        .of_region(ArnRegion {
            home: false,
            certain: false,
            why: "an execution is started by a call in the action's region",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
        })
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
        .of_own_account("a state machine has no policy of its own, and admits roles of its own account only"),
        Key::optional(
            "ExecutionNamePrefix",
            Type::String(&pattern::EXECUTION_PREFIX),
            "what the names of the executions begin with",
        ),
        Key::optional(
            "InputType",
            Type::OneOf(&["Literal", "FilePath"]),
            "what `input` is; `Literal` unless said otherwise",
        ),
        Key::optional(
            "Input",
            Type::String(&pattern::USER_TEXT),
            "the execution's input as JSON, or its path in the input artifact",
        )
        .needed_when(FILE),
    ],
    variables: Variables::Named(&["ExecutionArn", "StateMachineArn"]),
    permissions: &[
        Permission {
            actions: &["states:DescribeStateMachine", "states:StartExecution"],
            resources: &["{StateMachineArn}"],
            why: "starts the execution",
            ..Permission::BLANK
        },
        Permission {
            actions: &["states:DescribeExecution"],
            resources: &["{StateMachineArn.execution}:{ExecutionNamePrefix}*"],
            only: Some(Condition::Has("ExecutionNamePrefix")),
            why: "follows the execution",
            ..Permission::BLANK
        },
        Permission {
            actions: &["states:DescribeExecution"],
            resources: &["{StateMachineArn.execution}:*"],
            only: Some(Condition::Lacks("ExecutionNamePrefix")),
            why: "follows the execution",
            ..Permission::BLANK
        },
    ],
    notes: &[
        "An express workflow makes no output artifact, and sets no `ExecutionArn`.",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
    ..Kind::BLANK
};
