//! Which override a failed proof comes from.

use std::collections::BTreeSet;

use crate::access::verify;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::render_with;

/// The findings of a proof that fails. What fails without the overrides too is reported as it is;
/// and each override that breaks something more by itself, at its own place.
pub(super) fn blamed(deployment: &Deployment<'_>, found: Findings<Location>) -> Findings<Location> {
    let overrides = &deployment.pipeline.overrides;
    let fails = |selected: &dyn Fn(usize, usize) -> bool| {
        let templates = render_with(deployment, selected).ok()?;
        verify(deployment, &templates).err()
    };
    if overrides.is_empty() {
        return found;
    }
    let mut findings = fails(&|_, _| false).unwrap_or_default();
    let known: BTreeSet<String> = findings
        .errors()
        .map(|fault| without_count(&fault.message).to_owned())
        .collect();
    let is_new = |message: &str| !known.contains(without_count(message));
    for (number, one) in overrides.iter().enumerate() {
        for (place, path) in one.paths.iter().enumerate() {
            let only = |other, part| (other, part) == (number, place);
            let Some(broken) = fails(&only) else {
                continue;
            };
            let more = broken.errors().filter(|fault| is_new(&fault.message));
            let more: Vec<_> = more.collect();
            let Some(fault) = more.first() else {
                continue;
            };
            let others = match more.len() - 1 {
                0 => String::new(),
                count => format!("; it breaks {count} more"),
            };
            let message = format!(
                "override of `{}` of `{}`: {}{others}",
                path.path, one.written, fault.message
            );
            findings
                .report(fault.code, path.at, message)
                .help("without this override the proof holds: narrow it, or leave it out");
        }
    }
    if findings.has_errors() {
        return findings;
    }
    // No one of them does it alone.
    let mut together = Findings::default();
    for mut fault in found {
        for one in overrides {
            fault.related("without the overrides the proof holds", one.at);
        }
        fault.help("the overrides do this together: narrow one of them, or leave it out");
        together.extend([fault]);
    }
    together
}

/// A message without the number of those that are like it.
fn without_count(message: &str) -> &str {
    message.split(" (and ").next().unwrap_or(message)
}
