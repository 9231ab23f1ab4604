//! Who assumes a role, and who hands one on.

use std::borrow::Cow;
use std::rc::Rc;

use super::provider::OTHER;
use super::{Acting, Needs};
use crate::catalogue::Type;
use crate::codes;
use crate::pipeline::{Action, Setting};
use crate::place::Location;
use crate::proof::court::{About, Call};
use crate::proof::evaluate::{Value, Who, account_of};
use crate::proof::scene;

const ASSUME: &str = "sts:AssumeRole";

impl<'w> Needs<'w, '_> {
    /// The roles that an action hands to its provider.
    pub(super) fn passed(&mut self, acting: &Acting<'w>) -> Vec<&'w str> {
        let mut passed = Vec::new();
        for key in acting.action.kind.keys {
            let services = match &key.kind {
                Type::PassedRole(service) => std::slice::from_ref(service),
                Type::PassedRoles(services) => *services,
                _ => continue,
            };
            for role in self.named_roles(acting.action, key.name) {
                self.passed_role(acting, role, services);
                passed.push(role);
            }
        }
        passed
    }

    /// The roles that a key of an action names.
    pub(super) fn named_roles(&self, action: &'w Action, key: &str) -> Vec<&'w str> {
        let roles = &self.scene.deployment.roles;
        let named = action.config.get(key).into_iter().flat_map(Setting::each);
        named
            .filter_map(|setting| match setting {
                Setting::Role(index) => Some(roles[*index].arn.as_str()),
                Setting::String(arn) => Some(arn.as_str()),
                _ => None,
            })
            .collect()
    }

    fn passed_role(
        &mut self,
        acting: &Acting<'w>,
        role: &'w str,
        services: &'static [&'static str],
    ) {
        for service in services {
            let about = acting.about(format!("hands the role to {service}"));
            let Some(who) = self.role(&about, acting.role) else {
                return;
            };
            let context = [("iam:passedtoservice", Value::One(Cow::Borrowed(*service)))];
            let call = Call {
                action: "iam:PassRole",
                context: &context,
            };
            let resource = scene::plain(role, account_of(role));
            self.court.need(&about, who, &resource, [call]);
            let other = Some(format!("{role}{OTHER}"));
            self.neighbours(&about, who, &resource, other, [call].into_iter());
            self.business.passes.insert((acting.role, role, service));
        }
        // A role of another account cannot be passed.
        if account_of(role) != account_of(acting.role) {
            self.wrong(acting, format!("with `{role}`, a role of another account"));
        }
        if let Some(service) = services.first() {
            let at = acting.action.source.at;
            self.assumed_by_service(role, service, None, at, &acting.title);
        }
    }

    /// The roles of the machines that fetch an action's inputs from the store themselves.
    pub(super) fn readers(&mut self, acting: &Acting<'w>) {
        for key in acting.action.kind.keys {
            let Type::Readers(service) = key.kind else {
                continue;
            };
            for role in self.named_roles(acting.action, key.name) {
                let at = acting.action.source.at;
                self.assumed_by_service(role, service, None, at, &acting.title);
                for input in &acting.action.inputs {
                    let about = acting.about(format!("reads `{input}` where it is deployed"));
                    self.access(&about, role, acting.region, (false, false));
                }
            }
        }
    }

    /// A service that assumes a role, on behalf of a resource where it says so.
    pub(super) fn assumed_by_service(
        &mut self,
        role: &'w str,
        service: &'static str,
        source: Option<(&str, &str)>,
        at: Location,
        action: &Rc<str>,
    ) {
        let about = About {
            action: action.clone(),
            why: Cow::Owned(format!(
                "assumes `{}`",
                role.rsplit('/').next().unwrap_or(role)
            )),
            at,
        };
        if self.role(&about, role).is_none() {
            return;
        }
        let who = self.scene.service(service, source);
        let call = Call {
            action: ASSUME,
            context: &[],
        };
        let resource = self.scene.assumable(role);
        let source = source.map(|(arn, _)| arn.to_owned());
        if self
            .business
            .services
            .insert((role, service), source)
            .is_none()
        {
            self.court.need(&about, &who, &resource, [call]);
        }
    }

    pub(super) fn assume(&mut self, about: &About<'_>, who: &'w str, role: &'w str) {
        if self.role(about, role).is_none() {
            return;
        }
        let Some(who) = self.role(about, who) else {
            return;
        };
        let call = Call {
            action: ASSUME,
            context: &[],
        };
        let resource = self.scene.assumable(role);
        self.court.need(about, who, &resource, [call]);
        let path = self.scene.path.as_str();
        let other = if self.business.by_path && self.scene.under_path(role) {
            // A role of a pipeline that is not this one, however much it is called alike.
            let next = format!("{}{OTHER}/", path.trim_end_matches('/'));
            role.replacen(path, &next, 1)
        } else {
            format!("{role}{OTHER}")
        };
        self.neighbours(about, who, &resource, Some(other), [call].into_iter());
    }

    /// Someone with a role, which has to be one that a stack makes or the user imports.
    pub(super) fn role(&mut self, about: &About<'_>, arn: &str) -> Option<&'w Who<'w>> {
        let found = self.scene.cast.get(arn);
        if found.is_none() {
            let message = format!("no stack makes role `{arn}`, which {}", about.why);
            self.court
                .complain(&codes::COULD_NOT_RUN, about.at, message);
        }
        found
    }
}
