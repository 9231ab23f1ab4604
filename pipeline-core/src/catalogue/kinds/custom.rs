//! `Custom`: an action type that the user has registered.

use crate::catalogue::{ArtifactAccess, Key, Kind, Placement, Type, Variables, pattern};

pub(super) static KIND: Kind = Kind {
    name: "Custom",
    title: "an action type that you have registered in the pipeline's account and region",
    category: "",
    owner: "",
    provider: "",
    version: "",
    inputs: (0, 5),
    outputs: (0, 5),
    own_keys: &[
        Key::required(
            "Category",
            Type::OneOf(&["Source", "Build", "Test", "Deploy", "Invoke", "Approval", "Compute"]),
            "the action type's category",
        ),
        Key::optional(
            "Owner",
            Type::OneOf(&["Custom", "ThirdParty"]),
            "the action type's owner; `Custom` unless said otherwise",
        ),
        Key::required("Provider", Type::Text(&pattern::PROVIDER), "the action type's provider"),
        Key::required("Version", Type::Text(&pattern::VERSION), "the action type's version"),
        Key::optional(
            "Configuration",
            Type::Map,
            "the configuration properties that the action type declares, under its own names",
        ),
    ],
    variables: Variables::Free("the job worker's `PutJobSuccessResult`"),
    placement: Placement::Home,
    artifacts: ArtifactAccess::Nobody,
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
    ..Kind::BLANK
};
