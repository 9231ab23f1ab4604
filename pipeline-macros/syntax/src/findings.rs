//! The findings of the rules, beside the syntax errors.

use pipewright_model::codes::{Lacking, TOO_FEW_STAGES};
use pipewright_model::finding::Findings;
use pipewright_model::model::Model;
use pipewright_model::rules::check;

use crate::parse::Unread;
use crate::place::SourceSpan;

/// Adds what the rules find. Next to syntax errors, only their errors: what is suspicious
/// may be so because something could not be read. Nothing is added about what is lacking
/// where that may be among what could not be read.
pub(crate) fn add_checks(
    findings: &mut Findings<SourceSpan>,
    model: &Model<SourceSpan>,
    unread: &Unread,
) {
    let broken = findings.has_errors();
    let mut more = check(model);
    more.retain(|finding| {
        let incomplete = &unread.incomplete;
        let lacks_unread = match finding.code.lacking {
            Some(Lacking::Part) => incomplete.is_partial(finding.at),
            Some(Lacking::Maker) => unread.action && finding.related.is_empty(),
            None => false,
        };
        let follows = lacks_unread
            || incomplete.is_missing(finding.at)
            || (unread.declaration && finding.code == &TOO_FEW_STAGES);
        !follows && (finding.is_error() || !broken)
    });
    findings.extend(more);
}
