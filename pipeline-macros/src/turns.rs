//! What is found in the turns of a `for`: said once where every turn has it, with the
//! turn where not.

use std::collections::HashMap;

use pipewright_core::finding::{Finding, Findings};
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
    let mut merged: Vec<(Finding<At>, Vec<usize>)> = Vec::new();
    let mut known: HashMap<(&str, String, String), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.code.id, finding.message.clone(), finding.at.key());
        let index = *known.entry(key).or_insert(merged.len());
        let turn = finding.at.turn;
        if index == merged.len() {
            merged.push((finding, Vec::new()));
        }
        if let Some((_, seen)) = merged.get_mut(index) {
            seen.extend(turn);
        }
    }
    let mut all = Findings::default();
    all.extend(merged.into_iter().map(|(mut finding, mut seen)| {
        seen.sort_unstable();
        seen.dedup();
        if let Some(turn) = first_of_some(&seen, turns) {
            let at = At::written(turn.span);
            finding.related(format!("in the turn `{}`", turn.said), at);
        }
        finding
    }));
    all
}

/// The first turn, unless it is all the turns of its `for`.
fn first_of_some<'t>(seen: &[usize], turns: &'t [Turn]) -> Option<&'t Turn> {
    let first = turns.get(*seen.first()?)?;
    let all = turns
        .iter()
        .filter(|turn| turn.repetition == first.repetition);
    (all.count() > seen.len() && !first.said.is_empty()).then_some(first)
}
