//! A pipeline with `if`s is checked in the combinations of their conditions, each as a pipeline
//! without `if`s.
//!
//! A few conditions are checked in all combinations. Of many, each pair is, in all four ways, and
//! each branch together with as many others as can be and with as few. Of thousands of actions, a few
//! combinations are checked; the pipeline that is built is checked by the builder in any case.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_model::codes::{Code, NEVER_READ, NEVER_USED, UNREAD_OUTPUT_NEEDS_KEY};
use pipewright_model::finding::{Finding, Findings};
use pipewright_model::rules::check;

use crate::model::Model;
use crate::parse::{BranchLiteral as Literal, ConditionId, Conditions};
use crate::place::{IterationId, SourceSpan};

/// The number of actions and combinations up to which all combinations are checked.
const ALL: usize = 2_000;

/// The number of actions and combinations that a compiler can check in a second: of more, the last
/// combinations are left to the builder.
const MOST: usize = 10_000;

/// The number of combinations that are checked in any case.
const LEAST: usize = 4;

/// The most conditions that all combinations are made of.
const FEW: usize = 6;

/// What the rules find.
pub(crate) struct Checked {
    pub(crate) findings: Findings<SourceSpan>,
    /// Warnings that hold in some combinations only, and mean nothing: what is used in one branch
    /// is not used in the other.
    pub(crate) silent: Vec<(&'static Code, String)>,
}

/// The truth of each condition.
type Combination = Vec<bool>;

/// Checks a pipeline in the combinations of its conditions.
pub(crate) fn check_all(model: &Model, conditions: &Conditions) -> Checked {
    if conditions.is_empty() {
        return Checked {
            findings: check(model),
            silent: Vec::new(),
        };
    }
    let combinations = combinations(conditions, model.actions().count());
    let mut all = All {
        conditions,
        combinations: &combinations,
        found: Vec::new(),
        index: BTreeMap::new(),
    };
    for (number, combination) in combinations.iter().enumerate() {
        let mut model = model.clone();
        model.retain(&|at: &SourceSpan| holds(conditions, combination, *at));
        all.add(number, check(&model));
    }
    all.finish()
}

/// Returns whether something is there in a combination.
fn holds(conditions: &Conditions, combination: &[bool], at: SourceSpan) -> bool {
    let literals = conditions.literals(at.guard);
    literals.iter().all(|literal| agrees(combination, *literal))
}

fn agrees(combination: &[bool], literal: Literal) -> bool {
    combination.get(literal.condition.0) == Some(&literal.truth)
}

/// The combinations to check; the one in which everything holds first.
fn combinations(conditions: &Conditions, actions: usize) -> Vec<Combination> {
    let count = conditions.iter().count();
    let every = 1_usize.checked_shl(u32::try_from(count).unwrap_or(u32::MAX));
    let every =
        every.filter(|every| count <= FEW && (count <= 3 || every.saturating_mul(actions) <= ALL));
    if let Some(every) = every {
        let combination = |number: usize| (0..count).map(|bit| (number >> bit) & 1 == 0).collect();
        return (0..every).map(combination).collect();
    }
    let mut all: Vec<Combination> = vec![vec![true; count], vec![false; count]];
    let bits = usize::BITS.saturating_sub(count.leading_zeros());
    for bit in 0..bits {
        let one: Combination = (0..count).map(|number| (number >> bit) & 1 == 0).collect();
        let other = one.iter().map(|truth| !truth).collect();
        all.extend([one, other]);
    }
    // Two conditions are in these in all four ways; branches that need more are packed.
    let mut deep: Vec<&Vec<Literal>> = conditions.branches().iter().collect();
    deep.retain(|branch| branch.len() > 2);
    while let Some(first) = deep.pop() {
        let mut fixed: BTreeMap<ConditionId, bool> = pairs(first).collect();
        deep.retain(|branch| {
            let fits = pairs(branch).all(|(id, truth)| *fixed.get(&id).unwrap_or(&truth) == truth);
            if fits {
                fixed.extend(pairs(branch));
            }
            !fits
        });
        for rest in [true, false] {
            let truth = |number| *fixed.get(&ConditionId(number)).unwrap_or(&rest);
            all.push((0..count).map(truth).collect());
        }
    }
    all.truncate(MOST.checked_div(actions).unwrap_or(MOST).max(LEAST));
    all
}

fn pairs(branch: &[Literal]) -> impl Iterator<Item = (ConditionId, bool)> {
    branch
        .iter()
        .map(|literal| (literal.condition, literal.truth))
}

/// The code and the place of a finding: what has them in several combinations is one mistake.
type Key = (&'static str, String, Option<IterationId>);

/// The findings of all combinations.
struct All<'a> {
    conditions: &'a Conditions,
    combinations: &'a [Combination],
    found: Vec<Found>,
    index: BTreeMap<Key, BTreeSet<usize>>,
}

struct Found {
    key: Key,
    finding: Finding<SourceSpan>,
}

impl All<'_> {
    /// Adds the findings of a combination. What another one has found already is one of them.
    fn add(&mut self, number: usize, findings: Findings<SourceSpan>) {
        for finding in findings {
            let key = (finding.code.id, finding.at.key(), finding.at.iteration);
            let combinations = self.index.entry(key.clone()).or_default();
            let first = combinations.first().copied().unwrap_or(number);
            combinations.insert(number);
            if first == number {
                self.found.push(Found { key, finding });
            }
        }
    }

