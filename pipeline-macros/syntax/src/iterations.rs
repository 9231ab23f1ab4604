//! The findings of the iterations of a `for`: each once where every iteration has it, with
//! the iteration where not.

use std::collections::HashMap;

use pipewright_model::codes::Lacking;
use pipewright_model::finding::{Finding, Findings};
use proc_macro2::Span;

use crate::parse::NamedId;
use crate::place::{IterationId, SourceSpan};

/// An iteration of a `for`, or a use of a declared value: what is wrong in its declaration is wrong
/// in each use.
#[derive(Debug)]
pub(crate) struct Iteration {
    /// The number of its `for`, the same in all iterations of a `for` around it; the number of
    /// the declaration.
    pub(crate) repetition: usize,
    /// The way in which a declared value is used.
    pub(crate) used: Option<Use>,
    /// `account = prod, region = "eu-west-1"`, the variables of the outer ones first.
    pub(crate) bindings: String,
    /// The element of the list.
    pub(crate) span: Span,
    /// The keys of the places of what its variables stand for.
    pub(crate) elements: Vec<String>,
}

/// The way in which a declared value is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// As it is.
    Whole(NamedId),
    /// All that it holds, `..NAME`.
    Spread,
    /// As a text, a name or the list of a `for`.
    Part,
}

/// Merges the findings of one mistake into the first of them: those with one code and place,
/// whatever the words of each iteration are. Unless all say the same, what is left names its
/// iteration.
pub(crate) fn merge(
    findings: Findings<SourceSpan>,
    iterations: &[Iteration],
) -> Findings<SourceSpan> {
    if iterations.is_empty() {
        return findings;
    }
    let places = Places { iterations };
    let mut merged: Vec<Merged> = Vec::new();
    let mut by_place: HashMap<(&str, Place), Vec<usize>> = HashMap::new();
    for finding in findings {
        let (place, iteration) = places.of(&finding);
        let same_place = by_place.entry((finding.code.id, place)).or_default();
        let same = same_place.iter().copied().find(|index| {
            let first = merged.get(*index);
            first.is_some_and(|first| first.finding.message == finding.message)
        });
        match same.and_then(|index| merged.get_mut(index)) {
            Some(first) => first.add(finding, iteration),
            None => {
                same_place.push(merged.len());
                merged.push(Merged::new(finding, iteration));
            }
        }
    }
    for same_place in by_place.values() {
        Places::merge(&mut merged, same_place);
    }
    let mut all = Findings::default();
    let merged = merged.into_iter().filter(|found| !found.covered);
    all.extend(merged.map(|found| places.with_iteration(found)));
    all
}

/// The place of a mistake.
#[derive(PartialEq, Eq, Hash)]
enum Place {
    /// A token of the source.
    Token(String),
    /// The block of a `for`, by its number: something is lacking in it.
    Block(usize),
}

/// Findings that are equal.
struct Merged {
    /// The first of them.
    finding: Finding<SourceSpan>,
    /// The iterations that have it.
    iterations: Vec<IterationId>,
    /// True where all of them say the same, and offer the same help.
    alike: bool,
    /// True where another one stands for it.
    covered: bool,
}

impl Merged {
    fn new(finding: Finding<SourceSpan>, iteration: Option<IterationId>) -> Self {
        Merged {
            finding,
            iterations: iteration.into_iter().collect(),
            alike: true,
            covered: false,
        }
    }

    fn add(&mut self, finding: Finding<SourceSpan>, iteration: Option<IterationId>) {
        self.alike &= self.finding.help == finding.help;
        if let Some(iteration) = iteration.filter(|one| !self.iterations.contains(one)) {
            self.iterations.push(iteration);
        }
    }
}

/// The iterations, and what is said of places in them.
struct Places<'a> {
    iterations: &'a [Iteration],
}

impl Places<'_> {
    /// The place of the mistake, and the iteration that has it.
    fn of(&self, finding: &Finding<SourceSpan>) -> (Place, Option<IterationId>) {
        let key = finding.at.key();
        if finding.at.iteration.is_none() && finding.lacking == Some(Lacking::Part) {
            // A loop variable stands for the name of what lacks it.
            let mut iterations = self.iterations.iter().enumerate();
            let element = iterations.find(|(_, iteration)| iteration.elements.contains(&key));
            if let Some((index, iteration)) = element {
                return (Place::Block(iteration.repetition), Some(IterationId(index)));
            }
        }
        (Place::Token(key), finding.at.iteration)
    }

    fn get(&self, id: Option<&IterationId>) -> Option<&Iteration> {
        self.iterations.get(id?.0)
    }

    /// The number of iterations of the `for` that an iteration is one of.
    fn count(&self, of: &Iteration) -> usize {
        let same = |other: &&Iteration| other.repetition == of.repetition;
        self.iterations.iter().filter(same).count()
    }

    /// Lets the first finding of a place stand for those of other iterations. Two of one iteration
    /// are two mistakes.
    fn merge(merged: &mut [Merged], same_place: &[usize]) {
        let [first, others @ ..] = same_place else {
            return;
        };
        let iterations_of = |merged: &[Merged], index: &usize| {
            let found = merged.get(*index);
            found.map_or(Vec::new(), |found| found.iterations.clone())
        };
        let mut iterations = iterations_of(merged, first);
        for index in others {
            let more = iterations_of(merged, index);
            if more.is_empty() || more.iter().any(|one| iterations.contains(one)) {
                continue;
            }
            iterations.extend(more);
            if let Some(other) = merged.get_mut(*index) {
                other.covered = true;
            }
        }
        if let Some(first) = merged.get_mut(*first)
            && first.iterations.len() < iterations.len()
        {
            first.iterations = iterations;
            first.alike = false;
        }
    }

    /// The finding, with its first iteration unless all have it and say the same.
    fn with_iteration(&self, mut found: Merged) -> Finding<SourceSpan> {
        let first = self.get(found.iterations.iter().min());
        if let Some(first) = first.filter(|first| first.used.is_some()) {
            let text = match found.iterations.len() {
                0 | 1 => "used here".to_owned(),
                2 => "used here, and in another place".to_owned(),
                more => format!("used here, and in {} other places", more.saturating_sub(1)),
            };
            found.finding.related(text, SourceSpan::new(first.span));
            return found.finding;
        }
        if let Some(first) = first.filter(|first| !first.bindings.is_empty()) {
            let all = self.count(first) == found.iterations.len();
            let text = match (all, found.alike) {
                (true, true) => return found.finding,
                (true, false) => format!("in every iteration, as in `{}`", first.bindings),
                (false, _) => {
                    let others = found.iterations.len().saturating_sub(1);
                    format!("in the iteration `{}`{}", first.bindings, and_in(others))
                }
            };
            found.finding.related(text, SourceSpan::new(first.span));
        }
        found.finding
    }
}

/// How a note goes on where other iterations have the mistake, too.
fn and_in(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => ", and in another one".to_owned(),
        more => format!(", and in {more} others"),
    }
}
