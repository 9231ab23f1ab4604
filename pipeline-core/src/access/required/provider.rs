//! The calls that an action's provider makes on the user's resources; and next to each,
//! the same call on one of others, which must not be allowed.

use std::borrow::Cow;

use super::{ContextValue, DeployedAction, Required};
use crate::access::evaluator::{Identity, Principal, Resource, ResourcePolicy};
use crate::access::forbidden::ForbiddenKind;
use crate::access::principals::UNDECLARED;
use crate::access::resources::{open_resource, without_policy};
use crate::access::verifier::{ApiCall, Purpose};
use crate::arn::Arn;
use crate::catalogue::Permission;
use crate::pipeline::Action;
use crate::plan::Values;

/// Returns whether a call on no resource is made in the region of its action. IAM and STS have
/// endpoints of their own, and a bucket may be of another region.
fn is_regional(action: &str) -> bool {
    !["iam:", "s3:", "sts:"]
        .iter()
        .any(|service| action.starts_with(service))
}

/// The end of the name of a resource of others.
pub(super) const OTHER: &str = "-of-someone-else";

impl<'w> Required<'w, '_> {
    pub(super) fn provider(&mut self, deployed_action: &DeployedAction<'w>) {
        let permissions = deployed_action.action.kind.permissions;
        for permission in permissions {
            self.permission(
                deployed_action,
                deployed_action.action,
                deployed_action.role,
                permission,
            );
        }
        self.named(
            deployed_action,
            deployed_action.action,
            deployed_action.role,
            permissions,
        );
        self.managed_policies_of_kind(deployed_action);
    }

    /// A role that we make for an action has the managed policies that AWS asks for. A role that
    /// the user named has those that the user gave it.
    fn managed_policies_of_kind(&mut self, deployed_action: &DeployedAction<'w>) {
        let DeployedAction { action, role, .. } = *deployed_action;
        let inventory = self.inventory;
        let principal = inventory.principals.get(role);
        let Some(Identity::Role(own)) = principal.map(|principal| &principal.identity) else {
            return;
        };
        let wanted = action.kind.managed_policies.iter();
        for policy in wanted.filter(|_| action.role.is_none()) {
            let arn = Arn::aws_managed_policy(inventory.pipeline.partition(), policy).to_string();
            if !own.attached.contains(&arn.as_str()) {
                self.wrong(deployed_action, format!("without managed policy `{arn}`"));
            }
        }
    }

    /// Requires access to the repository that an artifact refers to, besides the store.
    pub(super) fn handed_over(
        &mut self,
        deployed_action: &DeployedAction<'w>,
        input: &str,
        worker: &'w str,
    ) {
        let Some(maker) = self.makers.get(input).copied() else {
            return;
        };
        let Some(handoff) = &maker.kind.handoff else {
            return;
        };
        if !maker.config.holds(handoff.when, maker.inputs.len()) {
            return;
        }
        for permission in handoff.permissions {
            self.permission(deployed_action, maker, worker, permission);
        }
        self.named(deployed_action, maker, worker, handoff.permissions);
    }

    /// A permission of the catalogue, with the values of the action `of`.
    pub(super) fn permission(
        &mut self,
        deployed_action: &DeployedAction<'w>,
        of: &'w Action,
        role: &'w str,
        permission: &'static Permission,
    ) {
        let inventory = self.inventory;
        let inputs = of.inputs.len();
        if permission
            .only
            .is_some_and(|only| !of.config.holds(only, inputs))
        {
            return;
        }
        let values = Values::of(inventory.deployment, of);
        let conditions = conditions(permission, &values);
        let mut context: Vec<(&str, ContextValue<'_>)> = conditions
            .iter()
            .map(|(key, value)| (key.as_str(), value.clone()))
            .collect();
        context.push(super::artifacts::TLS);
        let purpose = deployed_action.purpose(permission.why);
        let Some(principal) = self.role(&purpose, role) else {
            return;
        };
        let owner = inventory.pipeline.accounts[of.environment.account]
            .id
            .as_str();
        let granted = granted(of, &values, permission);
        for template in permission.resources {
            for arn in values.resources(template, str::to_owned) {
                let mut context = context.clone();
                if arn == "*" && permission.actions.iter().all(|action| is_regional(action)) {
                    let region = ContextValue::one(of.environment.region.as_str());
                    context.push(("aws:requestedregion", region));
                }
                let calls = permission.actions.iter().map(|action| ApiCall {
                    action,
                    context: &context,
                });
                // A resource that is known only when the pipeline runs has no neighbour.
                let known = !arn.contains("#{");
                let own = with_owner(concrete(template, &arn, ""), owner, role);
                self.verifier
                    .require(&purpose, principal, &own, calls.clone());
                if permission.unscoped.is_none() {
                    let other = known.then(|| concrete_other(template, &arn));
                    // The catalogue leaves a part open where AWS's documentation does.
                    let other = other.filter(|other| {
                        let own = granted.iter().any(|own| like(own, other));
                        !own && !self.is_shared(role, permission, other)
                    });
                    self.neighbours(&purpose, principal, &own, other, calls);
                }
            }
        }
    }

    /// Calls on one resource, and not on others like it.
    pub(super) fn scoped(
        &mut self,
        purpose: &Purpose<'_>,
        role: &'w str,
        arn: &str,
        actions: &'static [&'static str],
    ) {
        self.scoped_among(purpose, role, arn, actions, &renamed(arn));
    }

    /// Calls on one resource, and not on these others. A policy may have a pattern with a fixed
    /// end: then one of them has that end.
    pub(super) fn scoped_among(
        &mut self,
        purpose: &Purpose<'_>,
        role: &'w str,
        arn: &str,
        actions: &'static [&'static str],
        others: &[String],
    ) {
        let Some(principal) = self.role(purpose, role) else {
            return;
        };
        let context = [super::artifacts::TLS];
        let calls = actions.iter().map(|action| ApiCall {
            action,
            context: &context,
        });
        let own = with_owner(Cow::Borrowed(arn), super::account_of(role), role);
        self.verifier
            .require(purpose, principal, &own, calls.clone());
        self.neighbours(purpose, principal, &own, others.to_vec(), calls);
    }

    /// The same calls, all in one context, on what is next to a resource: of another name,
    /// in another region, in another account.
    pub(super) fn neighbours<'c>(
        &mut self,
        purpose: &Purpose<'_>,
        principal: &Principal<'_>,
        own: &Resource<'_>,
        named: impl IntoIterator<Item = String>,
        calls: impl Iterator<Item = ApiCall<'c>>,
    ) {
        let calls: Vec<ApiCall<'c>> = calls.collect();
        let named = named.into_iter();
        self.next_to(purpose, principal, own, named.collect(), &calls);
    }

    fn next_to(
        &mut self,
        purpose: &Purpose<'_>,
        principal: &Principal<'_>,
        own: &Resource<'_>,
        named: Vec<String>,
        calls: &[ApiCall<'_>],
    ) {
        let Some(arn) = Arn::parse(&own.arn) else {
            return;
        };
        let named = named.into_iter();
        let named = named.map(|other| open_resource(other, own.account.as_ref()));
        let mut others: Vec<Resource<'_>> = named.collect();
        if !arn.region.is_empty() {
            let elsewhere = Arn {
                region: &format!("{}0", arn.region),
                ..arn.clone()
            };
            others.push(open_resource(elsewhere.to_string(), own.account.as_ref()));
        }
        if arn.account.is_empty() {
            // The ARN of a bucket does not name its account; others without an account are
            // AWS's own, which everyone shares.
            if arn.service == "s3" {
                others.push(open_resource(own.arn.clone(), UNDECLARED));
            }
        } else {
            let abroad = Arn {
                account: UNDECLARED,
                ..arn
            };
            others.push(open_resource(abroad.to_string(), UNDECLARED));
        }
        // Whose a resource is comes with it, not with the call.
        let context: Vec<_> = calls
            .first()
            .into_iter()
            .flat_map(|call| call.context)
            .filter(|(key, _)| *key != "aws:resourceaccount")
            .cloned()
            .collect();
        for call in calls {
            let call = ApiCall {
                context: &context,
                ..*call
            };
            for other in &others {
                self.verifier
                    .forbid(ForbiddenKind::Neighbour, purpose.at, principal, other, call);
            }
        }
    }
}

