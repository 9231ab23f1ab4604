//! `Alexa`: a new version of an Alexa skill.

use crate::catalogue::{ArtifactAccess, Key, Kind, Placement, Regions, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "Alexa",
    title: "a new version of an Alexa skill",
    category: "Deploy",
    owner: "ThirdParty",
    provider: "AlexaSkillsKit",
    inputs: (1, 2),
    keys: &[
        Key::required("ClientId", Type::String(&pattern::ALEXA_ID), "the client's id").names(Existing::outside("Login with Amazon client")),
        Key::required("ClientSecret", Type::Secret, "the client's secret"),
        Key::required("RefreshToken", Type::Secret, "the refresh token"),
        Key::required("SkillId", Type::String(&pattern::ALEXA_ID), "the skill's id").names(Existing::outside("Alexa skill")),
    ],
    placement: Placement::Home,
    regions: Regions::Without(&["ap-east-1", "eu-south-1"]),
    artifacts: ArtifactAccess::Nobody,
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html",
    ..Kind::BLANK
};
