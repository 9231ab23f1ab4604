//! `Commands`: shell commands on machines that CodePipeline manages.

use crate::catalogue::{Condition, Key, Kind, Slot, Type, Variables, pattern, existing};

pub(super) static KIND: Kind = Kind {
    name: "Commands",
    title: "shell commands on a machine that CodePipeline manages",
    category: "Compute",
    provider: "Commands",
    inputs: (1, 10),
    outputs: (0, 1),
    keys: &[
        Key::required("Commands", Type::Strings(&pattern::COMMAND), "the commands, a line each")
            .to(Slot::Action)
            .items(1, 50),
        Key::optional(
            "OutputVariables",
            Type::Strings(&pattern::OUTPUT_VARIABLE),
            "the environment variables that later actions may use",
        )
        .to(Slot::Action)
        .items(1, 15),
        Key::optional(
            "EnvironmentVariables",
            Type::Variables(&["SECRETS_MANAGER"]),
            "environment variables",
        )
        .to(Slot::Action)
        .items(1, 10),
        Key::optional(
            "Files",
            Type::Strings(&pattern::FILE_PATTERN),
            "the files that the output artifact holds, as CodeBuild writes patterns: `**/*`",
        )
        .to(Slot::Outputs)
        .items(1, 10),
        Key::optional(
            "EnvironmentType",
            Type::OneOf(&["LINUX_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"]),
            "the machine's system; `LINUX_CONTAINER` unless said otherwise",
        ),
        Key::optional(
            "ComputeType",
            Type::OneOf(&[
                "BUILD_GENERAL1_SMALL",
                "BUILD_GENERAL1_MEDIUM",
                "BUILD_GENERAL1_LARGE",
            ]),
            "the machine's size; `BUILD_GENERAL1_SMALL` unless said otherwise, which Windows does not take",
        )
        .needed_when(Condition::Is("EnvironmentType", &["WINDOWS_SERVER_2022_CONTAINER"])),
        Key::optional("VpcId", Type::String(&pattern::VPC_ID), "the VPC to run in").names(existing::VPC),
        Key::optional("Subnets", Type::Strings(&pattern::SUBNET_ID), "subnets of the VPC").names(existing::SUBNET)
            .needed_when(Condition::Has("VpcId")),
        Key::optional(
            "SecurityGroupIds",
            Type::Strings(&pattern::SECURITY_GROUP_ID),
            "security groups of the VPC",
        ).names(existing::SECURITY_GROUP)
        .needed_when(Condition::Has("VpcId")),
    ],
    variables: Variables::Listed("OutputVariables"),
    permissions: &[super::LOGS],
    pipeline_types: &["V2"],
    prerequisites: &[
        "allow the action's role what a run in VPC `{VpcId}` needs: AWS names no permissions for that; if the run lacks some, give them with `as ROLE`",
    ],
    notes: &[
        "The action ends after 55 minutes.",
        "Older versions of AWS's page rule out another region; the present one is silent.",
        "The commands act with the action's role: what they call is given with `as ROLE`.",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
    ..Kind::BLANK
};
