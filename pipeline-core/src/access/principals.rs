//! The principals that requests are made by: the roles of the templates, imported roles,
//! administrators of any account, and services.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::deployed::{DeployedState, Role};
use super::evaluator::{ContextValue, Identity, Principal, account_of};
use super::resources::StoreResources;
use crate::arn::Arn;
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::plan::Deployment;

/// The id of an account that no pipeline declares.
pub(super) const UNDECLARED: &str = "999999999990";

/// An organization that no pipeline declares.
const OTHER_ORGANIZATION: &str = "o-0someoneelse";

/// The principals and the stores of a deployment, of which requests are made.
pub(super) struct Inventory<'w> {
    pub(super) deployment: &'w Deployment<'w>,
    pub(super) pipeline: &'w Pipeline,
    pub(super) deployed: &'w DeployedState<'w>,
    /// The id of home's account.
    pub(super) home: &'w str,
    /// The ids of all declared accounts.
    declared: BTreeSet<&'w str>,
    /// The roles that we make and the imported ones, by ARN.
    pub(super) principals: BTreeMap<&'w str, Principal<'w>>,
    /// Policies of IAM beside the pipeline, by ARN.
    pub(super) beside: BTreeMap<&'w str, Principal<'w>>,
    /// The stores that the pipeline names, by region.
    pub(super) stores: BTreeMap<&'w str, StoreResources<'w>>,
    /// The place in the source that each role comes from.
    places: BTreeMap<&'w str, Location>,
    /// The IAM path of the pipeline's own roles. It is spelled here once more, since what is
    /// verified is how planning spells it.
    pub(super) path: String,
}

impl<'w> Inventory<'w> {
    pub(super) fn of(
        deployment: &'w Deployment<'w>,
        deployed: &'w DeployedState<'w>,
    ) -> Inventory<'w> {
        let pipeline = deployment.pipeline;
        let home = pipeline.home_id();
        let places = deployment.roles.iter();
        let mut inventory = Inventory {
            deployment,
            pipeline,
            deployed,
            home: home.as_str(),
            declared: pipeline.accounts.iter().map(|a| a.id.as_str()).collect(),
            principals: BTreeMap::new(),
            beside: BTreeMap::new(),
            stores: BTreeMap::new(),
            places: places
                .map(|role| (role.arn.as_str(), role.source.at))
                .collect(),
            path: format!(
                "/pipewright/{}/{home}/{}/",
                pipeline.name,
                pipeline.home().region
            ),
        };
        let created = deployed.roles.iter();
        let created = created.map(|(arn, role)| (arn.as_str(), inventory.created(arn, role)));
        let imported = deployment
            .roles
            .iter()
            .filter(|role| role.managed.is_none());
        let imported = imported.map(|role| (role.arn.as_str(), inventory.imported(&role.arn)));
        inventory.principals = created.chain(imported).collect();
        for (arn, (role, at)) in &deployed.beside {
            let principal = inventory.created(arn, role);
            inventory.beside.insert(arn, principal);
            inventory.places.insert(arn, *at);
        }
        inventory.stores = inventory.store_resources();
        inventory
    }

    /// A role that a stack creates.
    fn created(&self, arn: &'w str, role: &'w Role<'w>) -> Principal<'w> {
        let mut principal = Principal {
            session: Some(format!(
                "arn:{}:sts::{}:assumed-role/{}/session",
                self.pipeline.partition(),
                role.account,
                role.name
            )),
            identity: Identity::Role(&role.identity),
            // A role's tags are in its template, and services name none for its sessions.
            all_tags: true,
            ..self.role(Cow::Borrowed(arn))
        };
        let tags = role.tags.iter();
        let tags = tags.map(|(key, value)| (key.as_str(), ContextValue::one(value.as_ref())));
        principal.context.extend(tags);
        principal
    }

    /// A role of somebody else's making.
    fn imported(&self, arn: &'w str) -> Principal<'w> {
        Principal {
            identity: Identity::Imported(arn.to_owned()),
            ..self.role(Cow::Borrowed(arn))
        }
    }

    /// A role, with the context that comes with it.
    fn role<'x>(&self, arn: Cow<'x, str>) -> Principal<'x>
    where
        'w: 'x,
    {
        let account = account_of(&arn).to_owned();
        let mut context = vec![
            ("aws:principaltype", ContextValue::one("AssumedRole")),
            ("aws:principalisawsservice", ContextValue::one("false")),
        ];
        let organization = if account == self.home {
            // That home belongs to the organization is not declared.
            ContextValue::Unknown
        } else {
            let declared = self.declared.contains(account.as_str());
            match &self.pipeline.organization {
                Some(organization) if declared => ContextValue::one(organization.as_str()),
                _ if declared => ContextValue::Unknown,
                _ => ContextValue::one(OTHER_ORGANIZATION),
            }
        };
        context.push(("aws:principalorgid", organization));
        Principal {
            arn,
            account: Cow::Owned(account),
            context,
            ..Principal::default()
        }
    }

    /// An administrator of an account with a role of this path and name.
    pub(super) fn administrator(&self, account: &str, role: &str) -> Principal<'w> {
        let partition = self.pipeline.partition();
        let arn = format!("arn:{partition}:iam::{account}:role{role}");
        let name = role.rsplit('/').next().unwrap_or(role);
        Principal {
            session: Some(format!(
                "arn:{partition}:sts::{account}:assumed-role/{name}/session"
            )),
            identity: Identity::Administrator,
            ..self.role(Cow::Owned(arn))
        }
    }

    /// A service, on behalf of a resource of an account where it sends that along.
    pub(super) fn service(
        &self,
        name: &'static str,
        source: Option<(&str, &str)>,
    ) -> Principal<'w> {
        let mut context = vec![("aws:principalisawsservice", ContextValue::one("true"))];
        for (key, value) in [
            ("aws:sourcearn", source.map(|(arn, _)| arn)),
            ("aws:sourceaccount", source.map(|(_, account)| account)),
        ] {
            let value = match value {
                Some(value) => ContextValue::one(value.to_owned()),
                // AWS does not document these keys for the service.
                None => ContextValue::Unknown,
            };
            context.push((key, value));
        }
        Principal {
            service: Some(name),
            context,
            ..Principal::default()
        }
    }

    /// Returns whether a role has the pipeline's own path.
    pub(super) fn has_pipeline_path(&self, arn: &str) -> bool {
        Arn::parse(arn).is_some_and(|arn| {
            let path = arn.resource.strip_prefix("role");
            path.is_some_and(|path| path.starts_with(&self.path))
        })
    }

    /// The place in the source that a role comes from.
    pub(super) fn place_of(&self, role: &str) -> Location {
        let place = self.places.get(role).copied();
        place.unwrap_or(self.pipeline.source.at)
    }
}
