//! Principals that assume a role, and those that pass one to a service.

use std::borrow::Cow;
use std::rc::Rc;

use super::provider::OTHER;
use super::{DeployedAction, Required, StoreUse};
use crate::access::evaluator::{ContextValue, Principal, account_of};
use crate::access::resources::without_policy;
use crate::access::verifier::{ApiCall, Purpose};
use crate::catalogue::Type;
use crate::codes;
use crate::pipeline::{Action, Setting};
use crate::place::Location;

const ASSUME: &str = "sts:AssumeRole";

impl<'w> Required<'w, '_> {
    /// The roles that an action passes to its provider.
    pub(super) fn passed(&mut self, deployed_action: &DeployedAction<'w>) -> Vec<&'w str> {
        let mut passed = Vec::new();
        for key in deployed_action.action.kind.keys {
            let services = match &key.kind {
                Type::PassedRole(service) => std::slice::from_ref(service),
                Type::PassedRoles(services) => *services,
                _ => continue,
            };
            for role in self.named_roles(deployed_action.action, key.name) {
                self.passed_role(deployed_action, role, services);
                passed.push(role);
            }
        }
        passed
    }

    /// The roles that a key of an action names.
    pub(super) fn named_roles(&self, action: &'w Action, key: &str) -> Vec<&'w str> {
        let roles = &self.inventory.deployment.roles;
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
        deployed_action: &DeployedAction<'w>,
        role: &'w str,
        services: &'static [&'static str],
    ) {
        for service in services {
            let purpose = deployed_action.purpose(format!("hands the role to {service}"));
            let Some(principal) = self.role(&purpose, deployed_action.role) else {
                return;
            };
            let context = [(
                "iam:passedtoservice",
                ContextValue::One(Cow::Borrowed(*service)),
            )];
            let call = ApiCall {
                action: "iam:PassRole",
                context: &context,
            };
            let resource = without_policy(role, account_of(role));
            self.verifier
                .require(&purpose, principal, &resource, [call]);
            let other = Some(format!("{role}{OTHER}"));
            self.neighbours(&purpose, principal, &resource, other, [call].into_iter());
            self.access
                .passes
                .insert((deployed_action.role, role, service));
        }
        // A role of another account cannot be passed.
        if account_of(role) != account_of(deployed_action.role) {
            self.wrong(
                deployed_action,
                format!("with `{role}`, a role of another account"),
            );
        }
        if let Some(service) = services.first() {
            let at = deployed_action.action.source.at;
            self.assumed_by_service(role, service, None, at, &deployed_action.title);
        }
    }

    /// The roles of the machines that fetch an action's inputs from the store themselves.
    pub(super) fn readers(&mut self, deployed_action: &DeployedAction<'w>) {
        for key in deployed_action.action.kind.keys {
            let Type::Readers(service) = key.kind else {
                continue;
            };
            for role in self.named_roles(deployed_action.action, key.name) {
                let at = deployed_action.action.source.at;
                self.assumed_by_service(role, service, None, at, &deployed_action.title);
                for input in &deployed_action.action.inputs {
                    let purpose =
                        deployed_action.purpose(format!("reads `{input}` where it is deployed"));
                    self.access(&purpose, role, deployed_action.region, StoreUse::READ);
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
        let purpose = Purpose {
            action: action.clone(),
            why: Cow::Owned(format!(
                "assumes `{}`",
                role.rsplit('/').next().unwrap_or(role)
            )),
            at,
        };
        if self.role(&purpose, role).is_none() {
            return;
        }
        let principal = self.inventory.service(service, source);
        let call = ApiCall {
            action: ASSUME,
            context: &[],
        };
        let resource = self.inventory.assumable(role);
        let source = source.map(|(arn, _)| arn.to_owned());
        let sources = self.access.services.entry((role, service)).or_default();
        if sources.insert(source) {
            self.verifier
                .require(&purpose, &principal, &resource, [call]);
        }
    }

    pub(super) fn assume(&mut self, purpose: &Purpose<'_>, principal: &'w str, role: &'w str) {
        if self.role(purpose, role).is_none() {
            return;
        }
        let Some(principal) = self.role(purpose, principal) else {
            return;
        };
        let call = ApiCall {
            action: ASSUME,
            context: &[],
        };
        let resource = self.inventory.assumable(role);
        self.verifier.require(purpose, principal, &resource, [call]);
        let path = self.inventory.path.as_str();
        let other = if self.access.assumes_by_path && self.inventory.has_pipeline_path(role) {
            // A role of a pipeline that is not this one, however much it is called alike.
            let next = format!("{}{OTHER}/", path.trim_end_matches('/'));
            role.replacen(path, &next, 1)
        } else {
            format!("{role}{OTHER}")
        };
        self.neighbours(
            purpose,
            principal,
            &resource,
            Some(other),
            [call].into_iter(),
        );
    }

    /// Someone with a role, which has to be one that a stack makes or the user imports.
    pub(super) fn role(&mut self, purpose: &Purpose<'_>, arn: &str) -> Option<&'w Principal<'w>> {
        let found = self.inventory.principals.get(arn);
        if found.is_none() {
            let message = format!("no stack makes role `{arn}`, which {}", purpose.why);
            self.verifier
                .fail(&codes::COULD_NOT_RUN, purpose.at, message);
        }
        found
    }
}
