//! Who may do what on which side, decided by IAM's evaluation of requests on both sides.
//!
//! Policies are cut into rules. Where the rules of both sides are the same, so is every decision. Where
//! they differ, the strings and values are looked for that tell them apart: for each set of patterns
//! that can match together, one string. Both sides decide on the requests that are made of these.

mod automaton;
mod calls;
mod collector;
mod finding;
mod opaque;
mod pair;
mod regions;
mod sides;
mod strangers;
#[cfg(test)]
mod tests;
mod values;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::report::{AccessChange, Principal, Progress, Undecided};
use crate::access::deployed::DeployedState;
use crate::access::evaluator::IdentityPolicies;
use collector::Collector;
use finding::Finding;
use pair::{Half, Target};
use sides::{Holder, HolderKind, OwnRole, RoleChange, Side};

/// What the comparison of access is made from.
pub(super) struct Access<'a> {
    pub(super) old: DeployedState<'a>,
    pub(super) new: DeployedState<'a>,
    pub(super) partition: &'static str,
    /// The ARN of what is the same on the new side, by that on the old side.
    pub(super) renamed: &'a BTreeMap<String, String>,
    /// What people call a role, by its ARN on the new side, or on the old side if it is gone.
    pub(super) names: &'a BTreeMap<String, String>,
    /// The roles to look at, by their ARNs; all, and everybody else, if it is nothing.
    pub(super) only: Option<&'a BTreeSet<String>>,
    /// Is told how far the comparison is.
    pub(super) progress: &'a dyn Fn(Progress),
}

/// Who gains, who loses, and what could not be decided.
#[derive(Debug, Default)]
pub(super) struct Differences {
    pub(super) gains: Vec<AccessChange>,
    pub(super) losses: Vec<AccessChange>,
    pub(super) undecided: Vec<Undecided>,
}

/// Compares both sides.
pub(super) fn compare(access: Access<'_>) -> Differences {
    let Access {
        old,
        new,
        partition,
        renamed,
        names,
        only,
        progress,
    } = access;
    let old = Side::of(old, partition, renamed);
    let new = Side::of(new, partition, &BTreeMap::new());
    let done = Cell::new(0);
    let steps = Cell::new(0);
    let step = || {
        if only.is_some() {
            return;
        }
        done.set(done.get() + 1);
        progress(Progress {
            done: done.get(),
            all: steps.get(),
        });
    };
    let comparison = Comparison {
        old,
        new,
        partition,
        names,
        cache: regions::Cache::default(),
        only,
        step: &step,
    };
    if only.is_some() {
        let mut out = Collector::default();
        comparison.own_roles(&mut out);
        return out.differences();
    }
    steps.set(comparison.roles().len() + comparison.holders().len());
    let mut out = Collector::default();
    comparison.own_roles(&mut out);
    comparison.strangers(&mut out);
    let mut differences = out.differences();
    opaque::compare(&comparison, &mut differences);
    differences
}

struct Comparison<'a> {
    old: Side<'a>,
    new: Side<'a>,
    partition: &'static str,
    names: &'a BTreeMap<String, String>,
    cache: regions::Cache,
    only: Option<&'a BTreeSet<String>>,
    /// Is called for each role, and for each resource with a policy.
    step: &'a dyn Fn(),
}

impl<'a> Comparison<'a> {
    /// The ARNs of all roles, by which both sides know them.
    fn roles(&self) -> BTreeSet<&str> {
        let all = self.old.roles.keys().chain(self.new.roles.keys());
        let all = all.map(String::as_str);
        all.filter(|arn| self.only.is_none_or(|only| only.contains(*arn)))
            .collect()
    }

    /// All resources with policies, by which both sides know them.
    fn holders(&self) -> BTreeSet<(HolderKind, String)> {
        let all = self.old.holders.iter().chain(&self.new.holders);
        all.map(|(arn, holder)| (holder.kind, arn.clone()))
            .collect()
    }

    fn holder(&self, arn: &str) -> [Option<&Holder<'a>>; 2] {
        [self.old.holders.get(arn), self.new.holders.get(arn)]
    }

