//! From a checked pipeline to its deployment: environments, stores, roles, projects,
//! events, grants, stacks and waves. Nothing is rendered here.

mod actions;
mod events;
mod ledger;
mod logical;
mod names;
mod placeholder;
mod projects;
mod roles;
mod secrets;
mod stacks;
mod stores;

pub(crate) use events::{Rule, Target, bus_policy_title, home_bus, rule_titles, senders};
pub(crate) use ledger::{Call, Grant, Ledger, Need};
pub(crate) use names::Names;
pub(crate) use placeholder::{Known, Values};
pub(crate) use projects::{Project, runs_batch};
pub(crate) use roles::{Made, Role, RoleId, Trust};
pub(crate) use secrets::needs as variables;
pub(crate) use stacks::{Stack, StackKind};
pub(crate) use stores::{Store, StoreKey};

use crate::arn::Arn;
use crate::finding::Findings;
use crate::pipeline::{Pipeline, Region};
use crate::place::Location;

/// Everything that is to be made for a pipeline, and who may do what.
#[derive(Debug)]
pub(crate) struct Deployment<'a> {
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) names: Names,
    /// One for each region with an action, in the order of the regions' names.
    pub(crate) stores: Vec<Store>,
    /// Every role that plays a part, ours and imported.
    pub(crate) roles: Vec<Role>,
    /// The role that the pipeline itself runs with.
    pub(crate) service_role: RoleId,
    /// The role that each action acts with, in the order of the pipeline's actions.
    pub(crate) action_roles: Vec<Option<RoleId>>,
    /// The role that each rule acts with, in the order of the pipeline's rules.
    pub(crate) rule_roles: Vec<Option<RoleId>>,
    /// The declared projects that some action uses.
    pub(crate) projects: Vec<Project>,
    /// The declared action types that some action is of and that we make, each with what it
    /// is called in the pipeline's template.
    pub(crate) action_types: Vec<(String, usize)>,
    /// The event rules at home, and those that forward events to it.
    pub(crate) rules: Vec<Rule>,
    pub(crate) ledger: Ledger,
    /// In the order in which they deploy.
    pub(crate) stacks: Vec<Stack>,
}

/// Plans the deployment of a pipeline.
pub(crate) fn plan(pipeline: &Pipeline) -> Result<Deployment<'_>, Findings<Location>> {
    let names = Names::of(pipeline);
    let stores = stores::stores(pipeline, &names);
    let mut roles = roles::declared(pipeline, &names);
    let service_role = roles::service(pipeline, &names, &mut roles);
    let mut ledger = Ledger::default();
    let projects = projects::projects(pipeline, &names, &mut roles, &mut ledger);
    let mut deployment = Deployment {
        pipeline,
        names,
        stores,
        roles,
        service_role,
        action_roles: Vec::new(),
        rule_roles: Vec::new(),
        projects,
        action_types: action_types(pipeline),
        rules: Vec::new(),
        ledger,
        stacks: Vec::new(),
    };
    actions::grants_of_service_role(&mut deployment);
    actions::actions(&mut deployment);
    events::rules(&mut deployment);
    stacks::split(&mut deployment);
    deployment.stacks = stacks::stacks(&deployment);
    let mut findings = Findings::default();
    logical::collisions(&deployment, &mut findings);
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(deployment)
    }
}

fn action_types(pipeline: &Pipeline) -> Vec<(String, usize)> {
    let found = pipeline.action_types.iter().enumerate();
    let made = found.filter(|(index, found)| {
        let mut actions = pipeline.actions();
        !found.imported && actions.any(|action| action.action_type == Some(*index))
    });
    made.map(|(index, found)| {
        let title = logical::of_declared(&[], &found.name, "ActionType");
        (title, index)
    })
    .collect()
}

impl Deployment<'_> {
    pub(crate) fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.0]
    }

    /// Whether somebody assumes a role or it is to be allowed something: one that only is
    /// declared plays no part. An imported project's role is assumed by what is not ours.
    pub(crate) fn has_part(&self, id: RoleId) -> bool {
        !self.role(id).trust.is_empty() || self.ledger.of(id).next().is_some()
    }

    /// The ARN of a store's bucket.
    pub(crate) fn bucket_arn(&self, store: usize) -> String {
        Arn::bucket(self.pipeline.partition(), &self.stores[store].bucket).to_string()
    }

    /// The store of a region with an action.
    pub(crate) fn store_in(&self, region: &Region) -> Option<usize> {
        self.stores.iter().position(|store| &store.region == region)
    }
}
