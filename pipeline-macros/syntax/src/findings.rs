//! The findings of the rules, beside the syntax errors.

use pipewright_model::codes::{Lacking, MISTYPED_VARIABLE, NAME_FROM_STRING};
use pipewright_model::finding::{Finding, Findings};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;

use crate::combinations::check_all;
use crate::follow_ups::SyntaxErrors;
use crate::parse::{Parsed, Unread};
use crate::place::SourceSpan;

/// Adds what the rules find. Next to syntax errors, only their errors: what is suspicious
/// may be so because something could not be read. Nothing is added about what is lacking
/// where that may be among what could not be read.
pub(crate) fn add_checks(parsed: &mut Parsed, tokens: TokenStream) {
    let Parsed { source, unread, .. } = parsed;
    let findings = &mut source.findings;
    let checked = check_all(&source.model, &source.conditions);
    let mut more = checked.findings;
    source.silent = checked.silent;
    name_the_variable(findings, &mut more);
    if findings.has_errors() {
        let errors = SyntaxErrors::take_first(findings, tokens);
        more.retain(|finding| {
            finding.is_error() && !unread.explains(finding) && !errors.are_near(finding.at)
        });
    } else {
        more.retain(|finding| !unread.explains(finding));
    }
    findings.extend(more);
}

impl Unread {
    /// Returns whether a finding follows from what could not be read.
    fn explains(&self, finding: &Finding<SourceSpan>) -> bool {
        let lacks_unread = match finding.lacking {
            Some(Lacking::Part) => {
                self.incomplete.is_partial(finding.at) || self.incomplete.is_beside(finding.at)
            }
            Some(Lacking::Maker) => self.action && finding.related.is_empty(),
            Some(Lacking::Declaration) => self.element || self.name && finding.related.is_empty(),
            Some(Lacking::Named) => (self.name || self.action) && finding.related.is_empty(),
            Some(Lacking::Stage) => self.name || self.incomplete.is_partial(finding.at),
            None => false,
        };
        let mut related = finding.related.iter();
        lacks_unread
            || self.incomplete.is_missing(finding.at)
            || related.any(|(_, at)| self.incomplete.is_partial(*at))
    }
}

/// A text with a mistyped loop variable is not the text that was meant: what the rules find in it
/// follows from that. Where they find an error, the mistyped variable is one: `"app-{acount}"`.
fn name_the_variable(findings: &mut Findings<SourceSpan>, more: &mut Findings<SourceSpan>) {
    let wrong: BTreeSet<String> = more.errors().map(|it| it.at.key()).collect();
    let mistyped = |it: &Finding<SourceSpan>| it.code == &MISTYPED_VARIABLE;
    let named: Vec<Finding<SourceSpan>> =
        findings.iter().filter(|it| mistyped(it)).cloned().collect();
    for mut finding in named {
        let at = finding.at.key();
        more.retain(|it| it.code == &NAME_FROM_STRING || it.at.key() != at);
        if wrong.contains(&at) {
            findings.retain(|it| !mistyped(it) || it.at.key() != at);
            finding.code = &NAME_FROM_STRING;
            more.extend([finding]);
        }
    }
}
