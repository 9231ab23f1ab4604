//! `CodeBuild`: a build succeeds.

use super::BLANK;
use crate::catalogue::{ArtifactAccess, Condition, DefaultValue, Key, Kind, Permission, Type, existing};

pub(super) static RULE: Kind = Kind {
    name: "CodeBuild",
    title: "a build by a CodeBuild project succeeds",
    provider: "CodeBuild",
    inputs: (0, 5),
    keys: &[
        Key::required("ProjectName", Type::Project, "the project: a declared one, or its name").names(existing::PROJECT),
        Key::optional(
            "PrimarySource",
            Type::Artifact,
            "the input that holds the buildspec; the first one unless said otherwise",
        )
        .needed_when(Condition::SeveralInputs)
        .or(DefaultValue::FirstInput),
        Key::optional("BatchEnabled", Type::Bool, "whether the build is a batch"),
        Key::optional(
            "CombineArtifacts",
            Type::Bool,
            "whether a batch's artifacts go into one place",
        )
        .ignored_when(Condition::Is("BatchEnabled", &["", "false"])),
        Key::optional(
            "EnvironmentVariables",
            Type::Variables(&["PARAMETER_STORE", "SECRETS_MANAGER"]),
            "environment variables for this rule",
        ),
    ],
    artifacts: ArtifactAccess::ProjectRole,
    permissions: &[
        Permission {
            actions: &["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
            resources: &["arn:{partition}:codebuild:{region}:{account}:project/{ProjectName}"],
            why: "starts the build and follows it",
            ..Permission::BLANK
        },
        Permission {
            actions: &["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch"],
            resources: &["arn:{partition}:codebuild:{region}:{account}:project/{ProjectName}"],
            only: Some(Condition::Is("BatchEnabled", &["true"])),
            why: "starts the batch and follows it",
            ..Permission::BLANK
        },
    ],
    notes: &["AWS's page names the permissions for a build; those for a batch are the action's."],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html",
    ..BLANK
};
