//! The calls that rules are about, by kinds: those of one kind have the same rules on both sides, and
//! the same resources.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::calls::{Call, Resources};
use super::super::sides::HolderKind;
use super::requests::sample;
use super::{Names, Question, Target};
use crate::access::evaluator::{ContextValue, Language, Rule, Subject, resource_language};

/// The numbers of the rules that a call has on both sides.
type Numbers = [BTreeSet<usize>; 2];

/// The rules that calls have, with the side of each.
pub(super) struct Kind<'h> {
    numbers: Numbers,
    /// The service, where it tells resources with policies apart from others.
    pub(super) service: &'static str,
    pub(super) about: Vec<(usize, Rule<'h>)>,
    /// The languages of the resources of each.
    pub(super) languages: Vec<Vec<Language>>,
    /// The keys that stand as variables in them.
    pub(super) free: BTreeSet<String>,
}

/// The kind of the calls that were asked for last, and what it follows from.
type Last<'h> = (
    Vec<bool>,
    &'static str,
    Result<Option<Kind<'h>>, &'static str>,
);

/// What tells kinds of calls apart: the statements that are about them, and their resources. Calls that
/// AWS does not have come last.
type Key = (bool, Vec<bool>, &'static str, &'static Resources);

impl<'h> Question<'h, '_> {
    /// Takes the calls by kinds.
    pub(super) fn ask_all(&mut self, calls: BTreeSet<Call>) {
        let statements = self.statements();
        let mut kinds: BTreeMap<Key, Vec<String>> = BTreeMap::new();
        for call in calls {
            let has: Vec<bool> = statements
                .iter()
                .map(|(side, rule)| self.is_about(*side, rule, &call.name))
                .collect();
            let key = (!call.known, has, service_of(&call.name), call.resources);
            kinds.entry(key).or_default().push(call.name.into_owned());
        }
        let mut settled: BTreeSet<Numbers> = BTreeSet::new();
        let mut last: Option<Last<'h>> = None;
        for ((unknown, has, service, resources), calls) in kinds {
            let names: Names = calls.into();
            let same = |last: &&Last<'h>| last.0 == has && last.1 == service;
            if last.as_ref().filter(same).is_none() {
                let kind = self.kind(&names[0], service);
                last = Some((has, service, kind));
            }
            let kind = match &last {
                Some((_, _, Ok(Some(kind)))) => kind,
                Some((_, _, Err(why))) => {
                    self.undecided(why, "", &names);
                    continue;
                }
                _ => continue,
            };
            // Calls that AWS does not have are of interest only where none that it has is.
            if unknown && settled.contains(&kind.numbers) {
                continue;
            }
            let before = self.found.len();
            self.ask(&names, kind, resources);
            if self.found.len() > before {
                settled.insert(kind.numbers.clone());
            }
        }
    }

    /// A rule of each statement, since all rules of a statement have the same actions.
    fn statements(&self) -> Vec<(usize, Rule<'h>)> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for side in [0, 1] {
            for rule in self.rules_of(side) {
                if seen.insert((side, place(rule))) {
                    out.push((side, rule.clone()));
                }
            }
        }
        out
    }

    fn is_about(&self, side: usize, rule: &Rule<'h>, call: &str) -> bool {
        self.with_request(side, call, "*", &[], |request| {
            rule.has_action(call, request)
        })
        .unwrap_or(false)
    }

    /// The rules that a call has; nothing if these are the same on both sides. `Err` says why they cannot
    /// be read.
    fn kind(&self, call: &str, service: &'static str) -> Result<Option<Kind<'h>>, &'static str> {
        let mut about: Vec<(usize, Rule<'h>)> = Vec::new();
        let mut numbers: Numbers = [BTreeSet::new(), BTreeSet::new()];
        for side in [0, 1] {
            let rules = self
                .rules_of(side)
                .filter(|rule| self.is_about(side, rule, call));
            for rule in rules {
                if numbers[side].insert(rule.number) {
                    about.push((side, rule.clone()));
                }
            }
        }
        if numbers[0] == numbers[1] && !self.is_one_sided() {
            return Ok(None);
        }
        let free = free_variables(&about, self.target);
        let context: Vec<(&str, ContextValue<'_>)> = free
            .iter()
            .map(|key| (key.as_str(), ContextValue::One(Cow::Owned(sample(key)))))
            .collect();
        let languages = self.languages(&about, &context);
        let languages = languages.ok_or("a variable of a policy has no known value")?;
        Ok(Some(Kind {
            numbers,
            service,
            about,
            languages,
            free,
        }))
    }

    /// The languages of the resources of each rule; none for what is about all.
    fn languages(
        &self,
        about: &[(usize, Rule<'h>)],
        context: &[(&str, ContextValue<'_>)],
    ) -> Option<Vec<Vec<Language>>> {
        let each = about.iter().map(|(side, rule)| {
            self.with_request(*side, "", "*", context, |request| {
                let all = patterns(rule).iter();
                let all = all.map(|pattern| resource_language(pattern, request));
                let all: Result<Vec<_>, _> = all.collect();
                Some(all.ok()?.into_iter().flatten().collect())
            })?
        });
        each.collect()
    }
}

impl Kind<'_> {
    /// Returns whether the other side lacks a rule.
    pub(super) fn differs(&self, (side, rule): &(usize, Rule<'_>)) -> bool {
        !self.numbers[1 - side].contains(&rule.number)
    }
}

/// The statement of a rule, by the place of its policy in memory and its number.
pub(super) fn place(rule: &Rule<'_>) -> (usize, usize) {
    let reference = rule.statement.as_ref();
    reference.map_or((0, 0), |one| {
        (std::ptr::from_ref(one.policy) as usize, one.index)
    })
}

/// The service of a call, if it decides about resources with policies.
fn service_of(call: &str) -> &'static str {
    let prefix = call.split(':').next().unwrap_or(call);
    let mut services = HolderKind::all().into_iter().map(HolderKind::service);
    services.find(|service| *service == prefix).unwrap_or("")
}

fn patterns<'r>(rule: &'r Rule<'_>) -> &'r [crate::access::evaluator::Pattern<'r>] {
    match rule.subject {
        Subject::One(pattern) => std::slice::from_ref(pattern),
        Subject::AllBut(patterns) => patterns,
        Subject::All => &[],
    }
}

/// The keys that stand as variables in rules, and have no value of their own.
fn free_variables(about: &[(usize, Rule<'_>)], target: &Target<'_>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (_, rule) in about {
        let values = rule
            .conditions
            .iter()
            .flat_map(|condition| &condition.values);
        for pattern in patterns(rule).iter().chain(values) {
            let keys = pattern.variables().into_iter();
            out.extend(keys.filter(|key| !target.decides(key)));
        }
    }
    out
}
