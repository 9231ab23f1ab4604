//! Types: CloudFormation changes that of no resource, and takes no template that would.

use super::stood::Stood;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;

/// Warns of resources that get another type under their logical id.
pub(super) fn report(old: &Stood, new: &Stood, at: Location, findings: &mut Findings<Location>) {
    let now = new.by_place();
    for (place, (_, was)) in old.by_place() {
        let Some((_, is)) = now.get(&place) else {
            continue;
        };
        if was.kind() == is.kind() {
            continue;
        }
        let message = format!(
            "{} of {} was `{}`, and is `{}` now",
            is.with_its_source(),
            is.stack,
            was.kind(),
            is.kind()
        );
        findings.report(&codes::TYPE_CHANGES, at, message).help(
            "give the new one another name: CloudFormation makes it then, and deletes the old one",
        );
    }
}
