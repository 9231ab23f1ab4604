//! `CodeBuild`: a build by a CodeBuild project.

use crate::catalogue::{
    ArtifactAccess, Condition, DefaultValue, Key, Kind, Permission, Type, Variables, pattern, existing};

// What a build for an action and one for a rule share.

pub(in crate::catalogue) const PROJECT_NAME: Key = Key::required("ProjectName", Type::Project, "the project: a declared one, or its name").names(existing::PROJECT);

pub(in crate::catalogue) const PRIMARY_SOURCE: Key = Key::optional(
            "PrimarySource",
            Type::Artifact,
            "the input that holds the buildspec; the first one unless said otherwise",
        )
        .needed_when(Condition::SeveralInputs)
        .or(DefaultValue::FirstInput);

pub(in crate::catalogue) const BATCH_ENABLED: Key = Key::optional("BatchEnabled", Type::Bool, "whether the build is a batch");

pub(in crate::catalogue) const COMBINE_ARTIFACTS: Key = Key::optional(
            "CombineArtifacts",
            Type::Bool,
            "whether a batch's artifacts go into one place",
        )
        .ignored_when(Condition::Is("BatchEnabled", &["", "false"]));

/// The calls that start a build, or a batch of them, and follow it.
pub(in crate::catalogue) const PERMISSIONS: &[Permission] = &[
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
    ];

pub(super) static KIND: Kind = Kind {
    name: "CodeBuild",
    title: "a build by a CodeBuild project",
    category: "Build",
    ..PROVIDER
};

/// The properties that the build and the test kind share.
pub(super) const PROVIDER: Kind = Kind {
    provider: "CodeBuild",
    inputs: (1, 5),
    outputs: (0, 5),
    keys: &[
        PROJECT_NAME,
        PRIMARY_SOURCE,
        BATCH_ENABLED,
        COMBINE_ARTIFACTS,
        Key::optional(
            "BuildspecOverride",
            Type::Buildspec(&pattern::BUILDSPEC_OVERRIDE),
            "a buildspec for this action, or the path of one",
        ),
        Key::optional(
            "EnvironmentVariables",
            Type::Variables(&["PARAMETER_STORE", "SECRETS_MANAGER"]),
            "environment variables for this action",
        ),
    ],
    variables: Variables::Free("the buildspec's `exported-variables`"),
    artifacts: ArtifactAccess::ProjectRole,
    permissions: PERMISSIONS,
    // CodeBuild encrypts with the project's key, and cannot use a key of another
    // account: https://github.com/aws/aws-cdk/issues/4169
    foreign_outputs: false,
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    ..Kind::BLANK
};