    fn finish(mut self) -> Checked {
        let mut checked = Checked {
            findings: Findings::default(),
            silent: Vec::new(),
        };
        for found in std::mem::take(&mut self.found) {
            let Found { key, mut finding } = found;
            let at = finding.at;
            let failing = self.index.get(&key).cloned().unwrap_or_default();
            let passing: Vec<&Combination> = (0..)
                .zip(self.combinations)
                .filter(|(number, combination)| {
                    !failing.contains(number) && holds(self.conditions, combination, at)
                })
                .map(|(_, combination)| combination)
                .collect();
            if !passing.is_empty() && IF_UNUSED.contains(&finding.code) {
                checked.silent.push((finding.code, finding.message));
                continue;
            }
            for literal in self.reason(&failing, &passing, at) {
                let condition = self
                    .conditions
                    .iter()
                    .find(|(id, _)| *id == literal.condition);
                if let Some((_, condition)) = condition {
                    let text = format!("if `{}` is {}", condition.shown, literal.truth);
                    finding.related(text, condition.at);
                }
            }
            checked.findings.extend([finding]);
        }
        checked
    }

    /// The conditions that tell the combinations with a finding from those without it.
    fn reason(
        &self,
        failing: &BTreeSet<usize>,
        passing: &[&Combination],
        at: SourceSpan,
    ) -> Vec<Literal> {
        let failing: Vec<&Combination> = failing
            .iter()
            .filter_map(|number| self.combinations.get(*number))
            .collect();
        let Some(first) = failing.first() else {
            return Vec::new();
        };
        let own = self.conditions.literals(at.guard);
        let literals = first.iter().enumerate().map(|(number, truth)| Literal {
            condition: ConditionId(number),
            truth: *truth,
        });
        let candidates: Vec<Literal> = literals
            .filter(|literal| {
                !own.contains(literal) && failing.iter().all(|one| agrees(one, *literal))
            })
            .collect();
        // One after another, what tells most of the others apart.
        let mut reason = Vec::new();
        let mut left = passing.to_vec();
        while !left.is_empty() {
            let told =
                |literal: &&Literal| left.iter().filter(|one| !agrees(one, **literal)).count();
            let best = candidates
                .iter()
                .rev()
                .max_by_key(told)
                .filter(|best| told(best) > 0);
            let Some(best) = best.copied() else {
                break;
            };
            left.retain(|one| agrees(one, best));
            reason.push(best);
        }
        reason
    }
}

/// What is not used in one combination may be used in another one.
static IF_UNUSED: [&Code; 3] = [&NEVER_READ, &NEVER_USED, &UNREAD_OUTPUT_NEEDS_KEY];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, actions: usize) -> Vec<Combination> {
        let parsed = crate::parse(source.parse().expect("tokens"));
        assert!(parsed.findings.is_empty(), "{}", parsed.findings);
        combinations(&parsed.conditions, actions)
    }

    fn stages(count: usize) -> String {
        let stage = |number| format!("if (is({number})) {{ stage S{number} {{ A: Manual; }} }}\n");
        (0..count).map(stage).collect()
    }

    #[test]
    fn few_conditions_are_checked_in_all_combinations() {
        for count in 1..=5 {
            let distinct: BTreeSet<Combination> = of(&stages(count), 10).into_iter().collect();
            assert_eq!(distinct.len(), 1 << count);
        }
    }

    #[test]
    fn each_two_of_many_are_checked_in_all_four_ways() {
        let all = of(&stages(30), 30);
        assert!(all.len() <= 16, "{}", all.len());
        for one in 0..30 {
            for other in 0..one {
                let ways: BTreeSet<(bool, bool)> =
                    all.iter().map(|it| (it[one], it[other])).collect();
                assert_eq!(ways.len(), 4, "{one} and {other}");
            }
        }
    }

    #[test]
    fn each_branch_of_many_is_taken_in_some_combination() {
        let mut source = stages(20);
        for number in 0..6 {
            source.push_str(&format!(
                "if (is({number})) {{ if (!is({})) {{ if (is({})) {{ stage T{number} {{ A: Manual; }} }} }} }}\n",
                number + 6,
                number + 12
            ));
        }
        let parsed = crate::parse(source.parse().expect("tokens"));
        let all = combinations(&parsed.conditions, 30);
        for branch in parsed.conditions.branches() {
            let taken = |it: &Combination| branch.iter().all(|literal| agrees(it, *literal));
            assert!(all.iter().any(taken), "{branch:?}");
        }
        assert!(of(&source, 5_000).len() <= LEAST);
    }
}
