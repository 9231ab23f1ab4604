//! The keys of settings and declarations, and those that every action has.

mod builds;
mod events;
mod roles;
mod stores;

use super::{Key, Type, limits, pattern};

pub use builds::*;
pub use events::*;
pub use roles::*;
pub use stores::*;

/// The keys of the pipeline's settings, `key: value;`.
pub static SETTINGS: &[Key] = &[
    Key::required(
        "Name",
        Type::String(&pattern::PIPELINE_NAME),
        "the pipeline's name; everything that is made for it is named after it",
    )
    .known_when_built(),
    Key::optional(
        "PipelineType",
        Type::OneOf(&["V1", "V2"]),
        "the pipeline's type; `V2` unless said otherwise",
    ),
    Key::optional(
        "ExecutionMode",
        Type::OneOf(&["QUEUED", "SUPERSEDED", "PARALLEL"]),
        "what becomes of an execution that meets an earlier one; AWS's default is `SUPERSEDED`",
    ),
    Key::optional(
        "RestartOnUpdate",
        Type::Bool,
        "whether the pipeline starts anew when its stack is updated",
    ),
    Key::optional(
        "Tags",
        Type::Map,
        "tags for the pipeline, and for everything that is made for it",
    ),
    Key::optional(
        "ServiceRole",
        Type::Role,
        "the declared role that the pipeline runs with, in place of one that we make",
    ),
    Key::optional(
        "EventRoles",
        Type::Roles,
        "the declared roles with which EventBridge starts the pipeline and forwards events to it, one of each account, in place of those that we make",
    ),
    Key::optional(
        "StackName",
        Type::String(&pattern::STACK_NAME),
        "the name of the pipeline's stack, in place of one that we make",
    )
    .known_when_built(),
];

/// The keys of a pipeline variable.
pub static VARIABLE: &[Key] = &[Key::optional(
    "Description",
    Type::String(&pattern::VARIABLE_DESCRIPTION),
    "what it is for",
)];

/// The keys of an output.
pub static OUTPUT: &[Key] = &[
    Key::optional(
        "Description",
        Type::String(&pattern::OUTPUT_DESCRIPTION),
        "what it is for",
    ),
    Key::optional(
        "ExportName",
        Type::String(&pattern::EXPORT_NAME),
        "the name under which other stacks of the account and region import it",
    ),
];

/// The keys that every action has besides its configuration.
pub static ACTION: &[Key] = &[
    Key::optional(
        "Namespace",
        Type::String(&pattern::NAMESPACE),
        "the namespace of its output variables; its name unless said otherwise",
    )
    .known_when_built(),
    Key::optional(
        "RunOrder",
        Type::Number(1, limits::RUN_ORDER_MAX),
        "its place in the stage, where that is not its place in the source",
    ),
];
