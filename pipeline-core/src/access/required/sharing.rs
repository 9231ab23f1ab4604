//! Roles that several actions act with: no action acts with a role that is not meant for it, and
//! a resource of one action is no neighbour of another one's.

use super::provider::like;
use super::{DeployedAction, Required};
use crate::catalogue::{Permission, Placement};
use crate::codes;
use crate::pipeline::{AccountIndex, Action, OnePer, Pipeline};
use crate::plan::Values;
use std::collections::BTreeMap;

/// What the actions with one role have in common, as the user says it.
#[derive(PartialEq)]
enum Common<'w> {
    /// The role that they name after `as`.
    Named(&'w str),
    Stage(&'w str, AccountIndex),
    Region(AccountIndex, &'w str),
    /// It is one action: its path.
    Alone(Vec<&'w str>),
}

/// What the actions with one role may do by the catalogue.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// The calls on each resource.
    resources: BTreeMap<String, Vec<&'static [&'static str]>>,
    /// The calls on the resources of a pattern.
    patterns: Vec<(&'static [&'static str], String)>,
}

impl Together {
    fn add(&mut self, values: &Values<'_>, permissions: &'static [Permission]) {
        for permission in permissions {
            let call = values.call(permission);
            for on in call.into_iter().flat_map(|call| call.resources) {
                if on.contains('*') {
                    self.patterns.push((permission.actions, on));
                } else {
                    let calls = self.resources.entry(on).or_default();
                    if !calls.contains(&permission.actions) {
                        calls.push(permission.actions);
                    }
                }
            }
        }
    }

    fn has(&self, permission: &Permission, resource: &str) -> bool {
        let some = |calls: &[&str]| calls.iter().any(|call| permission.actions.contains(call));
        let named = self.resources.get(resource).into_iter().flatten();
        named.into_iter().any(|calls| some(calls))
            || self
                .patterns
                .iter()
                .any(|(calls, pattern)| some(calls) && like(pattern, resource))
    }
}

impl<'w> Required<'w, '_> {
    /// Records what actions with the same role may do. A resource of one action may be called
    /// like a neighbour of another one's, or match its pattern: `smoke-a` beside `smoke-*`.
    pub(super) fn share(&mut self, deployed_actions: &[DeployedAction<'w>]) {
        let inventory = self.inventory;
        let mut by_role: BTreeMap<&'w str, Vec<&'w Action>> = BTreeMap::new();
        for one in deployed_actions {
            self.common(one, &by_role);
            by_role.entry(one.role).or_default().push(one.action);
        }
        for (role, actions) in by_role.into_iter().filter(|(_, all)| all.len() > 1) {
            let together = self.shared.entry(role).or_default();
            for action in actions {
                let values = Values::of(inventory.deployment, action);
                together.add(&values, action.kind.permissions);
                for input in &action.inputs {
                    let maker = self.makers.get(input.name.as_str()).copied();
                    let handoff =
                        maker.and_then(|maker| Some((maker, maker.kind.handoff.as_ref()?)));
                    if let Some((maker, handoff)) = handoff {
                        let values = Values::of(inventory.deployment, maker);
                        together.add(&values, handoff.permissions);
                    }
                }
            }
        }
    }

    /// Verifies that an action acts with the role of others only where the user says so.
    fn common(&mut self, one: &DeployedAction<'w>, by_role: &BTreeMap<&'w str, Vec<&'w Action>>) {
        let inventory = self.inventory;
        let with_role = |action: &Action| {
            !matches!(action.kind.placement, Placement::Nowhere | Placement::Home)
        };
        let mut others = by_role.get(one.role).into_iter().flatten();
        let Some(other) = others.find(|other| with_role(other)) else {
            return;
        };
        let roles = &inventory.deployment.roles;
        let common = |action: &'w Action| match action.role {
            Some(named) => Common::Named(&roles[named].arn),
            None => in_common(inventory.pipeline, action),
        };
        if with_role(one.action) && common(one.action) != common(other) {
            let message = format!(
                "action `{}` would act with the role of `{}`",
                one.title,
                other.title()
            );
            let at = one.action.source.at;
            self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
        }
    }

    /// Returns whether another action with the role makes the calls of a permission on a resource.
    pub(super) fn is_shared(&self, role: &str, permission: &Permission, resource: &str) -> bool {
        let together = self.shared.get(role);
        together.is_some_and(|together| together.has(permission, resource))
    }
}

/// What an action that names no role has in common with those that share its role.
fn in_common<'w>(pipeline: &'w Pipeline, action: &'w Action) -> Common<'w> {
    let account = action.environment.account;
    match pipeline.role_rules(account).one_per {
        OnePer::Action => Common::Alone(action.path()),
        OnePer::Stage => Common::Stage(&action.stage, account),
        OnePer::AccountAndRegion => Common::Region(account, action.environment.region.as_str()),
    }
}
