//! AWS's offer as data: one file per action kind, and the service's limits, name patterns and
//! regions. The checker, the grants, the renderer and the reference documentation all read it.

pub mod action_type;
pub mod artifacts;
mod blocks;
pub mod condition_keys;
mod content;
pub mod declared;
pub mod deployment_calls;
pub mod existing;
pub mod images;
pub mod kept_properties;
mod key;
mod kind;
pub mod kinds;
pub mod limits;
pub mod machines;
pub mod made_properties;
pub mod managed_policies;
mod parameters;
pub mod partitions;
pub mod pattern;
pub mod projects;
pub mod region;
pub mod resource_parts;
pub mod resource_types;
pub mod resource_values;
pub mod rules;
pub mod services;
mod target;
mod template;
pub mod time_zones;
mod variable_kind;
pub mod words;

pub use blocks::{block, blocks};
pub use content::{Content, Read};
pub use existing::Existing;
pub use key::{
    ArnRegion, Condition, DefaultValue, Key, Needed, OwnAccount, Slot, Type, snake_case,
};
pub use kind::{
    ArtifactAccess, Ended, Events, Handoff, Kind, Pair, Permission, Placement, Regions,
    StackSetTargets, Variables,
};
pub use kinds::{KINDS, kind};
pub use parameters::{PARAMETER, ParameterType, parameter_types};
pub use rules::{RULES, rule};
pub use target::Target;
pub use template::{Placeholder, ResourceTemplate};
pub use variable_kind::VariableKind;

#[cfg(test)]
mod documented;
#[cfg(test)]
mod tests;
