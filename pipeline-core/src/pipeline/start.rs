//! Settings of a pipeline, its variables, and its triggers.

use super::RoleId;

/// The settings of the pipeline as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) pipeline_type: String,
    pub(crate) execution_mode: Option<String>,
    pub(crate) restart_on_update: Option<bool>,
    /// The user's tags, ours not among them.
    pub(crate) tags: Vec<(String, String)>,
    /// The declared role that the pipeline runs with, in place of one that we make.
    pub(crate) service_role: Option<RoleId>,
    /// The declared roles of the pipeline's events, in place of those that we make.
    pub(crate) event_roles: Vec<RoleId>,
    /// The name of the pipeline's stack, in place of one that we make.
    pub(crate) stack_name: Option<String>,
}

/// A pipeline variable.
#[derive(Clone, Debug)]
pub(crate) struct PipelineVariable {
    pub(crate) name: String,
    pub(crate) default: Option<String>,
    pub(crate) description: Option<String>,
}

/// A trigger: the changes of a repository that start the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) action: String,
    pub(crate) push: Vec<Filter>,
    pub(crate) pull_request: Vec<Filter>,
}

/// A filter of pushes or of pull requests.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) events: Vec<String>,
    pub(crate) branches: Patterns,
    pub(crate) file_paths: Patterns,
    pub(crate) tags: Patterns,
}

/// Glob patterns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    pub(crate) includes: Vec<String>,
    pub(crate) excludes: Vec<String>,
}
