//! Which override a failed proof comes from.

use crate::access::verify;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::render_with;

/// So many faults of one override are reported.
const REPORTED_MAX: usize = 3;

/// The findings of a proof that fails. Where it holds without the overrides, each override that
/// breaks it by itself is reported at its own place.
pub(super) fn blamed(deployment: &Deployment<'_>, found: Findings<Location>) -> Findings<Location> {
    let overrides = &deployment.pipeline.overrides;
    let fails = |selected: &dyn Fn(usize, usize) -> bool| {
        let templates = render_with(deployment, selected).ok()?;
        verify(deployment, &templates).err()
    };
    if overrides.is_empty() || fails(&|_, _| false).is_some() {
        return found;
    }
    let mut findings = Findings::default();
    for (number, one) in overrides.iter().enumerate() {
        for (place, path) in one.paths.iter().enumerate() {
            let only = |other, part| (other, part) == (number, place);
            let Some(broken) = fails(&only) else {
                continue;
            };
            for fault in broken.errors().take(REPORTED_MAX) {
                let message = format!(
                    "override of `{}` of `{}`: {}",
                    path.path, one.written, fault.message
                );
                findings
                    .report(fault.code, path.at, message)
                    .help("without this override the proof holds: narrow it, or leave it out");
            }
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
        together.extend([fault]);
    }
    together
}
