//! The findings of the rules, beside the syntax errors.

use pipewright_model::codes::{
    DECLARED_TWICE, HIDDEN_NAME, Lacking, MADE_TWICE, MISTYPED_VARIABLE, NAME_FROM_STRING,
    UNUSED_VALUE, WRONG_TYPE,
};
use pipewright_model::finding::{Finding, Findings};
use pipewright_model::similar::closest;
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
    name_the_value(findings, &mut more);
    let same = same_name_in_each_iteration(findings, &more);
    unread.name |= same;
    unread.action |= same;
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
            Some(Lacking::Maker) => self.action,
            Some(Lacking::Declaration) => self.element || self.name,
            Some(Lacking::Named) => self.name || self.action,
            Some(Lacking::Stage) => self.name || self.incomplete.is_partial(finding.at),
            None => false,
        };
        let mut related = finding.related.iter();
        lacks_unread
            || self.incomplete.is_missing(finding.at)
            || related
                .any(|(_, at)| self.incomplete.is_partial(*at) || self.incomplete.is_missing(*at))
    }
}

/// Returns whether a `for` declares or makes one name in each iteration: whatever else is named is
/// what it should declare. That a loop variable has that name says the same.
fn same_name_in_each_iteration(
    findings: &mut Findings<SourceSpan>,
    more: &Findings<SourceSpan>,
) -> bool {
    let twice = more
        .errors()
        .filter(|it| it.code == &DECLARED_TWICE || it.code == &MADE_TWICE);
    let of_one_token = |it: &&Finding<SourceSpan>| {
        let mut related = it.related.iter();
        related.any(|(_, first)| first.key() == it.at.key())
    };
    let places: BTreeSet<String> = twice.filter(of_one_token).map(|it| it.at.key()).collect();
    let of_places = |at: &SourceSpan| places.contains(&at.key());
    findings.retain(|it| {
        it.code != &HIDDEN_NAME || !it.related.iter().any(|(_, declared)| of_places(declared))
    });
    !places.is_empty()
}

/// A bare word that is close to the name of a value which nothing names is that value: one of the two
/// is mistyped.
fn name_the_value(findings: &mut Findings<SourceSpan>, more: &mut Findings<SourceSpan>) {
    let unused = findings.warnings().filter(|it| it.code == &UNUSED_VALUE);
    let unused: Vec<(String, SourceSpan)> = unused
        .filter_map(|it| Some((quoted(&it.message)?.to_owned(), it.at)))
        .collect();
    let mut meant = BTreeSet::new();
    let mut named = Findings::default();
    for mut finding in std::mem::take(more) {
        let word = finding
            .message
            .split_once("this is the bare word ")
            .and_then(|(_, word)| quoted(word));
        let names = unused.iter().map(|(name, _)| name.as_str());
        let close = word.and_then(|word| closest(word, names));
        let declared = unused.iter().find(|(name, _)| Some(name.as_str()) == close);
        if let Some((name, at)) = declared.filter(|_| finding.code == &WRONG_TYPE) {
            finding
                .help(format!("a value with a similar name is declared: `{name}`"))
                .related(format!("`{name}` is declared here"), *at);
            meant.insert(at.key());
        }
        named.extend([finding]);
    }
    *more = named;
    findings.retain(|it| it.code != &UNUSED_VALUE || !meant.contains(&it.at.key()));
}

/// The first name in a message.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
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
