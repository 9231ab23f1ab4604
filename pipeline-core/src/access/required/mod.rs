//! Required requests, which must be allowed. They come from the model, the catalogue, and the
//! pipeline as CodePipeline gets it: never from the grants or the policies.

mod artifacts;
mod as_written;
mod builds;
mod calls;
mod declared;
mod events;
mod named_resources;
mod notifications;
mod pipeline_events;
mod project_properties;
mod project_settings;
mod provider;
mod reviews;
mod roles;
mod sharing;
mod store_settings;
mod stores;
mod structure;

use std::borrow::Cow;
use std::rc::Rc;

pub(super) use artifacts::{ENCRYPTION, KEY_ID, SENDERS_KEY, TLS};
pub(super) use calls::{BUCKET, READ, WRITE};
pub(super) use events::bus;
pub(super) use notifications::topic;
use provider::OTHER;
use sharing::Together;

use super::deployed::ActionDeclaration;
use super::evaluator::{ContextValue, Principal, account_of};
use super::principals::Inventory;
use super::verifier::{Purpose, Verifier};
use crate::catalogue::{ArtifactAccess, Placement, limits};
use crate::codes;
use crate::pipeline::Action;
use crate::place::Location;
use crate::plan::Values;
use crate::render::Template;
use std::collections::{BTreeMap, BTreeSet};

/// The access that principals are required to have: all other access is forbidden.
#[derive(Debug, Default)]
pub(super) struct RequiredAccess<'w> {
    /// A role, and the region of a store that it reads.
    pub(super) reads: BTreeSet<(&'w str, &'w str)>,
    /// A role, and the region of a store that it writes.
    pub(super) writes: BTreeSet<(&'w str, &'w str)>,
    /// A role, and a service that assumes it, with the resources that it acts for.
    pub(super) services: BTreeMap<(&'w str, &'static str), BTreeSet<Option<String>>>,
    /// The roles that the service role may assume.
    pub(super) assumed: BTreeSet<&'w str>,
    /// The assumed roles are too many to be named one by one, so that the service role may assume
    /// any role of the pipeline's path, in the accounts where there is one.
    pub(super) assumes_by_path: bool,
    /// A role, a role that it passes, and the service that it passes it to.
    pub(super) passes: BTreeSet<(&'w str, &'w str, &'static str)>,
    /// The roles that put events on home's bus.
    pub(super) senders: BTreeSet<&'w str>,
    /// A role, a region and the kind of access, with the verified requests by index.
    verified: BTreeMap<(&'w str, &'w str, StoreUse), Vec<usize>>,
}

/// What a role does with the artifacts of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct StoreUse {
    /// It writes them; if not, it reads them.
    writes: bool,
    /// It names the key itself when it writes, as CodeBuild does.
    names_key: bool,
}

impl StoreUse {
    const READ: StoreUse = StoreUse {
        writes: false,
        names_key: false,
    };
    const WRITE: StoreUse = StoreUse {
        writes: true,
        names_key: false,
    };
}

/// Verifies that all required requests are allowed.
pub(super) fn all<'w>(
    inventory: &'w Inventory<'w>,
    templates: &[Template],
    verifier: &mut Verifier,
) -> RequiredAccess<'w> {
    let mut required = Required::of(inventory, verifier);
    required.pipeline();
    required.structure(templates);
    required.access
}

/// Verifies that the required requests of the pipeline and its actions are allowed.
pub(super) fn requests<'w>(inventory: &'w Inventory<'w>, verifier: &mut Verifier) {
    Required::of(inventory, verifier).pipeline();
}

struct Required<'w, 'c> {
    inventory: &'w Inventory<'w>,
    verifier: &'c mut Verifier,
    access: RequiredAccess<'w>,
    /// The action that makes each artifact.
    makers: BTreeMap<&'w str, &'w Action>,
    /// The roles that several actions act with.
    shared: BTreeMap<&'w str, Together>,
    /// The title of no action in particular.
    no_action: Rc<str>,
}

