//! The keys of an `action_type` declaration.
//!
//! Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-customactiontype.html>

use super::{Key, Type, limits, pattern};

/// The keys of an action type that we create.
pub static MANAGED: &[Key] = &[
    CATEGORY,
    PROVIDER,
    VERSION,
    Key::required(
        "InputArtifactDetails",
        Type::Record(COUNTS),
        "how many input artifacts it takes",
    ),
    Key::required(
        "OutputArtifactDetails",
        Type::Record(COUNTS),
        "how many output artifacts it makes",
    ),
    PROPERTIES,
    Key::optional(
        "Settings",
        Type::Record(SETTINGS),
        "the pages that the console links to",
    ),
];

/// The keys of an imported action type. A property that they leave out is not checked.
pub static IMPORTED: &[Key] = &[
    CATEGORY,
    PROVIDER,
    VERSION,
    Key::optional(
        "InputArtifactDetails",
        Type::Record(COUNTS),
        "how many input artifacts it takes; up to 5 unless said otherwise",
    ),
    Key::optional(
        "OutputArtifactDetails",
        Type::Record(COUNTS),
        "how many output artifacts it makes; up to 5 unless said otherwise",
    ),
    PROPERTIES,
];

/// The largest number of artifacts that an action type takes or makes.
pub const COUNT_MAX: i64 = limits::ARTIFACTS_MAX;

/// The categories of action types.
pub const CATEGORIES: &[&str] = &[
    "Source", "Build", "Test", "Deploy", "Invoke", "Approval", "Compute",
];

const CATEGORY: Key = Key::required("Category", Type::OneOf(CATEGORIES), "its category");

const PROVIDER: Key = Key::required(
    "Provider",
    Type::String(&pattern::PROVIDER),
    "its provider: the name that its job worker polls for",
)
.known_when_built();

const VERSION: Key = Key::required(
    "Version",
    Type::String(&pattern::VERSION),
    "its version; one that a changed or deleted action type had is never taken again",
)
.known_when_built();

const PROPERTIES: Key = Key::optional(
    "ConfigurationProperties",
    Type::Named(PROPERTY),
    "the keys of its configuration, under names of your own",
)
.items(0, limits::PROPERTIES_MAX);

/// The keys of `input_artifact_details` and `output_artifact_details`.
pub static COUNTS: &[Key] = &[
    Key::required(
        "MinimumCount",
        Type::Number(0, limits::ARTIFACTS_MAX),
        "at least so many",
    ),
    Key::required(
        "MaximumCount",
        Type::Number(0, limits::ARTIFACTS_MAX),
        "at most so many",
    ),
];

/// The keys of a configuration property.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html>
pub static PROPERTY: &[Key] = &[
    Key::optional(
        "Required",
        Type::Bool,
        "whether every action must have it; `false` unless said otherwise",
    ),
    Key::optional(
        "Key",
        Type::Bool,
        "whether it tells one action's resource from another's; `false` unless said otherwise",
    ),
    Key::optional(
        "Secret",
        Type::Bool,
        "whether its value is hidden: an action then takes a reference to a secret only; `false` unless said otherwise",
    ),
    Key::optional(
        "Queryable",
        Type::Bool,
        "whether the job worker can poll for one value of it; only one of them, which is required and no secret",
    ),
    Key::optional(
        "Description",
        Type::String(&pattern::PROPERTY_DESCRIPTION),
        "what the console shows of it",
    ),
    Key::optional(
        "Type",
        Type::OneOf(&["String", "Number", "Boolean"]),
        "what its values are",
    ),
];

/// The keys of `settings`: the provider's pages.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeSettings.html>
pub static SETTINGS: &[Key] = &[
    Key::optional(
        "EntityUrlTemplate",
        Type::String(&pattern::URL),
        "the page of the resource; `{Config:NAME}` stands for a required value",
    ),
    Key::optional(
        "ExecutionUrlTemplate",
        Type::String(&pattern::URL),
        "the page of a run; `{ExternalExecutionId}` stands for the job worker's id of it",
    ),
    Key::optional(
        "RevisionUrlTemplate",
        Type::String(&pattern::URL),
        "the page where a user changes the resource",
    ),
    Key::optional(
        "ThirdPartyConfigurationUrl",
        Type::String(&pattern::URL),
        "the page where a user signs up",
    ),
];

/// The configuration key that AWS adds to every action type: the projects that a job worker
/// can poll for.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html>
pub const JOB_LIST: &str = "JobList";
