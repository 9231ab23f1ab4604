//! The requests for a call on a resource, and the decisions of both sides on each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::finding::{Finding, Found, Ruling};
use super::super::values;
use super::kinds::{Kind, place};
use super::target::{OF_ACCOUNT, account_of_resource};
use super::{Names, Question};
use crate::access::evaluator::{Condition, ContextValue, Mode, Rule, decide};
use crate::pipeline::{CLOSE, OPEN};

/// So many combinations of values are looked at for one kind of request.
const COMBINATIONS: usize = 20_000;

/// The rules that are about a request, each with its side and its statement, and the account that the
/// resource's ARN names.
pub(super) type Alike = (Vec<(usize, usize, usize, usize)>, String);

impl<'h> Question<'h, '_> {
    /// Decides all requests for calls on a resource: those that the conditions of the rules `on` it
    /// tell apart.
    pub(super) fn decide_all(
        &mut self,
        calls: &Names,
        witness: &str,
        kind: &Kind<'h>,
        on: &[usize],
    ) {
        let on: Vec<&(usize, Rule<'h>)> = on.iter().map(|number| &kind.about[*number]).collect();
        let numbers = [0, 1].map(|side| {
            let rules = on.iter().filter(|(of, _)| *of == side);
            rules
                .map(|(_, rule)| rule.number)
                .collect::<BTreeSet<usize>>()
        });
        if numbers[0] == numbers[1] && !self.is_one_sided() {
            return;
        }
        let rules = on.iter().map(|(side, rule)| {
            let (policy, index) = place(rule);
            (*side, rule.number, policy, index)
        });
        let alike: Alike = (rules.collect(), account_of_resource(witness).to_owned());
        if !self.decided.contains_key(&alike) {
            let found = match self.choices(witness, &on, &kind.free) {
                Ok(choices) => self.decide_each(&calls[0], witness, &choices),
                Err(why) => vec![Rc::new(Found::Undecided(why))],
            };
            self.decided.insert(alike.clone(), found);
        }
        let found = self.decided.get(&alike).into_iter().flatten();
        let found = found.map(|found| Finding {
            calls: calls.clone(),
            resource: witness.to_owned(),
            found: found.clone(),
        });
        self.found.extend(found);
    }

    /// The values to look at for each key that conditions of rules ask for; `Err` says why these are
    /// not all.
    fn choices<'c>(
        &self,
        witness: &str,
        on: &'c [&(usize, Rule<'h>)],
        free: &'c BTreeSet<String>,
    ) -> Result<Vec<(&'c str, Vec<ContextValue<'c>>)>, String> {
        let implied = !account_of_resource(witness).is_empty() || self.target.holder.is_some();
        let mut keys: BTreeMap<&str, Vec<&Condition<'_>>> = BTreeMap::new();
        for condition in on.iter().flat_map(|(_, rule)| &rule.conditions) {
            let by_arn = implied && OF_ACCOUNT.contains(&condition.key.as_str());
            if !(by_arn || self.target.decides(&condition.key)) {
                keys.entry(&condition.key).or_default().push(condition);
            }
        }
        for key in free {
            keys.entry(key).or_default();
        }
        let samples: Vec<(&str, ContextValue<'_>)> = free
            .iter()
            .map(|key| (key.as_str(), ContextValue::One(Cow::Owned(sample(key)))))
            .collect();
        let mut choices = Vec::new();
        let mut count = 1_usize;
        for (key, conditions) in keys {
            let more: Vec<String> = free
                .iter()
                .filter(|one| *one == key)
                .map(|one| sample(one))
                .collect();
            let side = usize::from(self.sides[0].is_none());
            let found = self.with_request(side, "", witness, &samples, |request| {
                values::values(key, &conditions, request, &more)
            });
            let missing = || Err("neither side has the principal".to_owned());
            let values = found.unwrap_or_else(missing)?;
            count = count.saturating_mul(values.len());
            choices.push((key, values));
        }
        match count {
            0..=COMBINATIONS => Ok(choices),
            _ => Err("the conditions have too many combinations".to_owned()),
        }
    }

    /// Decides the requests with each combination of values.
    fn decide_each(
        &self,
        call: &str,
        witness: &str,
        choices: &[(&str, Vec<ContextValue<'_>>)],
    ) -> Vec<Rc<Found>> {
        let count: usize = choices.iter().map(|(_, values)| values.len()).product();
        let mut out: Vec<Rc<Found>> = Vec::new();
        for combination in 0..count {
            let mut rest = combination;
            let context: Vec<(&str, ContextValue<'_>)> = choices
                .iter()
                .map(|(key, values)| {
                    let value = &values[rest % values.len()];
                    rest /= values.len();
                    (*key, value.clone())
                })
                .collect();
            let rulings = [0, 1].map(|side| {
                self.with_request(side, call, witness, &context, |request| {
                    Ruling::of(&decide(request, Mode::Forbidden), request)
                })
            });
            let [old, new] = rulings;
            if let Some(found) = Found::between(old, new)
                && !out.iter().any(|known| **known == found)
            {
                out.push(Rc::new(found));
            }
        }
        out
    }
}

/// The value of a variable that nothing is known of.
pub(super) fn sample(key: &str) -> String {
    format!("{OPEN}{}{CLOSE}", key.replace(':', "\u{a789}"))
}
