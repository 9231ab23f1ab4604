//! `Custom`: an action type that the user has registered or declares.

use crate::catalogue::action_type::CATEGORIES;
use crate::catalogue::{
    ArtifactAccess, Condition, Key, Kind, Placement, Type, Variables, pattern,
};

const DECLARED: Condition = Condition::Has("ActionType");
const UNDECLARED: Condition = Condition::Lacks("ActionType");

pub(super) static KIND: Kind = Kind {
    name: "Custom",
    title: "an action type of your own in the pipeline's account and region: a declared one, or one that is said here",
    category: "",
    owner: "",
    provider: "",
    version: "",
    inputs: (0, 5),
    outputs: (0, 5),
    own_keys: &[
        Key::optional(
            "ActionType",
            Type::ActionType,
            "the action type, `action_type NAME { … }`, that says the next four",
        ),
        Key::optional("Category", Type::OneOf(CATEGORIES), "the action type's category")
            .needed_when(UNDECLARED)
            .ignored_when(DECLARED),
        Key::optional(
            "Owner",
            Type::OneOf(&["Custom", "ThirdParty"]),
            "the action type's owner; `Custom` unless said otherwise",
        )
        .ignored_when(DECLARED),
        Key::optional("Provider", Type::String(&pattern::PROVIDER), "the action type's provider")
            .needed_when(UNDECLARED)
            .ignored_when(DECLARED),
        Key::optional("Version", Type::String(&pattern::VERSION), "the action type's version")
            .needed_when(UNDECLARED)
            .ignored_when(DECLARED),
        Key::optional(
            "Configuration",
            Type::Configuration,
            "the configuration properties that the action type declares, under its own names",
        ),
    ],
    variables: Variables::Free("the job worker's `PutJobSuccessResult`"),
    placement: Placement::Home,
    artifacts: ArtifactAccess::Nobody,
    prerequisites: &[
        "give the job worker the permissions of AWS's managed policy `AWSCodePipelineCustomActionAccess`",
    ],
    notes: &["CodePipeline waits 24 hours for the job worker."],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
    ..Kind::BLANK
};
