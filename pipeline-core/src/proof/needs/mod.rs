//! What has to be allowed, from the model, the catalogue, and the pipeline as CodePipeline
//! gets it: never from the ledger or the policies.

mod artifacts;
mod builds;
mod calls;
mod declared;
mod events;
mod held;
mod provider;
mod roles;
mod stores;
mod things;

use std::borrow::Cow;
use std::rc::Rc;

pub(super) use artifacts::{ENCRYPTION, KEY_ID, SENDERS_KEY, TLS};
pub(super) use calls::{BUCKET, READ, WRITE};
pub(super) use events::bus;
pub(super) use provider::NEIGHBOUR;

use super::court::{About, Court};
use super::evaluate::{Value, Who, account_of};
use super::scene::Scene;
use super::world::Act;
use crate::catalogue::{ArtifactAccess, Placement, limits};
use crate::codes;
use crate::pipeline::Action;
use crate::place::Location;
use crate::plan::Values;
use std::collections::{BTreeMap, BTreeSet};
use std::collections::{HashMap, HashSet};

/// Who has business with what: all others are strangers to it.
#[derive(Debug, Default)]
pub(super) struct Business<'w> {
    /// Role and region of a store that it reads.
    pub(super) reads: BTreeSet<(&'w str, &'w str)>,
    /// Role and region of a store that it writes.
    pub(super) writes: BTreeSet<(&'w str, &'w str)>,
    /// Role, and a service that may assume it, with what it does so on behalf of.
    pub(super) services: BTreeMap<(&'w str, &'static str), Option<String>>,
    /// The roles that the service role may assume.
    pub(super) assumed: HashSet<&'w str>,
    /// Role, a role that it passes, and the service that it passes it to.
    pub(super) passes: BTreeSet<(&'w str, &'w str, &'static str)>,
    /// Those are too many to be named one by one: it may assume any of the pipeline's path,
    /// in the accounts where there is one.
    pub(super) by_path: bool,
    /// The roles that put events on home's bus.
    pub(super) senders: BTreeSet<&'w str>,
    /// Role, region and kind of access, with what was proven of it.
    asked: HashMap<(&'w str, &'w str, bool, bool), Vec<usize>>,
}

/// Asks for everything that is needed.
pub(super) fn all<'w>(scene: &'w Scene<'w>, court: &mut Court) -> Business<'w> {
    let mut needs = Needs {
        scene,
        court,
        business: Business::default(),
        makers: HashMap::default(),
        shared: HashMap::default(),
        nobody: Rc::from(""),
    };
    needs.pipeline();
    needs.business
}

struct Needs<'w, 'c> {
    scene: &'w Scene<'w>,
    court: &'c mut Court,
    business: Business<'w>,
    /// The action that makes each artifact.
    makers: HashMap<&'w str, &'w Action>,
    /// Of roles that several actions act with: calls, and patterns of what they are on.
    shared: HashMap<&'w str, Vec<(&'static [&'static str], String)>>,
    /// No action in particular.
    nobody: Rc<str>,
}

/// One action, and what the template makes of it.
struct Acting<'w> {
    action: &'w Action,
    act: &'w Act<'w>,
    title: Rc<str>,
    /// The region that it runs in, by the template.
    region: &'w str,
    /// The role that it acts with.
    role: &'w str,
}

