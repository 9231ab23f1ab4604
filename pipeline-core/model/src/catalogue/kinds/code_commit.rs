//! `CodeCommit`: a branch of a CodeCommit repository.

use crate::catalogue::{
    Condition, DefaultValue, Events, Handoff, Key, Kind, Permission, Placement, Regions, Type, Variables, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "CodeCommit",
    title: "a branch of a CodeCommit repository",
    category: "Source",
    provider: "CodeCommit",
    outputs: (1, 1),
    keys: &[
        Key::required("RepositoryName", Type::String(&pattern::REPOSITORY_NAME), "the repository").names(Existing::new("CodeCommit repository", "arn:{partition}:codecommit:{region}:{account}:{RepositoryName}").must(&["have branch `{BranchName}`"])),
        Key::required("BranchName", Type::String(&pattern::BRANCH_NAME), "the branch"),
        Key::optional(
            "PollForSourceChanges",
            Type::Bool,
            "whether CodePipeline polls the repository; left out, an EventBridge rule starts the pipeline",
        )
        .or(DefaultValue::Text("false")),
        Key::optional(
            "OutputArtifactFormat",
            Type::OneOf(&["CODE_ZIP", "CODEBUILD_CLONE_REF"]),
            "a ZIP without history, or a reference that a CodeBuild action clones",
        ),
    ],
    own_keys: &[Kind::START_UNLESS_POLLED],
    variables: Variables::Named(&[
        "AuthorDate",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "CommitterDate",
        "RepositoryName",
    ]),
    free_text: &["CommitMessage"],
    placement: Placement::HomeRegion,
    // https://docs.aws.amazon.com/general/latest/gr/codecommit.html
    regions: Regions::Without(&[
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "eu-central-2",
        "eu-south-2",
    ]),
    permissions: &[Permission {
        actions: &[
            "codecommit:CancelUploadArchive",
            "codecommit:GetBranch",
            "codecommit:GetCommit",
            "codecommit:GetRepository",
            "codecommit:GetUploadArchiveStatus",
            "codecommit:UploadArchive",
        ],
        resources: &["arn:{partition}:codecommit:{region}:{account}:{RepositoryName}"],
        why: "reads the branch and has the repository upload it as an artifact",
        ..Permission::BLANK
    }],
    notes: &[
        "A repository of another account can be polled too, with the action's role there: AWS's sample of a cross-account pipeline does so.",
    ],
    events: Some(Events {
        pattern: r#"{
            "source": ["aws.codecommit"],
            "detail-type": ["CodeCommit Repository State Change"],
            "resources": ["arn:{partition}:codecommit:{region}:{account}:{RepositoryName}"],
            "detail": {
                "event": ["referenceCreated", "referenceUpdated"],
                "referenceType": ["branch"],
                "referenceName": ["{BranchName}"]
            }
        }"#,
        polling: Some("PollForSourceChanges"),
    }),
    handoff: Some(Handoff {
        when: Condition::Is("OutputArtifactFormat", &["CODEBUILD_CLONE_REF"]),
        readers: &["CodeBuild", "CodeBuildTest"],
        // A repository has no resource policy that could admit a role of another account.
        shared: false,
        permissions: &[Permission {
            actions: &["codecommit:GitPull"],
            resources: &["arn:{partition}:codecommit:{region}:{account}:{RepositoryName}"],
            why: "clones the repository that the artifact refers to",
            ..Permission::BLANK
        }],
    }),
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
    ..Kind::BLANK
};
