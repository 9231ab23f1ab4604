//! A file for each need, with a pipeline that has it.

use pipewright::{Findings, Pipeline};

macro_rules! rows {
    ($($row:ident),* $(,)?) => {
        pub(crate) const ROWS: &[(&str, Pipelines)] = &[$((stringify!($row), $row::pipelines)),*];
    };
}

mod access_gate;
mod artifact_for_others;
mod boundary;
mod deploy_time_values;
mod fewer_roles;
mod notifications;
mod one_store;
mod organization;
mod outputs;
mod project_name;
mod project_role;
mod resources_beside;
mod review;
mod role_names;
mod same_values;
mod schedules;
mod self_update;
mod service_role;
mod several_alike;
mod sources_beside;
mod template_parameters;
mod waves;
mod way_out;
mod whole_project;
mod writes_beside;

type Pipelines = fn() -> Vec<Result<Pipeline, Findings>>;

rows![
    access_gate,
    artifact_for_others,
    boundary,
    deploy_time_values,
    fewer_roles,
    notifications,
    one_store,
    organization,
    outputs,
    project_name,
    project_role,
    resources_beside,
    review,
    role_names,
    same_values,
    schedules,
    self_update,
    service_role,
    several_alike,
    sources_beside,
    template_parameters,
    waves,
    way_out,
    whole_project,
    writes_beside,
];