impl<'w> Needs<'w, '_> {
    fn pipeline(&mut self) {
        let scene = self.scene;
        let at = scene.pipeline.source.at;
        let Some(rendered) = &scene.world.pipeline else {
            let message = "no stack makes the pipeline".to_owned();
            self.court.complain(&codes::COULD_NOT_RUN, at, message);
            return;
        };
        let service: &'w str = &rendered.role;
        self.assumed_by_service(
            service,
            "codepipeline.amazonaws.com",
            None,
            at,
            &self.nobody.clone(),
        );
        for region in scene.shelves.keys() {
            for write in [false, true] {
                let why = "copies artifacts between actions and regions";
                let about = self.about(why, at);
                self.access(&about, service, region, (write, false));
            }
        }
        self.stores();
        self.roles();
        for action in scene.pipeline.actions() {
            for output in &action.outputs {
                self.makers.entry(output).or_insert(action);
            }
        }
        let home = scene.pipeline.accounts[scene.pipeline.home].region.as_str();
        let actions = scene.pipeline.actions().collect::<Vec<_>>();
        if actions.len() != rendered.actions.len() {
            let message = "the pipeline's template leaves actions out".to_owned();
            self.court.complain(&codes::COULD_NOT_RUN, at, message);
        }
        let acts = actions.into_iter().zip(&rendered.actions);
        let rules = scene.pipeline.rules().filter_map(|rule| {
            let moment = rule.moment?.property();
            let act = rendered
                .rules
                .get(&(rule.stage.as_str(), moment, rule.name.as_str()));
            if act.is_none() {
                let message = format!("the pipeline's template leaves rule `{}` out", rule.title());
                self.court
                    .complain(&codes::COULD_NOT_RUN, rule.source.at, message);
            }
            Some((rule, act?))
        });
        let rules: Vec<_> = rules.collect();
        let acts: Vec<_> = acts.chain(rules).collect();
        let assumed = acts.iter().filter_map(|(_, act)| act.role.as_deref());
        let assumed: BTreeSet<&str> = assumed.collect();
        let names: usize = assumed.into_iter().map(str::len).sum();
        self.business.by_path = names > limits::ROLES_NAMED_MAX;
        let acting = acts.into_iter().map(|(action, act)| Acting {
            action,
            act,
            title: Rc::from(action.title()),
            region: act.region.as_deref().unwrap_or(home),
            role: act.role.as_deref().unwrap_or(service),
        });
        let acting: Vec<Acting<'w>> = acting.collect();
        self.share(&acting);
        for acting in &acting {
            self.action(acting, service);
        }
        self.projects();
        self.events();
    }

    fn action(&mut self, acting: &Acting<'w>, service: &'w str) {
        let Acting { action, act, .. } = acting;
        let at = action.source.at;
        let scene = self.scene;
        let expected = &action.environment;
        if acting.region != expected.region.as_str() && action.kind.placement == Placement::Anywhere
        {
            self.wrong(acting, format!("in region `{}`", acting.region));
        }
        if let Some(role) = &act.role {
            let about = About {
                action: acting.title.clone(),
                why: Cow::Owned(format!("acts as `{}`", acting.title)),
                at,
            };
            self.assume(&about, service, role);
            self.business.assumed.insert(role);
        }
        let account = scene.pipeline.accounts[expected.account].id.as_str();
        let home_only = matches!(action.kind.placement, Placement::Nowhere | Placement::Home);
        if !home_only && account_of(acting.role) != account {
            let message = format!("in account {}", account_of(acting.role));
            self.wrong(acting, message);
        }
        self.configured(acting);
        self.provider(acting);
        let passed = self.passed(acting);
        if action.kind.artifacts == ArtifactAccess::Nobody {
            return;
        }
        let worker = match action.kind.artifacts {
            ArtifactAccess::ProjectRole => self.project_role(acting),
            _ => Some(acting.role),
        };
        if let Some(worker) = worker {
            self.secrets_of(acting, worker);
            for input in &action.inputs {
                let about = acting.about(format!("reads `{input}`"));
                self.access(&about, worker, acting.region, (false, false));
                self.handed_over(acting, &input.name, worker);
            }
            for output in &action.outputs {
                let about = acting.about(format!("writes `{output}`"));
                let own_key = action.kind.artifacts == ArtifactAccess::ProjectRole;
                self.access(&about, worker, acting.region, (true, own_key));
            }
        }
        self.readers(acting);
        for passed in passed.into_iter().filter(|_| action.kind.passed_role_reads) {
            for input in &action.inputs {
                let about = acting.about(format!("reads what a template in `{input}` points at"));
                self.access(&about, passed, acting.region, (false, false));
            }
        }
    }

    /// The template configures an action as the user does.
    fn configured(&mut self, acting: &Acting<'w>) {
        let values = Values::of(self.scene.deployment, acting.action);
        for (key, setting) in &acting.action.config.entries {
            let wanted = values.setting(setting);
            let found = acting.act.configuration.get(key.as_str());
            if found.is_none_or(|found| *found != wanted) {
                let found = found.map_or("nothing", |found| found.as_ref());
                self.wrong(
                    acting,
                    format!("with `{key}` as `{found}` and not `{wanted}`"),
                );
            }
        }
    }

    fn wrong(&mut self, acting: &Acting<'_>, what: String) {
        let message = format!("action `{}` would run {what}", acting.title);
        let at = acting.action.source.at;
        self.court.complain(&codes::COULD_NOT_RUN, at, message);
    }

    fn about<'x>(&self, why: &'x str, at: Location) -> About<'x> {
        About {
            action: self.nobody.clone(),
            why: Cow::Borrowed(why),
            at,
        }
    }
}

impl Acting<'_> {
    fn about<'x>(&self, why: impl Into<Cow<'x, str>>) -> About<'x> {
        About {
            action: self.title.clone(),
            why: why.into(),
            at: self.action.source.at,
        }
    }
}
