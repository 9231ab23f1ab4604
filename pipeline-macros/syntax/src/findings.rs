//! The findings of the rules, beside the syntax errors.

use pipewright_model::codes::{
    Lacking, MALFORMED_STRING, MISTYPED_VARIABLE, NAME_OF_TEXT, TOO_FEW_STAGES,
};
use pipewright_model::finding::{Finding, Findings};
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
    name_the_variable(findings, &mut more);
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

/// Puts the name of the loop variable that was meant in place of the braces that a name does not
/// take: `"app-{acount}"`.
fn name_the_variable(findings: &mut Findings<SourceSpan>, more: &mut Findings<SourceSpan>) {
    let malformed = |at: SourceSpan| {
        let mut more = more.iter();
        more.any(|it| it.code == &MALFORMED_STRING && it.at.key() == at.key())
    };
    let mistyped = findings.warnings();
    let mistyped = mistyped.filter(|it| it.code == &MISTYPED_VARIABLE && malformed(it.at));
    let mistyped: Vec<Finding<SourceSpan>> = mistyped.cloned().collect();
    for mut finding in mistyped {
        let same = |it: &Finding<SourceSpan>| it.at.key() == finding.at.key();
        findings.retain(|it| !(it.code == &MISTYPED_VARIABLE && same(it)));
        more.retain(|it| !(it.code == &MALFORMED_STRING && same(it)));
        finding.code = &NAME_OF_TEXT;
        more.extend([finding]);
    }
}