/// A resource's ARN with each part of its name in turn replaced by another one. The type of a
/// resource is no part of its name.
pub(super) fn renamed(arn: &str) -> Vec<String> {
    let Some((colon, _)) = arn.match_indices(':').nth(4) else {
        return vec![format!("{arn}{OTHER}")];
    };
    let (start, resource) = arn.split_at(colon + 1);
    let parts: Vec<&str> = resource.split_inclusive([':', '/']).collect();
    let names = (0..parts.len()).filter(|index| {
        let is_type = *index == 0 && parts.len() > 1 && !start.contains(":s3:");
        !is_type && parts[*index].len() > 1
    });
    let other = names.map(|index| {
        let name = parts[index].trim_end_matches([':', '/']);
        let separator = &parts[index][name.len()..];
        let (before, after) = (parts[..index].concat(), parts[index + 1..].concat());
        format!("{start}{before}{name}{OTHER}{separator}{after}")
    });
    other.collect()
}

/// The context of a call with which the conditions of its permission hold.
pub(super) fn conditions(
    permission: &Permission,
    values: &Values<'_>,
) -> Vec<(String, ContextValue<'static>)> {
    let conditions = permission.conditions.iter();
    conditions
        .filter_map(|(operator, key, value)| {
            let key = values.fill(key, str::to_owned)?;
            let mut value = values.fill(value, str::to_owned)?;
            // A key that must be present may have any value.
            let any = *operator == "Null" && value == "false";
            let negated = operator.contains("Not") || (*operator == "Null" && !any);
            if any {
                "any".clone_into(&mut value);
            }
            let value = ContextValue::One(Cow::Owned(value));
            (!negated).then(|| (key.to_ascii_lowercase(), value))
        })
        .collect()
}

