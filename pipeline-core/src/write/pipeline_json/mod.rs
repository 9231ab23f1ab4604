//! `pipeline.json`: what each pipeline does, what its actions may do and why, and what has to be
//! done, for whoever draws or reads it. `docs/pipeline-json.md` describes it.

mod access;
mod actions;
mod roles;
mod stacks;
mod starts;
mod tables;

use serde_core::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::Rendered;
use super::must_exist::{self, must_exist};
use super::overview::Overview;
use super::requirement::requirements;
use crate::json_text::{Layout, List, text};
use access::Access;
use roles::Roles;

/// The form of the file, by which it is known as ours.
pub(super) const FORMAT: &str = "pipewright/pipeline/1";

pub(super) fn pipeline_json(rendered: &[Rendered<'_>]) -> String {
    // One thing a line, and safe inside of a page.
    let layout = Layout {
        depth: 4,
        indent: 0,
        closing: false,
        for_a_page: true,
    };
    text(&Report(rendered), layout)
}

struct Report<'a>(&'a [Rendered<'a>]);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pipelines = || {
            let each = self.0.iter();
            each.map(|found| Pipeline(self.0, found))
        };
        let mut out = serializer.serialize_map(Some(2))?;
        out.serialize_entry("format", FORMAT)?;
        out.serialize_entry("pipelines", &List(pipelines))?;
        out.end()
    }
}

/// A pipeline among all of the report.
struct Pipeline<'a>(&'a [Rendered<'a>], &'a Rendered<'a>);

impl Serialize for Pipeline<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Pipeline(all, found) = *self;
        let deployment = &found.deployment;
        let pipeline = deployment.pipeline;
        let overview = Overview::of(deployment);
        let roles = Roles::of(deployment);
        let access = Access::of(found, &roles);

        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("name", &pipeline.name)?;
        out.serialize_entry("arn", &pipeline.arn())?;
        out.serialize_entry("type", &pipeline.settings.pipeline_type)?;
        if let Some(mode) = &pipeline.settings.execution_mode {
            out.serialize_entry("mode", mode)?;
        }
        if let Some(organization) = &pipeline.organization {
            out.serialize_entry("organization", organization)?;
        }
        out.serialize_entry("source", &pipeline.source.exact())?;
        out.serialize_entry("serviceRole", &roles.place(deployment.service_role))?;
        out.serialize_entry("accounts", &accounts(found))?;
        out.serialize_entry("lanes", &lanes(&overview))?;
        out.serialize_entry("starts", &starts::starts(pipeline))?;
        out.serialize_entry("stages", &actions::stages(pipeline))?;
        let step = |place| actions::action(&overview, &roles, &access, place);
        let actions = List(|| (0..overview.steps.len()).map(step));
        out.serialize_entry("actions", &actions)?;
        out.serialize_entry("requests", &access.of_action(""))?;
        out.serialize_entry("artifacts", &actions::artifacts(&overview))?;
        out.serialize_entry("stores", &stacks::stores(deployment))?;
        out.serialize_entry("projects", &actions::projects(deployment, &roles))?;
        let role = |id| roles::role(found, &roles, &access, id);
        out.serialize_entry("roles", &List(|| roles.ids().map(role)))?;
        let existing = must_exist(all, found);
        out.serialize_entry("mustExist", &must_exist::Report(&existing, pipeline))?;
        out.serialize_entry("parameters", &stacks::parameters(all, found))?;
        let required = requirements(found);
        let owners = List(|| {
            let each = required.iter();
            each.map(super::access::requirement)
        });
        out.serialize_entry("owners", &owners)?;
        out.serialize_entry("stacks", &stacks::stacks(found))?;
        out.serialize_entry("denied", &access::denied(found))?;
        out.serialize_entry("beyond", &access.beyond())?;
        access.tables(&mut out)?;
        out.end()
    }
}

fn accounts(found: &Rendered<'_>) -> Value {
    let pipeline = found.deployment.pipeline;
    let accounts = pipeline.accounts.iter().enumerate();
    let accounts = accounts.map(|(place, account)| {
        json!({
            "home": place == pipeline.home.0,
            "id": account.id.as_str(),
            "name": account.name,
            "region": account.region.as_str(),
            "source": account.source.exact(),
        })
    });
    accounts.collect()
}

fn lanes(overview: &Overview<'_>) -> Value {
    let lanes = overview.lanes.iter();
    let lanes = lanes.map(|lane| {
        json!({
            "account": lane.account.0,
            "region": lane.region.as_str(),
        })
    });
    lanes.collect()
}
