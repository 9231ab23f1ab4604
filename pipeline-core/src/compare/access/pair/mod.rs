//! One principal on both sides, on one resource with a policy or on all others: the rules that differ,
//! the requests that tell them apart, and IAM's decision on each.

mod kinds;
mod requests;
mod target;
mod unknown;
mod witnesses;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::calls;
use super::finding::{Finding, Found};
use crate::access::evaluator::{ContextValue, Request, Rule};
use requests::Alike;
pub(super) use target::{Half, Target, may_reach};

/// Compares what a principal may do on a target. Nothing may be done on a side that lacks it.
pub(super) fn compare<'h>(
    old: Option<&Half<'h>>,
    new: Option<&Half<'h>>,
    target: &Target<'h>,
) -> Vec<Finding> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let sides = [old, new].map(|half| {
        let half = half?;
        let mut rules = half.rules(target);
        for rule in &mut rules {
            let next = numbers.len();
            rule.number = *numbers.entry(rule.text.clone()).or_insert(next);
        }
        Some((half, rules))
    });
    let of = |side: usize| sides[side].iter().flat_map(|(_, rules)| rules);
    let texts = [0, 1].map(|side| of(side).map(written).collect::<BTreeSet<String>>());
    let mut differing: Vec<&Rule<'h>> = Vec::new();
    let (mut weaker, mut wider): (Vec<&Rule<'h>>, Vec<&Rule<'h>>) = (Vec::new(), Vec::new());
    for side in [0, 1] {
        let only: Vec<&Rule<'h>> = of(side)
            .filter(|rule| !texts[1 - side].contains(&written(rule)))
            .collect();
        let limits_less = |rule: &&&Rule<'h>| unknown::limits_less(rule, side == 1);
        weaker.extend(only.iter().filter(limits_less).copied());
        let allows_more = |rule: &&&Rule<'h>| unknown::allows_more(rule, side == 1);
        wider.extend(only.iter().filter(allows_more).copied());
        differing.extend(only);
    }
    if differing.is_empty() && old.is_some() == new.is_some() {
        return Vec::new();
    }
    let all: Vec<&Rule<'h>> = of(0).chain(of(1)).collect();
    // Where a limit is missing, the limited rules are what is about it.
    if differing.iter().any(|rule| rule.statement.is_none()) {
        differing.clone_from(&all);
    }
    let mut question = Question {
        sides: &sides,
        target,
        found: Vec::new(),
        decided: BTreeMap::new(),
    };
    match calls::calls(&differing, &all, target.service()) {
        Some(calls) => question.ask_all(calls),
        None => {
            let why = "the actions are of too many kinds";
            question.undecided(why, "", &Rc::from([]));
        }
    }
    if let [Some(_), Some((_, rules))] = &sides
        && let Some(value) = unknown::may_allow(&weaker, rules)
    {
        let why =
            format!("less is denied than before, and `{value}` is known only at the deployment");
        question.undecided(&why, "", &Rc::from([]));
    }
    if let [_, Some((_, rules))] = &sides
        && let Some(value) = unknown::may_not_deny(&wider, rules, &|key| target.decides(key))
    {
        let why =
            format!("a `Deny` compares with `{value}`, which is known only at the deployment");
        question.undecided(&why, "", &Rc::from([]));
    }
    question.found
}

/// A rule with its actions: rules with the same text are the same.
fn written(rule: &Rule<'_>) -> String {
    let actions = rule.statement.as_ref().map(|one| {
        let actions = &one.statement().actions;
        let words = actions.patterns.iter().map(|p| p.string.to_lowercase());
        let mut words: Vec<String> = words.collect();
        words.sort_unstable();
        words.dedup();
        (actions.inverted, words)
    });
    format!("{} {actions:?}", rule.text)
}

/// The rules of both sides.
type Sides<'h, 'q> = [Option<(&'q Half<'h>, Vec<Rule<'h>>)>; 2];

struct Question<'h, 'q> {
    sides: &'q Sides<'h, 'q>,
    target: &'q Target<'h>,
    found: Vec<Finding>,
    /// What was found for the same statements: other calls and resources of theirs are decided alike.
    decided: BTreeMap<Alike, Vec<Rc<Found>>>,
}

/// Calls that are decided alike, by their names.
type Names = Rc<[String]>;

impl<'h> Question<'h, '_> {
    fn undecided(&mut self, why: &str, resource: &str, calls: &Names) {
        self.found.push(Finding {
            calls: calls.clone(),
            resource: resource.to_owned(),
            found: Rc::new(Found::Undecided(why.to_owned())),
        });
    }

    fn rules_of(&self, side: usize) -> impl Iterator<Item = &Rule<'h>> {
        self.sides[side].iter().flat_map(|(_, rules)| rules)
    }

    /// Returns whether the principal is there on one side only.
    fn is_one_sided(&self) -> bool {
        self.sides[0].is_some() != self.sides[1].is_some()
    }

    fn with_request<T>(
        &self,
        side: usize,
        action: &str,
        arn: &str,
        context: &[(&str, ContextValue<'_>)],
        ask: impl FnOnce(&Request<'_>) -> T,
    ) -> Option<T> {
        let (half, _) = self.sides[side].as_ref()?;
        let half: &Half<'_> = half;
        let resource = half.resource(arn);
        Some(ask(&Request {
            principal: half.principal,
            action,
            resource: &resource,
            context,
        }))
    }
}
