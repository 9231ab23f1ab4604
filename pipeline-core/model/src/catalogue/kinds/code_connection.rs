//! `CodeConnection`: a branch behind a connection (GitHub, GitLab, Bitbucket, …).

use crate::catalogue::{
    Condition, Handoff, Key, Kind, Permission, Placement, Regions, Type, Variables, pattern, Existing};

/// The use of the connection. AWS requires both prefixes: a connection created before 2024
/// has the older one.
const USE_CONNECTION: Permission = Permission {
    actions: &["codeconnections:UseConnection", "codestar-connections:UseConnection"],
    resources: &["{ConnectionArn}"],
    why: "reads the repository through the connection",
    ..Permission::BLANK
};

pub(super) static KIND: Kind = Kind {
    name: "CodeConnection",
    title: "a branch behind a connection: GitHub, GitLab, Bitbucket, Azure DevOps",
    category: "Source",
    provider: "CodeStarSourceConnection",
    outputs: (1, 1),
    keys: &[
        // https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-share.html
        Key::required("ConnectionArn", Type::String(&pattern::CONNECTION_ARN), "the connection").names(Existing::new("connection", "{ConnectionArn}").must(&["be `AVAILABLE`: one that was just made is `PENDING` until a person completes it in the console"]))
            .of_own_account_if(
                "codestar-connections",
                "only a connection whose ARN begins with `arn:PARTITION:codeconnections:` can be shared with other accounts",
            ),
        Key::required(
            "FullRepositoryId",
            Type::String(&pattern::FULL_REPOSITORY_ID),
            "owner and repository, upper and lower case as the provider has them",
        ).names(Existing::outside("repository at the provider").must(&["have branch `{BranchName}`", "be open to connection `{ConnectionArn.name}`"])),
        Key::required("BranchName", Type::String(&pattern::BRANCH_NAME), "the branch"),
        Key::optional(
            "OutputArtifactFormat",
            Type::OneOf(&["CODE_ZIP", "CODEBUILD_CLONE_REF"]),
            "a ZIP without history, or a reference that a CodeBuild action clones",
        ),
        Key::optional(
            "DetectChanges",
            Type::Bool,
            "whether a push to the branch starts the pipeline; AWS's default is `true`",
        ),
    ],
    variables: Variables::Named(&[
        "AuthorDate",
        "AuthorDisplayName",
        "AuthorEmail",
        "AuthorId",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "ConnectionArn",
        "DestinationBranchName",
        "FullRepositoryName",
        "ProviderType",
        "PullRequestId",
        "PullRequestTitle",
        "SourceBranchName",
        "TagName",
    ]),
    free_text: &["AuthorDisplayName", "CommitMessage", "PullRequestTitle"],
    placement: Placement::HomeRegion,
    regions: Regions::Without(&[
        "af-south-1",
        "ap-east-1",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "cn-north-1",
        "cn-northwest-1",
        "eu-central-2",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "us-gov-west-1",
    ]),
    permissions: &[USE_CONNECTION],
    handoff: Some(Handoff {
        when: Condition::Is("OutputArtifactFormat", &["CODEBUILD_CLONE_REF"]),
        readers: &["CodeBuild", "CodeBuildTest"],
        // By AWS RAM: https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-share.html
        shared: true,
        permissions: &[USE_CONNECTION],
    }),
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
    ..Kind::BLANK
};
