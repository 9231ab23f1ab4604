//! Findings, put together where the same statements allow the same principal.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::intrinsics;
use super::super::report::{AccessChange, Place, Principal, Undecided};
use super::Differences;
use super::finding::{Finding, Found, StatementPlace, Why};

/// Findings, put together where the same statements allow the same principal.
#[derive(Default)]
pub(super) struct Collector {
    gains: Grouped,
    losses: Grouped,
    pub(super) undecided: Vec<Undecided>,
}

type Key = (String, Vec<StatementPlace>, String, Option<String>);
type Grouped = BTreeMap<Key, Group>;

struct Group {
    principal: Principal,
    why: Why,
    calls: BTreeSet<String>,
    /// The calls that were added last.
    last: Option<Rc<[String]>>,
    on: BTreeSet<String>,
    examples: BTreeSet<String>,
}

impl Collector {
    pub(super) fn add(&mut self, principal: &Principal, holder: Option<&str>, found: &[Finding]) {
        let mut undecided: BTreeSet<(String, String)> = BTreeSet::new();
        for finding in found {
            let (grouped, why) = match finding.found.as_ref() {
                Found::Gain(why) => (&mut self.gains, why),
                Found::Loss(why) => (&mut self.losses, why),
                Found::Undecided(why) => {
                    let calls = shortened(&finding.calls);
                    let what = match finding.resource.as_str() {
                        "" => format!("whether {} may call {calls}", principal.name),
                        on => format!("whether {} may call {calls} on `{on}`", principal.name),
                    };
                    undecided.insert((what, why.clone()));
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
                last: None,
                on: BTreeSet::new(),
                examples: BTreeSet::new(),
            });
            // The findings of one kind of calls stand together, and a kind may have hundreds.
            if !group
                .last
                .as_ref()
                .is_some_and(|last| Rc::ptr_eq(last, &finding.calls))
            {
                group.calls.extend(finding.calls.iter().cloned());
                group.last = Some(finding.calls.clone());
            }
            if why.on.is_empty() {
                group
                    .on
                    .insert(holder.unwrap_or(&finding.resource).to_owned());
            } else {
                group.on.extend(why.on.iter().cloned());
            }
            if group.examples.len() < 3 {
                group.examples.insert(finding.resource.clone());
            }
        }
        let undecided = undecided.into_iter().map(|(what, why)| Undecided {
            what: intrinsics::readable(&what),
            why: intrinsics::readable(&why),
            principal: Some(principal.clone()),
        });
        self.undecided.extend(undecided);
    }

    pub(super) fn differences(self) -> Differences {
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
            texts.map(|text| intrinsics::readable(text)).collect()
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
            calls: readable(self.calls),
            on: readable(self.on),
            examples: readable(self.examples),
            conditions: conditions.map(|text| intrinsics::readable(text)).collect(),
            because: self.why.by.into_iter().map(place).collect(),
            otherwise: self.why.otherwise,
            denied_by: self.why.denied_by.map(place),
            policy: None,
        }
    }
}
