//! `Jenkins`: a build by a Jenkins project.

use crate::catalogue::{ArtifactAccess, Key, Kind, Placement, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "Jenkins",
    title: "a build by a Jenkins project",
    category: "Build",
    ..PROVIDER
};

/// The properties that the build and the test kind share.
pub(super) const PROVIDER: Kind = Kind {
    owner: "Custom",
    inputs: (0, 5),
    outputs: (0, 5),
    keys: &[Key::required(
        "ProjectName",
        Type::String(&pattern::JENKINS_JOB),
        "the project, as Jenkins calls it",
    ).names(Existing::outside("Jenkins project"))],
    own_keys: &[Key::required(
        "Provider",
        Type::String(&pattern::PROVIDER),
        "the provider's name that is set in Jenkins' CodePipeline plugin",
    )],
    placement: Placement::Home,
    artifacts: ArtifactAccess::Nobody,
    prerequisites: &[
        "give the Jenkins worker the permissions of AWS's managed policy `AWSCodePipelineCustomActionAccess`",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html",
    ..Kind::BLANK
};
