//! What each action gains by a role that it shares with others: the role's grants without the
//! action's own.

use super::Rendered;
use crate::pipeline::{OnePer, RoleId};
use crate::plan::{Access, Deployment, Grant};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A role that actions share, by the setting `one_per`.
pub(super) struct SharedRole<'a> {
    /// The number of each access of the role, counted from 1, in the order of the grants.
    numbers: HashMap<&'a Access, usize>,
    /// What each action gains, in the order of the actions.
    pub(super) gains: Vec<Gain<'a>>,
}

/// What an action may do besides what it needs.
pub(super) struct Gain<'a> {
    pub(super) action: String,
    /// The numbers of accesses, from and to.
    pub(super) numbers: Vec<(usize, usize)>,
    /// The managed policies that other actions need.
    pub(super) managed_policies: Vec<&'a str>,
}

impl<'a> SharedRole<'a> {
    /// The role with what its actions gain; nothing where the user has not let it be shared.
    pub(super) fn of(rendered: &'a Rendered<'_>, id: RoleId) -> Option<SharedRole<'a>> {
        let deployment = &rendered.deployment;
        let managed = deployment.role(id).managed.as_ref()?;
        if managed.one_per == OnePer::Action {
            return None;
        }
        let mut numbers: HashMap<&Access, usize> = HashMap::new();
        let mut accesses: Vec<&Access> = Vec::new();
        let mut own: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for grant in deployment.grants.of(id) {
            let number = *numbers.entry(&grant.access).or_insert_with(|| {
                accesses.push(&grant.access);
                accesses.len()
            });
            own.entry(&grant.action).or_default().insert(number);
        }
        let parts = Parts::of(&accesses);
        let attached = &managed.settings.managed_policies;
        let gains = actions_with(deployment, id).map(|(action, policies)| {
            let mut allowed = own.get(action.as_str()).cloned().unwrap_or_default();
            parts.add_covered(&mut allowed);
            let foreign = attached.iter().map(String::as_str).filter(|arn| {
                let mut own = policies.iter();
                !own.any(|name| arn.ends_with(&format!("/{name}")))
            });
            Gain {
                action,
                numbers: others(&allowed, accesses.len()),
                managed_policies: foreign.collect(),
            }
        });
        Some(SharedRole {
            gains: gains.collect(),
            numbers,
        })
    }

    /// The number of the access of a grant.
    pub(super) fn number(&self, grant: &Grant) -> Option<usize> {
        self.numbers.get(&grant.access).copied()
    }
}

/// The actions and rules that act with a role, each with the managed policies that it needs.
fn actions_with<'d>(
    deployment: &'d Deployment<'_>,
    id: RoleId,
) -> impl Iterator<Item = (String, &'static [&'static str])> + 'd {
    let pipeline = deployment.pipeline;
    let roles = deployment.action_roles.iter();
    let roles = roles.chain(&deployment.condition_rule_roles);
    let actions = pipeline.actions_and_rules().zip(roles);
    actions
        .filter(move |(_, role)| **role == Some(id))
        .map(|(action, _)| (action.title(), action.kind.managed_policies))
}

/// The smallest parts of accesses: a call on a resource under conditions.
struct Parts<'a> {
    /// Of each access, by its number less 1.
    of: Vec<Vec<Part<'a>>>,
    /// The accesses that have a part.
    with: HashMap<Part<'a>, Vec<usize>>,
}

type Part<'a> = (&'a str, &'a str, &'a [(&'static str, String, String)]);

impl<'a> Parts<'a> {
    fn of(accesses: &[&'a Access]) -> Parts<'a> {
        let of: Vec<Vec<Part<'a>>> = accesses.iter().map(|access| parts(access)).collect();
        let mut with: HashMap<Part<'a>, Vec<usize>> = HashMap::new();
        for (index, parts) in of.iter().enumerate() {
            for part in parts {
                with.entry(*part).or_default().push(index + 1);
            }
        }
        Parts { of, with }
    }

    /// Adds the accesses that are parts of others, or of several together.
    fn add_covered(&self, allowed: &mut BTreeSet<usize>) {
        let of = |number: usize| self.of.get(number - 1).into_iter().flatten();
        let own: BTreeSet<&Part<'_>> = allowed.iter().flat_map(|number| of(*number)).collect();
        let touched = own.iter().filter_map(|part| self.with.get(*part)).flatten();
        let touched: BTreeSet<usize> = touched.copied().collect();
        let covered = touched
            .into_iter()
            .filter(|number| of(*number).all(|part| own.contains(part)));
        allowed.extend(covered);
    }
}

/// The calls of an access on each of its resources; none where it is one thing.
fn parts(access: &Access) -> Vec<Part<'_>> {
    let Access::Call(call) = access else {
        return Vec::new();
    };
    let on = |action: &'static str| {
        let resources = call.resources.iter();
        resources.map(move |resource| (action, resource.as_str(), call.conditions.as_slice()))
    };
    call.actions.iter().flat_map(|action| on(action)).collect()
}

/// The numbers up to the last one that are not among these, from and to.
fn others(allowed: &BTreeSet<usize>, last: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut next = 1;
    for number in allowed.iter().copied().chain([last + 1]) {
        if next < number {
            out.push((next, number - 1));
        }
        next = number + 1;
    }
    out
}

/// The numbers as a person writes them: `1, 4–7`.
pub(super) fn in_words(numbers: &[(usize, usize)]) -> String {
    let numbers = numbers.iter().map(|(from, to)| match to - from {
        0 => from.to_string(),
        1 => format!("{from}, {to}"),
        _ => format!("{from}–{to}"),
    });
    numbers.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_allowed_is_told_from_and_to() {
        let all = |allowed: &[usize], last| {
            let allowed = allowed.iter().copied().collect();
            in_words(&others(&allowed, last))
        };
        assert_eq!(all(&[], 0), "");
        assert_eq!(all(&[], 5), "1–5");
        assert_eq!(all(&[1, 2, 3], 3), "");
        assert_eq!(all(&[2, 5], 9), "1, 3, 4, 6–9");
    }
}