    /// What people call a role.
    fn principal(&self, arn: &str) -> Principal {
        let is_new = !self.old.roles.contains_key(arn);
        Principal {
            name: self
                .names
                .get(arn)
                .cloned()
                .unwrap_or_else(|| arn.to_owned()),
            arn: arn.to_owned(),
            is_new,
            is_gone: !self.new.roles.contains_key(arn),
        }
    }

    /// The roles of the templates.
    fn own_roles(&self, out: &mut Collector) {
        let known = self.holders();
        let changed: BTreeSet<&str> = known
            .iter()
            .map(|(_, arn)| arn.as_str())
            .filter(|arn| {
                let [old, new] = self.holder(arn);
                old.map(Holder::text) != new.map(Holder::text)
            })
            .collect();
        for arn in self.roles() {
            let old_role = self.old.roles.get(arn);
            let new_role = self.new.roles.get(arn);
            let change = OwnRole::change(old_role, new_role);
            let (old, new) = (self.old.own(arn), self.new.own(arn));
            let principal = self.principal(arn);
            let mut compare = |holder: Option<(&str, HolderKind)>| {
                let target = Target {
                    holder,
                    known: &known,
                    partition: self.partition,
                    cache: &self.cache,
                };
                let found = match holder {
                    None => {
                        let half = |principal| Half {
                            principal,
                            holder: None,
                        };
                        let halves = [old.as_ref().map(half), new.as_ref().map(half)];
                        pair::compare(halves[0].as_ref(), halves[1].as_ref(), &target)
                    }
                    Some((arn, kind)) => {
                        let holders = self.holder(arn);
                        let old = old.as_ref().zip(holders[0]);
                        let old = old.map(|(principal, holder)| Half {
                            principal,
                            holder: Some(holder),
                        });
                        // What keeps data stays when its stack lets go of it: a bucket without its
                        // policy, and a key with its own.
                        let stays = match kind {
                            HolderKind::Bucket => self.old.bare.get(arn),
                            HolderKind::Key => holders[0],
                            _ => None,
                        };
                        let holder = holders[1].or(stays);
                        let new = new.as_ref().zip(holder).map(|(principal, holder)| Half {
                            principal,
                            holder: Some(holder),
                        });
                        let halves = [old, new];
                        pair::compare(halves[0].as_ref(), halves[1].as_ref(), &target)
                    }
                };
                out.add(&principal, holder.map(|(arn, _)| arn), &found);
            };
            if !matches!(change, RoleChange::None) {
                compare(None);
            }
            for (kind, holder) in &known {
                // What an attached policy allows on a resource that is new, it allowed before on any that
                // might be made.
                let is_new = self.only.is_some() && !self.old.holders.contains_key(holder);
                if !is_new && (changed.contains(holder.as_str()) || change.bears_on(holder, *kind))
                {
                    compare(Some((holder, *kind)));
                }
            }
            (self.step)();
        }
    }

    /// Everybody else, on resources whose policies differ.
    fn strangers(&self, out: &mut Collector) {
        let known = self.holders();
        for (kind, arn) in &known {
            (self.step)();
            let holders = self.holder(arn);
            if let [Some(old), Some(new)] = holders
                && old.text() == new.text()
            {
                continue;
            }
            let nothing = IdentityPolicies::default();
            let asking = strangers::of(holders, &nothing, &self.old, &self.new, &self.cache);
            for undecided in asking.undecided {
                out.undecided.push(Undecided {
                    what: format!("who may use `{}`", super::intrinsics::readable(arn)),
                    why: undecided,
                    principal: None,
                });
            }
            let mut last: Vec<Finding> = Vec::new();
            for stranger in &asking.principals {
                let target = Target {
                    holder: Some((arn, *kind)),
                    known: &known,
                    partition: self.partition,
                    cache: &self.cache,
                };
                let half = |side: usize| {
                    holders[side].map(|holder| Half {
                        principal: &stranger.asks,
                        holder: Some(holder),
                    })
                };
                let (old, new) = (half(0), half(1));
                let mut found = pair::compare(old.as_ref(), new.as_ref(), &target);
                if stranger.is_again {
                    found.retain(|one| !last.iter().any(|other| one.is_like(other)));
                }
                out.add(&stranger.principal, Some(arn), &found);
                last = found;
            }
        }
    }
}