/// Every resource on which the catalogue lets an action make the calls of a permission.
fn granted(of: &Action, values: &Values<'_>, permission: &Permission) -> Vec<String> {
    let calls = of
        .kind
        .permissions
        .iter()
        .filter_map(|known| values.call(known));
    let same = |call: &crate::plan::Call| {
        call.actions
            .iter()
            .any(|action| permission.actions.contains(action))
    };
    calls.filter(same).flat_map(|call| call.resources).collect()
}

/// Returns whether a string matches a pattern of the catalogue, whose only wildcard is `*`.
pub(super) fn like(pattern: &str, string: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| string.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

/// A resource as it is when it is asked for: what the catalogue leaves open has some value.
pub(super) fn concrete<'x>(template: &str, arn: &'x str, other: &str) -> Cow<'x, str> {
    let open_end = template.ends_with("/*") && arn.ends_with("/*");
    let base = if open_end { &arn[..arn.len() - 2] } else { arn };
    let mut out = String::with_capacity(arn.len() + 16);
    let mut rest = base;
    while let Some((before, after)) = rest.split_once("#{") {
        out.push_str(before);
        out.push_str("value");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.push_str(other);
    if open_end {
        out.push_str("/0a1b2c3d");
    }
    if out == arn {
        Cow::Borrowed(arn)
    } else {
        Cow::Owned(out)
    }
}

fn concrete_other(template: &str, arn: &str) -> String {
    concrete(template, arn, OTHER).into_owned()
}

/// A resource of the account that its ARN names, or else of this one; where that is not
/// the account of the role that asks, its owner has to allow it too. Nobody may use a key
/// without its policy: one of the same account is taken to leave that to its account.
pub(super) fn with_owner<'x>(arn: Cow<'x, str>, owner: &'x str, role: &str) -> Resource<'x> {
    let named = super::account_of(&arn).to_owned();
    let mut resource = without_policy(arn, owner);
    if named.len() == 12 && named.bytes().all(|b| b.is_ascii_digit()) {
        resource.account = Cow::Owned(named);
    }
    if resource.account != super::account_of(role) {
        resource.policy = ResourcePolicy::Imported("resource");
    } else if Arn::parse(&resource.arn).is_some_and(|arn| arn.service == "kms") {
        resource.policy = ResourcePolicy::Open;
        resource.policy_required = true;
    }
    resource
}
