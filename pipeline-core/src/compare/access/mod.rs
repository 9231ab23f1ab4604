//! Who may do what on which side, decided by IAM's evaluation of requests on both sides.
//!
//! Policies are cut into rules. Where the rules of both sides are the same, so is every decision. Where
//! they differ, the strings and values are looked for that tell them apart: for each set of patterns
//! that can match together, one string. Both sides decide on the requests that are made of these.

mod calls;
mod finding;
mod opaque;
mod pair;
mod regions;
mod sides;
mod strangers;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use super::report::{AccessChange, Place, Principal, Undecided};
use crate::access::deployed::DeployedState;
use finding::{Found, StatementPlace, Why};
use pair::{Half, Target};
use sides::{Holder, HolderKind, Side};

/// What the comparison of access is made from.
pub(super) struct Access<'a> {
    pub(super) old: DeployedState<'a>,
    pub(super) new: DeployedState<'a>,
    pub(super) partition: &'static str,
    /// The ARN of what is the same on the new side, by that on the old side.
    pub(super) renamed: &'a BTreeMap<String, String>,
    /// What people call a role, by its ARN on the new side, or on the old side if it is gone.
    pub(super) names: &'a BTreeMap<String, String>,
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
    } = access;
    let comparison = Comparison {
        old: Side::of(old, partition, renamed),
        new: Side::of(new, partition, &BTreeMap::new()),
        partition,
        names,
        cache: regions::Cache::default(),
    };
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
}

impl<'a> Comparison<'a> {
    /// The ARNs of all roles, by which both sides know them.
    fn roles(&self) -> BTreeSet<&str> {
        let all = self.old.roles.keys().chain(self.new.roles.keys());
        all.map(String::as_str).collect()
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
            let role_changed = match (old_role, new_role) {
                (Some(old), Some(new)) => old.text() != new.text(),
                _ => true,
            };
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
                        // What keeps data stays when its stack lets go of it.
                        let stays = matches!(kind, HolderKind::Bucket | HolderKind::Key);
                        let new = new.as_ref().filter(|_| holders[1].is_some() || stays);
                        let new = new.map(|principal| Half {
                            principal,
                            holder: holders[1],
                        });
                        let halves = [old, new];
                        pair::compare(halves[0].as_ref(), halves[1].as_ref(), &target)
                    }
                };
                out.add(&principal, holder.map(|(arn, _)| arn), found);
            };
            if role_changed {
                compare(None);
            }
            for (kind, holder) in &known {
                if role_changed || changed.contains(holder.as_str()) {
                    compare(Some((holder, *kind)));
                }
            }
        }
    }

    /// Everybody else, on resources whose policies differ.
    fn strangers(&self, out: &mut Collector) {
        let known = self.holders();
        for (kind, arn) in &known {
            let holders = self.holder(arn);
            if let [Some(old), Some(new)] = holders
                && old.text() == new.text()
            {
                continue;
            }
            let asking = strangers::of(holders, &self.old, &self.new);
            for undecided in asking.undecided {
                out.undecided.push(Undecided {
                    what: format!("who may use `{}`", super::intrinsics::readable(arn)),
                    why: undecided,
                    principal: None,
                });
            }
            for (principal, asks) in &asking.principals {
                let target = Target {
                    holder: Some((arn, *kind)),
                    known: &known,
                    partition: self.partition,
                    cache: &self.cache,
                };
                let half = |side: usize| {
                    holders[side].map(|holder| Half {
                        principal: asks,
                        holder: Some(holder),
                    })
                };
                let (old, new) = (half(0), half(1));
                let found = pair::compare(old.as_ref(), new.as_ref(), &target);
                out.add(principal, Some(arn), found);
            }
        }
    }
}

/// Findings, put together where the same statements allow the same principal.
#[derive(Default)]
struct Collector {
    gains: Grouped,
    losses: Grouped,
    undecided: Vec<Undecided>,
}

type Key = (String, Vec<StatementPlace>, String, Option<String>);
type Grouped = BTreeMap<Key, Group>;

struct Group {
    principal: Principal,
    why: Why,
    calls: BTreeSet<String>,
    on: BTreeSet<String>,
    examples: BTreeSet<String>,
}

impl Collector {
    fn add(&mut self, principal: &Principal, holder: Option<&str>, found: Vec<finding::Finding>) {
        let mut undecided: BTreeSet<(String, String)> = BTreeSet::new();
        for finding in found {
            let (grouped, why) = match finding.found {
                Found::Gain(why) => (&mut self.gains, why),
                Found::Loss(why) => (&mut self.losses, why),
                Found::Undecided(why) => {
                    let calls = shortened(&finding.calls);
                    let what = match finding.resource.as_str() {
                        "" => format!("whether {} may call {calls}", principal.name),
                        on => format!("whether {} may call {calls} on `{on}`", principal.name),
                    };
                    undecided.insert((what, why));
                    continue;
                }
            };
            let key = (
                principal.arn.clone(),
                why.by.clone(),
                why.otherwise.clone(),
                holder.filter(|_| why.on.is_empty()).map(str::to_owned),
            );
            let group = grouped.entry(key).or_insert_with(|| Group {
                principal: principal.clone(),
                why: why.clone(),
                calls: BTreeSet::new(),
                on: BTreeSet::new(),
                examples: BTreeSet::new(),
            });
            group.calls.extend(finding.calls);
            if why.on.is_empty() {
                group
                    .on
                    .insert(holder.unwrap_or(&finding.resource).to_owned());
            } else {
                group.on.extend(why.on);
            }
            if group.examples.len() < 3 {
                group.examples.insert(finding.resource);
            }
        }
        let undecided = undecided.into_iter().map(|(what, why)| Undecided {
            what: super::intrinsics::readable(&what),
            why: super::intrinsics::readable(&why),
            principal: Some(principal.clone()),
        });
        self.undecided.extend(undecided);
    }

    fn differences(self) -> Differences {
        let changes = |grouped: Grouped| grouped.into_values().map(Group::change).collect();
        Differences {
            gains: changes(self.gains),
            losses: changes(self.losses),
            undecided: self.undecided,
        }
    }
}

/// Some calls in words.
fn shortened(calls: &[String]) -> String {
    let shown: Vec<String> = calls
        .iter()
        .take(3)
        .map(|call| format!("`{call}`"))
        .collect();
    match calls.len() {
        0 => "something".to_owned(),
        1..=3 => shown.join(", "),
        more => format!("{} and {} more calls", shown.join(", "), more - 3),
    }
}

impl Group {
    fn change(self) -> AccessChange {
        let readable = |texts: BTreeSet<String>| {
            let texts = texts.iter();
            texts
                .map(|text| super::intrinsics::readable(text))
                .collect()
        };
        let place = |place: StatementPlace| Place {
            stack: place.stack,
            file: String::new(),
            logical_id: place.logical_id,
            policy: place.policy.to_owned(),
            statement: place.statement.trim_matches('`').to_owned(),
            source: None,
        };
        let conditions = self.why.conditions.iter();
        AccessChange {
            principal: self.principal,
            calls: self.calls.into_iter().collect(),
            on: readable(self.on),
            examples: readable(self.examples),
            conditions: conditions
                .map(|text| super::intrinsics::readable(text))
                .collect(),
            because: self.why.by.into_iter().map(place).collect(),
            otherwise: self.why.otherwise,
            denied_by: self.why.denied_by.map(place),
            policy: None,
        }
    }
}