/// An action of the pipeline, with its declaration in the template.
struct DeployedAction<'w> {
    action: &'w Action,
    declaration: &'w ActionDeclaration<'w>,
    title: Rc<str>,
    /// The region that it runs in, by its declaration.
    region: &'w str,
    /// The role that it acts with.
    role: &'w str,
}

impl<'w, 'c> Required<'w, 'c> {
    fn of(inventory: &'w Inventory<'w>, verifier: &'c mut Verifier) -> Required<'w, 'c> {
        Required {
            inventory,
            verifier,
            access: RequiredAccess::default(),
            makers: BTreeMap::default(),
            shared: BTreeMap::default(),
            no_action: Rc::from(""),
        }
    }
}

impl<'w> Required<'w, '_> {
    fn pipeline(&mut self) {
        let inventory = self.inventory;
        let at = inventory.pipeline.source.at;
        let Some(rendered) = &inventory.deployed.pipeline else {
            let message = "no stack makes the pipeline".to_owned();
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
            return;
        };
        let service: &'w str = &rendered.role;
        if let Some(given) = inventory.pipeline.settings.service_role {
            let wanted = &inventory.deployment.roles[given].arn;
            if service != wanted {
                let message = format!("the pipeline would run with `{service}` and not `{wanted}`");
                self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
            }
        }
        self.assumed_by_service(
            service,
            "codepipeline.amazonaws.com",
            None,
            at,
            &self.no_action.clone(),
        );
        for region in inventory.stores.keys() {
            for store_use in [StoreUse::READ, StoreUse::WRITE] {
                let why = "copies artifacts between actions and regions";
                let purpose = self.purpose(why, at);
                self.access(&purpose, service, region, store_use);
            }
        }
        self.stores();
        self.roles();
        for action in inventory.pipeline.actions() {
            for output in &action.outputs {
                self.makers.entry(output).or_insert(action);
            }
        }
        let home = inventory.pipeline.accounts[inventory.pipeline.home]
            .region
            .as_str();
        let actions = inventory.pipeline.actions().collect::<Vec<_>>();
        if actions.len() != rendered.actions.len() {
            let message = "the pipeline's template leaves actions out".to_owned();
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
        }
        let declarations = actions.into_iter().zip(&rendered.actions);
        let rules = inventory.pipeline.rules().filter_map(|rule| {
            let moment = rule.moment?.property();
            let declaration =
                rendered
                    .rules
                    .get(&(rule.stage.as_str(), moment, rule.name.as_str()));
            if declaration.is_none() {
                let message = format!("the pipeline's template leaves rule `{}` out", rule.title());
                self.verifier
                    .fail(&codes::COULD_NOT_RUN, rule.source.at, message);
            }
            Some((rule, declaration?))
        });
        let rules: Vec<_> = rules.collect();
        let declarations: Vec<_> = declarations.chain(rules).collect();
        let assumed = declarations
            .iter()
            .filter_map(|(_, declaration)| declaration.role.as_deref());
        let assumed: BTreeSet<&str> = assumed.collect();
        let names: usize = assumed.into_iter().map(str::len).sum();
        self.access.assumes_by_path = names > limits::ROLES_NAMED_MAX;
        let deployed_actions =
            declarations
                .into_iter()
                .map(|(action, declaration)| DeployedAction {
                    action,
                    declaration,
                    title: Rc::from(action.title()),
                    region: declaration.region.as_deref().unwrap_or(home),
                    role: declaration.role.as_deref().unwrap_or(service),
                });
        let deployed_actions: Vec<DeployedAction<'w>> = deployed_actions.collect();
        self.share(&deployed_actions);
        for deployed_action in &deployed_actions {
            self.action(deployed_action, service);
        }
        self.projects();
        self.events();
        self.users_events();
        self.notifications();
        self.schedules();
    }

    fn action(&mut self, deployed_action: &DeployedAction<'w>, service: &'w str) {
        let DeployedAction {
            action,
            declaration,
            ..
        } = deployed_action;
        let at = action.source.at;
        let inventory = self.inventory;
        let expected = &action.environment;
        if deployed_action.region != expected.region.as_str()
            && action.kind.placement == Placement::Anywhere
        {
            self.wrong(
                deployed_action,
                format!("in region `{}`", deployed_action.region),
            );
        }
        if let Some(role) = &declaration.role {
            let purpose = Purpose {
                action: deployed_action.title.clone(),
                why: Cow::Owned(format!("acts as `{}`", deployed_action.title)),
                at,
            };
            self.assume(&purpose, service, role);
            self.access.assumed.insert(role);
        }
        let account = inventory.pipeline.accounts[expected.account].id.as_str();
        let home_only = matches!(action.kind.placement, Placement::Nowhere | Placement::Home);
        if !home_only && account_of(deployed_action.role) != account {
            let message = format!("in account {}", account_of(deployed_action.role));
            self.wrong(deployed_action, message);
        }
        self.configured(deployed_action);
        self.provider(deployed_action);
        let passed = self.passed(deployed_action);
        if action.kind.artifacts == ArtifactAccess::Nobody {
            return;
        }
        let worker = match action.kind.artifacts {
            ArtifactAccess::ProjectRole => self.project_role(deployed_action),
            _ => Some(deployed_action.role),
        };
        if let Some(worker) = worker {
            self.secrets_of(deployed_action, worker);
            self.buildspec_of(deployed_action, worker);
            self.described(deployed_action, worker);
            for input in &action.inputs {
                let purpose = deployed_action.purpose(format!("reads `{input}`"));
                self.access(&purpose, worker, deployed_action.region, StoreUse::READ);
                self.handed_over(deployed_action, &input.name, worker);
            }
            for output in &action.outputs {
                let purpose = deployed_action.purpose(format!("writes `{output}`"));
                let store_use = StoreUse {
                    writes: true,
                    names_key: action.kind.artifacts == ArtifactAccess::ProjectRole,
                };
                self.access(&purpose, worker, deployed_action.region, store_use);
            }
        }
        self.readers(deployed_action);
        for passed in passed.into_iter().filter(|_| action.kind.passed_role_reads) {
            for input in &action.inputs {
                let purpose = deployed_action
                    .purpose(format!("reads what a template in `{input}` points at"));
                self.access(&purpose, passed, deployed_action.region, StoreUse::READ);
            }
        }
    }

    /// The template configures an action as the user does.
    fn configured(&mut self, deployed_action: &DeployedAction<'w>) {
        let values = Values::of(self.inventory.deployment, deployed_action.action);
        for (key, setting) in &deployed_action.action.config.entries {
            let wanted = values.setting(setting);
            let found = deployed_action.declaration.configuration.get(key.as_str());
            if found.is_none_or(|found| *found != wanted) {
                let found = found.map_or("nothing", |found| found.as_ref());
                self.wrong(
                    deployed_action,
                    format!("with `{key}` as `{found}` and not `{wanted}`"),
                );
            }
        }
    }

    fn wrong(&mut self, deployed_action: &DeployedAction<'_>, what: String) {
        let message = format!("action `{}` would run {what}", deployed_action.title);
        let at = deployed_action.action.source.at;
        self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
    }

    fn purpose<'x>(&self, why: &'x str, at: Location) -> Purpose<'x> {
        Purpose {
            action: self.no_action.clone(),
            why: Cow::Borrowed(why),
            at,
        }
    }
}

impl DeployedAction<'_> {
    fn purpose<'x>(&self, why: impl Into<Cow<'x, str>>) -> Purpose<'x> {
        Purpose {
            action: self.title.clone(),
            why: why.into(),
            at: self.action.source.at,
        }
    }
}
