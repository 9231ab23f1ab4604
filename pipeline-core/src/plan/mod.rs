//! From a checked pipeline to its deployment: environments, stores, roles, projects,
//! events, grants, stacks and waves. Nothing is rendered here.

mod actions;
mod boundaries;
mod builds;
mod collisions;
mod escape;
mod events;
mod grants;
mod layout;
mod logical;
mod names;
mod notifications;
mod placeholder;
mod projects;
mod resources;
mod reviews;
mod role_groups;
mod roles;
mod schedules;
mod secrets;
mod shared;
mod stacks;
mod stores;

use layout::Layout;

pub(crate) use boundaries::Boundaries;
#[cfg(feature = "compare")]
pub(crate) use boundaries::ToldBoundary;
pub(crate) use builds::{buildspec_access, owner_of as bucket_owner};
pub(crate) use events::{Rule, Target, bus_policy_logical_id, home_bus, rule_logical_ids, senders};
pub(crate) use grants::{Access, Call, Grant, Grants};
pub(crate) use logical::of_declared as logical_id_of_declared;
pub(crate) use logical::under as logical_id_under;
pub(crate) use names::{Names, hash_suffix};
pub(crate) use notifications::{Channel, Notified, PUBLISH, PUBLISHER, Topic, policy_logical_id};
pub(crate) use placeholder::{Known, Values};
pub(crate) use projects::{ManagedProject, Project, ProjectKey, runs_batch};
pub(crate) use resources::Resource;
pub(crate) use reviews::change_set_variable;
pub(crate) use roles::{ManagedRole, Role, Trust};
pub(crate) use schedules::{GROUP, SCHEDULER, Schedules};
pub(crate) use secrets::accesses as environment_variable_accesses;
pub(crate) use shared::{Share, folder, share};
pub(crate) use stacks::{Stack, StackKind};
pub(crate) use stores::{Store, StoreId, StoreKey};

use crate::arn::Arn;
use crate::finding::Findings;
use crate::pipeline::{ActionTypeId, Pipeline, Region, RoleId};
use crate::place::Location;
use std::collections::BTreeMap;

/// Everything that is made for a pipeline, and every grant.
#[derive(Debug)]
pub(crate) struct Deployment<'a> {
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) names: Names,
    layout: Layout,
    /// One for each region with an action, in the order of the regions' names.
    pub(crate) stores: Vec<Store>,
    /// Every role that plays a part, ours and imported.
    pub(crate) roles: Vec<Role>,
    /// The role that the pipeline itself runs with.
    pub(crate) service_role: RoleId,
    /// The roles that several actions have, by what shares them.
    role_groups: BTreeMap<role_groups::Group, RoleId>,
    /// The role that each action acts with, in the order of the pipeline's actions.
    pub(crate) action_roles: Vec<Option<RoleId>>,
    /// The role that each rule of a condition acts with, in the order of the pipeline's rules.
    pub(crate) condition_rule_roles: Vec<Option<RoleId>>,
    /// The declared projects that some action uses.
    pub(crate) projects: Vec<Project>,
    /// The declared action types that some action is of and that we make, each with its
    /// logical id in the pipeline's template.
    pub(crate) action_types: Vec<(String, ActionTypeId)>,
    /// The event rules at home, and those that forward events to it.
    pub(crate) event_rules: Vec<Rule>,
    pub(crate) notified: Notified,
    pub(crate) schedules: Option<Schedules>,
    pub(crate) grants: Grants,
    /// What permissions boundaries say, as far as the user tells it.
    pub(crate) boundaries: Boundaries,
    /// The resources beside the pipeline.
    pub(crate) resources: Vec<Resource<'a>>,
    /// In the order in which they deploy.
    pub(crate) stacks: Vec<Stack>,
}

