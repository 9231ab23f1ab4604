//! What is found in the turns of a `for`: said once where every turn has it, with the
//! turn where not.

use std::collections::HashMap;

use pipewright_model::finding::{Finding, Findings};
use proc_macro2::Span;

use crate::place::At;

/// A turn of a `for`.
#[derive(Debug)]
pub(crate) struct Turn {
    /// The number of its `for`, the same in whatever turn of another one that stands.
    pub(crate) repetition: usize,
    /// `account = prod, region = "eu-west-1"`, the variables of the outer ones first.
    pub(crate) said: String,
    /// The element of the list.
    pub(crate) span: Span,
}

/// One finding for those with one code, message and place, with the first turn that has
/// it unless all turns have.
pub(crate) fn merge(findings: Findings<At>, turns: &[Turn]) -> Findings<At> {
    if turns.is_empty() {
        return findings;
    }
    let mut merged: Vec<Merged> = Vec::new();
    let mut known: HashMap<(&str, String, String), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.code.id, finding.message.clone(), finding.at.key());
        let index = *known.entry(key).or_insert(merged.len());
        let turn = finding.at.turn;
        if index == merged.len() {
            merged.push(Merged {
                finding,
                turns: turn.into_iter().collect(),
                alike: true,
            });
        } else if let Some(first) = merged.get_mut(index) {
            first.alike &= first.finding.help == finding.help;
            first.turns.extend(turn);
        }
    }
    let mut all = Findings::default();
    all.extend(merged.into_iter().map(|found| found.with_turn(turns)));
    all
}

/// What is said once.
struct Merged {
    /// The first of them.
    finding: Finding<At>,
    /// The turns that they were found in.
    turns: Vec<usize>,
    /// Whether all of them offer the same help.
    alike: bool,
}

impl Merged {
    fn with_turn(mut self, turns: &[Turn]) -> Finding<At> {
        self.turns.sort_unstable();
        self.turns.dedup();
        let first = self.turns.first().and_then(|first| turns.get(*first));
        let Some(first) = first.filter(|first| !first.said.is_empty()) else {
            return self.finding;
        };
        let all = turns
            .iter()
            .filter(|turn| turn.repetition == first.repetition);
        if !self.alike || all.count() > self.turns.len() {
            let at = At::written(first.span);
            self.finding
                .related(format!("in the turn `{}`", first.said), at);
        }
        self.finding
    }
}
