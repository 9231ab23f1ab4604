//! `Snyk`: a search for vulnerabilities by Snyk.

use crate::catalogue::{ArtifactAccess, Key, Kind, Placement, Type};

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
    // Not said anywhere: the console offered it before there was V2.
    pipeline_types: &["V1"],
    notes: &[
        "AWS's reference had a page of it until 2022, with no configuration keys, and lists it no more: it may be gone.",
    ],
    source: "https://github.com/awsdocs/aws-codepipeline-user-guide/blob/main/doc_source/action-reference-Snyk.md",
    ..Kind::BLANK
};
