//! `CodeBuild`: a build succeeds.

use super::BLANK;
use crate::catalogue::kinds::code_build::{
    BATCH_ENABLED, COMBINE_ARTIFACTS, PERMISSIONS, PRIMARY_SOURCE, PROJECT_NAME,
};
use crate::catalogue::{ArtifactAccess, Key, Kind, Type};

pub(super) static RULE: Kind = Kind {
    name: "CodeBuild",
    title: "a build by a CodeBuild project succeeds",
    provider: "CodeBuild",
    inputs: (0, 5),
    keys: &[
        PROJECT_NAME,
        PRIMARY_SOURCE,
        BATCH_ENABLED,
        COMBINE_ARTIFACTS,
        Key::optional(
            "EnvironmentVariables",
            Type::Variables(&["PARAMETER_STORE", "SECRETS_MANAGER"]),
            "environment variables for this rule",
        ),
    ],
    artifacts: ArtifactAccess::ProjectRole,
    permissions: PERMISSIONS,
    notes: &["AWS's page names the permissions for a build; those for a batch are the action's."],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html",
    ..BLANK
};
