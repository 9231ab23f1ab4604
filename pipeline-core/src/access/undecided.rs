//! What permissions boundaries do not tell of needed calls: they say what decides only when a call
//! is made.

use super::verifier::Verifier;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use std::collections::BTreeSet;

/// So many calls are shown.
const CALLS_SHOWN: usize = 4;

/// The calls that are not decided for one reason, by the boundaries of one declaration: it bounds
/// the roles of several accounts, each by a policy of its own.
struct Undecided<'v> {
    at: Location,
    why: &'v str,
    boundaries: Vec<&'v str>,
    calls: BTreeSet<&'static str>,
}

/// Reports what is not decided.
pub(super) fn report(verifier: &Verifier, findings: &mut Findings<Location>) {
    for found in undecided(verifier) {
        let shown: Vec<String> = found.calls.iter().map(|call| format!("`{call}`")).collect();
        let (shown, rest) = shown.split_at(shown.len().min(CALLS_SHOWN));
        let rest = match rest.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "whether permissions boundary `{}` allows {}{rest} is not known: {}",
            found.boundaries.join("` or `"),
            shown.join(", "),
            found.why
        );
        findings
            .report(&codes::BOUNDARY_UNDECIDED, found.at, message)
            .help(
                "the pipeline needs these calls: see that the condition lets its roles make them",
            );
    }
}

fn undecided(verifier: &Verifier) -> Vec<Undecided<'_>> {
    let mut all: Vec<Undecided<'_>> = Vec::new();
    for ((boundary, why), calls) in &verifier.undecided_by_boundary {
        let Some(at) = verifier.boundaries.get(boundary) else {
            continue;
        };
        let mut known = all.iter_mut();
        match known.find(|known| known.at == *at && known.why == why) {
            Some(known) => {
                known.boundaries.push(boundary);
                known.calls.extend(calls);
            }
            None => all.push(Undecided {
                at: *at,
                why,
                boundaries: vec![boundary],
                calls: calls.clone(),
            }),
        }
    }
    all
}
