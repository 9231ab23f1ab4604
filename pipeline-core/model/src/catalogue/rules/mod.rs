//! The rule providers of stage conditions, one file each. A new one is a new file and
//! its line here.

use super::{Kind, Placement, pattern};

/// Declares the modules and their list.
macro_rules! rules {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// All rule providers, sorted by name.
        pub static RULES: &[&Kind] = &[$(&$module::RULE),*];
    };
}

rules! {
    cloud_watch_alarm
    code_build
    commands
    deployment_window
    lambda_invoke
    variable_check
}

/// The properties that all rules share.
const BLANK: Kind = Kind {
    category: "Rule",
    value: &pattern::RULE_VALUE,
    pipeline_types: &["V2"],
    ..Kind::BLANK
};

/// The properties of a rule that the pipeline evaluates itself, without a role.
const IN_THE_PIPELINE: Kind = Kind {
    placement: Placement::Nowhere,
    artifacts: super::ArtifactAccess::Nobody,
    ..BLANK
};

/// The rule provider with this name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Kind> {
    RULES.iter().find(|rule| rule.name == name).copied()
}
