//! What core's rules find, beside what could not be read.

use pipewright_model::rules::check;
use pipewright_model::codes::Lacking;
use pipewright_model::codes::TOO_FEW_STAGES;
use pipewright_model::finding::Findings;
use pipewright_model::model::Model;

use crate::place::At;

/// Adds what core's checker finds. Next to syntax errors, only its errors: what is
/// suspicious may be so because something could not be read. Nor what something lacks that
/// could not be read whole, or that nothing makes what an action may that was `lost`.
pub(crate) fn add_checks(findings: &mut Findings<At>, model: &Model<At>, lost_action: bool) {
    let broken = findings.has_errors();
    let mut more = check(model);
    more.retain(|finding| {
        let lacking = finding.code.lacking;
        let part = lacking == Some(Lacking::Part);
        let stages = finding.code == &TOO_FEW_STAGES;
        let maker = lacking == Some(Lacking::Maker);
        finding.at.written
            && (finding.is_error() || !broken)
            && (finding.at.whole || !part)
            && (model.at.whole || !stages)
            && !(maker && lost_action && finding.related.is_empty())
    });
    findings.extend(more);
}
