//! `CodePipeline`: a start of another pipeline.

use crate::catalogue::{ArtifactAccess, Key, Kind, Permission, Target, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "CodePipeline",
    title: "a start of another pipeline",
    category: "Invoke",
    provider: "CodePipeline",
    keys: &[
        Key::required("PipelineName", Type::String(&pattern::PIPELINE_NAME), "the pipeline").names(Existing::new("pipeline", "arn:{partition}:codepipeline:{region}:{account}:{PipelineName}")),
        Key::optional(
            "SourceRevisions",
            Type::Records(&[
                Key::required(
                    "actionName",
                    Type::String(&pattern::ACTION_NAME),
                    "the source action in that pipeline",
                ),
                Key::required(
                    "revisionType",
                    Type::OneOf(&[
                        "COMMIT_ID",
                        "IMAGE_DIGEST",
                        "S3_OBJECT_VERSION_ID",
                        "S3_OBJECT_KEY",
                    ]),
                    "what the value is",
                ),
                Key::required(
                    "revisionValue",
                    Type::String(&pattern::REVISION),
                    "the revision",
                ),
            ]),
            "the revisions that its sources take",
        ),
        Key::optional("Variables", Type::NamedValues, "values for its variables"),
    ],
    artifacts: ArtifactAccess::Nobody,
    permissions: &[Permission {
        actions: &["codepipeline:StartPipelineExecution"],
        resources: &["arn:{partition}:codepipeline:{region}:{account}:{PipelineName}"],
        why: "starts the pipeline",
        ..Permission::BLANK
    }],
    pipeline_types: &["V2"],
    notes: &["No page of AWS says whether the other pipeline may be of another account or region."],
    targets: &[
        Target {
            noun: "pipeline",
            keys: &["PipelineName", "SourceRevisions", "Variables"],
            only: None,
            refused: false,
            prepares: false,
            why: "it starts twice with the same values",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html",
        },
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html",
    ..Kind::BLANK
};
