//! The steps of a synthesis one by one, for the benches: each is a function of its own, so
//! that a profiler can tell them apart.

use std::path::Path;

use crate::access::{AccessReport, Proven};
use crate::builder::Builder;
use crate::emitted::Emitted;
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::pipeline::RoleId;
use crate::place::Location;
use crate::plan::{Deployment, StoreId};
use crate::policy;
use crate::render::Template;
use crate::write::{self, Rendered, Writer};

/// The names of the steps, which are those of their functions here.
pub const ALL: [&str; 6] = ["check", "plan", "policies", "render", "verify", "write"];

/// Goes through all steps, to a folder.
///
/// # Errors
///
/// What the checks find, or what keeps the folder from being written.
pub fn run(builder: Builder, folder: &Path) -> Result<(), String> {
    let told = |found: Findings<Location>| found.to_string();
    let pipeline = check(builder).map_err(told)?;
    let deployment = plan(&pipeline).map_err(told)?;
    std::hint::black_box(policies(&deployment));
    let templates = render(&deployment).map_err(told)?;
    let access = verify(&deployment, &templates).map_err(told)?;
    let rendered = Rendered::of(Proven {
        deployment,
        templates,
        report: access,
    });
    write(rendered, folder)
}

/// From what was declared to a checked pipeline.
#[inline(never)]
fn check(builder: Builder) -> Result<Pipeline, Findings<Location>> {
    builder.build()
}

/// To roles, stores, grants and stacks.
#[inline(never)]
fn plan(pipeline: &Pipeline) -> Result<Deployment<'_>, Findings<Location>> {
    crate::plan::plan(pipeline)
}

/// The policies by themselves, which are a part of the next step: how many statements.
#[inline(never)]
fn policies(deployment: &Deployment<'_>) -> usize {
    let roles = (0..deployment.roles.len()).map(RoleId);
    let roles = roles.map(|role| {
        let trust = policy::trust_policy(deployment, deployment.role(role)).len();
        let packed = policy::pack(policy::granted_statements(deployment, role), false);
        trust + packed.inline.len() + packed.managed.iter().map(Vec::len).sum::<usize>()
    });
    let stores = (0..deployment.stores.len()).map(|store| {
        let store = StoreId(store);
        let bucket = policy::bucket_policy(deployment, store).len();
        bucket + policy::key_policy(deployment, store).len()
    });
    roles.chain(stores).sum()
}

/// To templates.
#[inline(never)]
fn render(deployment: &Deployment<'_>) -> Result<Vec<Template>, Findings<Location>> {
    crate::render::render(deployment)
}

/// To the decisions on every request.
#[inline(never)]
fn verify(
    deployment: &Deployment<'_>,
    templates: &[Template],
) -> Result<AccessReport, Findings<Location>> {
    crate::access::verify(deployment, templates)
}

/// To files.
#[inline(never)]
fn write(rendered: Rendered<'_>, folder: &Path) -> Result<(), String> {
    let assembly = write::files(vec![rendered], &Emitted::default());
    let assembly = assembly.map_err(|found| found.to_string())?;
    let writer = Writer {
        owners: &["steps".to_owned()],
        time: None,
    };
    let replaced = write::replace(folder, writer, &assembly);
    replaced.map(drop).map_err(|refusal| format!("{refusal:?}"))
}
