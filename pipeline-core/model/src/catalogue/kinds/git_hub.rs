//! `GitHub`: a branch of a GitHub repository, read with a token ("version 1").

use crate::catalogue::{ArtifactAccess, Key, Kind, Placement, Type, Variables, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "GitHub",
    title: "a branch of a GitHub repository, read with a token; AWS recommends `CodeConnection`",
    category: "Source",
    owner: "ThirdParty",
    provider: "GitHub",
    outputs: (1, 1),
    keys: &[
        Key::required("Owner", Type::String(&pattern::GITHUB_OWNER), "the user or organization"),
        Key::required("Repo", Type::String(&pattern::GITHUB_REPOSITORY), "the repository's name").names(Existing::outside("GitHub repository").within("`{Owner}`").must(&["have branch `{Branch}`"])),
        Key::required("Branch", Type::String(&pattern::BRANCH_NAME), "the branch"),
        Key::required("OAuthToken", Type::Secret, "a token that may read the repository"),
        Key::optional(
            "PollForSourceChanges",
            Type::Bool,
            "whether CodePipeline polls the repository; AWS's default is `true`",
        ),
    ],
    variables: Variables::Named(&[
        "AuthorDate",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "CommitUrl",
        "CommitterDate",
        "RepositoryName",
    ]),
    free_text: &["CommitMessage"],
    placement: Placement::Home,
    artifacts: ArtifactAccess::Nobody,
    notes: &[
        "No webhook is made: with `poll_for_source_changes: false`, set one up or start the pipeline otherwise.",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html",
    ..Kind::BLANK
};
