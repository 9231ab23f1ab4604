//! The findings of the iterations of a `for`: each once where every iteration has it, with
//! the iteration where not.

use std::collections::HashMap;

use pipewright_model::finding::{Finding, Findings};
use proc_macro2::Span;

use crate::place::{IterationId, SourceSpan};

/// An iteration of a `for`.
#[derive(Debug)]
pub(crate) struct Iteration {
    /// The number of its `for`, the same in all iterations of a `for` around it.
    pub(crate) repetition: usize,
    /// `account = prod, region = "eu-west-1"`, the variables of the outer ones first.
    pub(crate) bindings: String,
    /// The element of the list.
    pub(crate) span: Span,
}

/// Merges findings with one code, message and place into the first of them, which names its
/// iteration unless all iterations have it.
pub(crate) fn merge(
    findings: Findings<SourceSpan>,
    iterations: &[Iteration],
) -> Findings<SourceSpan> {
    if iterations.is_empty() {
        return findings;
    }
    let mut merged: Vec<Merged> = Vec::new();
    let mut known: HashMap<(&str, String, String), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.code.id, finding.message.clone(), finding.at.key());
        let index = *known.entry(key).or_insert(merged.len());
        let iteration = finding.at.iteration;
        if let Some(first) = merged.get_mut(index) {
            first.same_help &= first.finding.help == finding.help;
            first.iterations.extend(iteration);
        } else {
            merged.push(Merged {
                finding,
                iterations: iteration.into_iter().collect(),
                same_help: true,
            });
        }
    }
    let mut all = Findings::default();
    all.extend(
        merged
            .into_iter()
            .map(|found| found.with_iteration(iterations)),
    );
    all
}

/// A finding for all that are equal.
struct Merged {
    /// The first of them.
    finding: Finding<SourceSpan>,
    /// The iterations that have it.
    iterations: Vec<IterationId>,
    /// True where all of them offer the same help.
    same_help: bool,
}

impl Merged {
    fn with_iteration(mut self, iterations: &[Iteration]) -> Finding<SourceSpan> {
        self.iterations.sort_unstable();
        self.iterations.dedup();
        let first = self.iterations.first();
        let first = first.and_then(|first| iterations.get(first.0));
        let Some(first) = first.filter(|first| !first.bindings.is_empty()) else {
            return self.finding;
        };
        let all = iterations
            .iter()
            .filter(|iteration| iteration.repetition == first.repetition);
        if !self.same_help || all.count() > self.iterations.len() {
            let at = SourceSpan::new(first.span);
            self.finding
                .related(format!("in the turn `{}`", first.bindings), at);
        }
        self.finding
    }
}
