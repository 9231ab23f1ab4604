//! `Snyk`: a search for vulnerabilities by Snyk.

use crate::catalogue::{ArtifactAccess, Ended, Key, Kind, Placement, Type};

pub(super) static KIND: Kind = Kind {
    name: "Snyk",
    title: "a search for vulnerabilities in code by Snyk",
    category: "Invoke",
    owner: "ThirdParty",
    provider: "Snyk",
    inputs: (1, 1),
    outputs: (1, 1),
    own_keys: &[Key::optional(
        "Configuration",
        Type::Map,
        "the configuration that Snyk asks for, under its own names",
    )],
    placement: Placement::Home,
    artifacts: ArtifactAccess::Nobody,
    // Not documented: the console offered it before V2 existed.
    pipeline_types: &["V1"],
    ended: Some(Ended {
        what: "cannot be added since 30 October 2024, and ended on 30 April 2025",
        instead: "run Snyk's command line in a `CodeBuild` action",
        source: "https://docs.snyk.io/scm-ide-and-ci-cd-integrations/snyk-ci-cd-integrations/aws-codepipeline-integration-by-adding-a-snyk-scan-stage/setup-requirements-for-aws-codepipeline",
    }),
    notes: &[
        "AWS's page of it has no configuration keys, and its list of actions leaves it out.",
    ],
    source: "https://github.com/awsdocs/aws-codepipeline-user-guide/blob/main/doc_source/action-reference-Snyk.md",
    ..Kind::BLANK
};
