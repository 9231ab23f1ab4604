//! Managed policies and permissions boundary of a role: the template has those that the user
//! declared, and no others.

use super::Required;
use crate::access::evaluator::{Boundary, Identity, missing_part};
use crate::codes;
use crate::plan::{ManagedRole, Role};
use std::collections::BTreeSet;

impl Required<'_, '_> {
    /// Every role that is planned is made, under its own name.
    pub(super) fn roles(&mut self) {
        for role in &self.inventory.deployment.roles {
            let planned = role.managed.is_some() && !role.trust.is_empty();
            if planned && !self.inventory.deployed.roles.contains_key(&role.arn) {
                let message = format!("no stack makes role `{}`", role.arn);
                self.verifier
                    .fail(&codes::COULD_NOT_RUN, role.source.at, message);
            }
            if let Some(managed) = &role.managed {
                self.declared(role, managed);
            }
        }
    }

    /// Verifies that the template has the declared managed policies and permissions boundary.
    fn declared(&mut self, role: &Role, managed: &ManagedRole) {
        let Some(Identity::Role(own)) = self
            .inventory
            .principals
            .get(role.arn.as_str())
            .map(|principal| &principal.identity)
        else {
            return;
        };
        let settings = &managed.settings;
        let mut fail = |code, what: String| {
            let message = format!("role `{}` {what}", role.arn);
            self.verifier.fail(code, role.source.at, message);
        };
        let bound = match &own.boundary {
            Some(Boundary::Unknown(arn) | Boundary::Known(arn, _)) => Some(*arn),
            None => None,
        };
        let wanted = settings.permissions_boundary.as_ref();
        let wanted = wanted.map(|boundary| boundary.policy.as_str());
        if bound != wanted {
            let said =
                |arn: Option<&str>| arn.map_or("nothing".to_owned(), |arn| format!("`{arn}`"));
            let (bound, wanted) = (said(bound), said(wanted));
            fail(
                &codes::OPEN_TO_OTHERS,
                format!("would be bounded by {bound}, and its declaration says {wanted}"),
            );
        }
        let attached: BTreeSet<&str> = own.attached.iter().copied().collect();
        let wanted: BTreeSet<&str> = settings
            .managed_policies
            .iter()
            .map(String::as_str)
            .collect();
        for arn in attached.difference(&wanted) {
            fail(
                &codes::OPEN_TO_OTHERS,
                format!("would have managed policy `{arn}`, which its declaration does not name"),
            );
        }
        for arn in wanted.difference(&attached) {
            fail(
                &codes::COULD_NOT_RUN,
                format!("would lack managed policy `{arn}`, which its declaration names"),
            );
        }
        let statements = own.policies.iter().flat_map(|policy| &policy.statements);
        let statements: Vec<_> = statements.filter(|one| one.from_user.is_some()).collect();
        for user in &settings.statements {
            let Some((action, resource)) = missing_part(user, &statements) else {
                continue;
            };
            let (code, verb) = match user.deny {
                true => (&codes::OPEN_TO_OTHERS, "denied"),
                false => (&codes::COULD_NOT_RUN, "allowed"),
            };
            fail(
                code,
                format!("would not be {verb} `{action}` on `{resource}`, as its declaration says"),
            );
        }
    }
}