/// Plans the deployment of a pipeline.
pub(crate) fn plan(pipeline: &Pipeline) -> Result<Deployment<'_>, Findings<Location>> {
    let mut deployment = laid_out(pipeline, Layout::expected(pipeline));
    // How many roles an account has is known once all are planned, and their names follow
    // from the layout.
    let layout = Layout::needed_by(&deployment);
    if layout != deployment.layout {
        deployment = laid_out(pipeline, layout);
    }
    let mut findings = Findings::default();
    deployment.boundaries = boundaries::boundaries(pipeline, &mut findings);
    builds::check_report_group_names(&deployment, &mut findings);
    collisions::report(&deployment, &mut findings);
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(deployment)
    }
}

fn laid_out(pipeline: &Pipeline, layout: Layout) -> Deployment<'_> {
    let names = Names::of(pipeline);
    let stores = stores::stores(pipeline, &names);
    let mut roles = roles::declared_roles(pipeline, &names, &layout);
    let service_role = roles::service_role(pipeline, &names, &mut roles);
    let mut grants = Grants::default();
    let projects = projects::projects(pipeline, &names, &mut roles, &mut grants);
    let mut deployment = Deployment {
        pipeline,
        names,
        layout,
        stores,
        roles,
        service_role,
        role_groups: BTreeMap::new(),
        action_roles: Vec::new(),
        condition_rule_roles: Vec::new(),
        projects,
        action_types: action_types(pipeline),
        event_rules: Vec::new(),
        notified: Notified::default(),
        schedules: None,
        grants,
        boundaries: Boundaries::new(),
        resources: resources::resources(pipeline),
        stacks: Vec::new(),
    };
    actions::grant_stores_to_service_role(&mut deployment);
    actions::plan_actions(&mut deployment);
    reviews::plan_reviews(&mut deployment);
    events::plan_rules(&mut deployment);
    notifications::plan_notifications(&mut deployment);
    schedules::plan_schedules(&mut deployment);
    deployment.stacks = stacks::stacks(&deployment);
    deployment
}

fn action_types(pipeline: &Pipeline) -> Vec<(String, ActionTypeId)> {
    (0..)
        .map(ActionTypeId)
        .zip(&pipeline.action_types)
        .filter(|(id, found)| {
            let mut actions = pipeline.actions();
            !found.imported && actions.any(|action| action.action_type == Some(*id))
        })
        .map(|(id, found)| (logical::of_action_type(found), id))
        .collect()
}

impl Deployment<'_> {
    pub(crate) fn role(&self, id: RoleId) -> &Role {
        &self.roles[id]
    }

    /// Records that a role is allowed something, and why; for which action, or for none.
    pub(crate) fn grant(
        &mut self,
        role: RoleId,
        access: Access,
        why: impl Into<String>,
        action: impl Into<String>,
    ) {
        self.grants.record(role, access, why, action);
    }

    /// Returns whether somebody assumes a role or it is granted something. One that is only
    /// declared plays no part. An imported project's role is assumed by what is not ours.
    pub(crate) fn has_part(&self, id: RoleId) -> bool {
        !self.role(id).trust.is_empty() || self.grants.of(id).next().is_some()
    }

    /// The ARN of a store's bucket.
    pub(crate) fn bucket_arn(&self, store: StoreId) -> String {
        Arn::bucket(self.pipeline.partition(), &self.stores[store].bucket).to_string()
    }

    /// The pattern of the objects of a store that are the pipeline's: all, or where others have
    /// artifacts there too, those in its own folder.
    pub(crate) fn artifacts_arn(&self, store: StoreId) -> String {
        let bucket = self.bucket_arn(store);
        match self.stores[store].folder.as_deref() {
            Some(folder) => format!("{bucket}/{folder}/*"),
            None => format!("{bucket}/*"),
        }
    }

    /// The stacks of the stores that the pipeline shares.
    pub(crate) fn shared_stacks(&self) -> Vec<String> {
        let stores = self.stores.iter();
        let shared = stores.filter_map(|store| {
            let share = store.share.as_ref()?;
            Some(stacks::of_shared_store(
                &self.names,
                &share.store,
                &store.region,
            ))
        });
        shared.collect()
    }

    /// The store of a region with an action.
    pub(crate) fn store_in(&self, region: &Region) -> Option<StoreId> {
        let mut stores = self.stores.iter();
        stores
            .position(|store| &store.region == region)
            .map(StoreId)
    }
}
