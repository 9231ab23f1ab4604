//! Findings: the errors and warnings of a pipeline, with their places.

use std::collections::HashMap;

use crate::code::{Code, Lacking, Severity};
use crate::codes;
use crate::place::Place;

/// The most findings that are shown at once: nobody reads more, and a compiler takes seconds to
/// print thousands.
pub const SHOWN: usize = 100;

/// The codes of findings that say of a name, the first of their messages, that nothing has it.
const BY_NAME: &[&Code] = &[
    &codes::UNDECLARED_ACCOUNT,
    &codes::UNDECLARED_STORE,
    &codes::UNDECLARED_ROLE,
    &codes::UNDECLARED_PROJECT,
    &codes::UNDECLARED_ACTION_TYPE,
    &codes::UNKNOWN_NAMESPACE,
    &codes::UNKNOWN_TRIGGER_SOURCE,
    &codes::UNKNOWN_FILTER,
    &codes::UNKNOWN_THING,
];

/// An error or a warning about a pipeline, with its place.
///
/// [`Findings::report`] makes one and shows an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<P> {
    /// The code of the rule that the pipeline breaks.
    pub code: &'static Code,
    /// The mistake, in the user's words: lower case, names in backticks, no full stop.
    pub message: String,
    /// The place of the wrong word.
    pub at: P,
    /// The advice how to correct it, if there is any.
    pub help: Option<String>,
    /// The related places, each with its label, such as `first declared here`.
    pub related: Vec<(String, P)>,
    /// The absence that it is about, if it is about one; its code's unless said otherwise.
    pub lacking: Option<Lacking>,
    /// The name of the pipeline, and the place of its beginning, where these are known.
    pub pipeline: Option<(String, P)>,
}

impl<P: Place> Finding<P> {
    /// Sets the advice how to correct it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the advice, if there is any.
    pub fn maybe_help(&mut self, help: Option<String>) -> &mut Self {
        if help.is_some() {
            self.help = help;
        }
        self
    }

    /// Says that it is about an absence, although not every finding of its code is.
    pub fn lacking(&mut self, lacking: Lacking) -> &mut Self {
        self.lacking = Some(lacking);
        self
    }

    /// Adds a related place with its label.
    pub fn related(&mut self, what: impl Into<String>, at: P) -> &mut Self {
        self.related.push((what.into(), at));
        self
    }

    /// Returns whether the finding is an error, which stops the pipeline.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }

    /// Formats the finding without its own place: a line for code and message, one for the
    /// help, and one for each related place.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("[{}] {}", self.code.id, self.message);
        if let Some(help) = &self.help {
            text.push_str("\nhelp: ");
            text.push_str(help);
        }
        for (what, at) in &self.related {
            text.push_str("\nnote: ");
            text.push_str(what);
            if let Some(place) = at.describe() {
                text.push_str(": ");
                text.push_str(&place);
            }
        }
        text
    }

    /// Formats the finding like [`Finding::text`], and below it the address of the code's page.
    #[must_use]
    pub fn text_with_address(&self) -> String {
        format!("{}\nsee: {}", self.text(), self.code.address())
    }
}

/// All findings of one pipeline, in the order in which the rules reported them.
///
/// ```
/// use pipewright_model::{codes, finding::Findings, place::Location};
///
/// let mut findings = Findings::default();
/// findings
///     .report(&codes::UNKNOWN_TIME_ZONE, Location::here(), "no time zone is called `Europe/Berln`")
///     .help("a time zone with a similar name: `Europe/Berlin`");
///
/// assert!(!findings.has_errors());
/// for finding in findings.warnings() {
///     assert_eq!(
///         finding.text(),
///         "[P443] no time zone is called `Europe/Berln`\n\
///          help: a time zone with a similar name: `Europe/Berlin`"
///     );
/// }
/// ```
#[must_use = "findings that nobody looks at are lost"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings<P>(Vec<Finding<P>>);

impl<P> Default for Findings<P> {
    fn default() -> Self {
        Findings(Vec::new())
    }
}

impl<P: Place> Findings<P> {
    /// Records a finding, and returns it so that help and related places can be added.
    pub fn report(
        &mut self,
        code: &'static Code,
        at: P,
        message: impl Into<String>,
    ) -> &mut Finding<P> {
        let index = self.0.len();
        self.0.push(Finding {
            code,
            message: message.into(),
            at,
            help: None,
            related: Vec::new(),
            lacking: code.lacking,
            pipeline: None,
        });
        &mut self.0[index]
    }

    /// Lets the first of all findings about one name that nothing declares or makes stand for the
    /// others, and name their places.
    pub fn merge_uses(self) -> Self {
        let mut merged: Findings<P> = Findings::default();
        let mut first: HashMap<String, Vec<usize>> = HashMap::new();
        for finding in self {
            let Some(name) = absent_name(&finding) else {
                merged.0.push(finding);
                continue;
            };
            let of_name = first.entry(name.to_owned()).or_default();
            let known = of_name.iter().copied().find(|index| {
                let known = merged.0.get(*index);
                known.is_some_and(|known| are_of_one(known, &finding))
            });
            if let Some(known) = known.and_then(|index| merged.0.get_mut(index)) {
                let place = finding.at.describe();
                // A loop in Rust uses it again at the same place.
                if place.is_none() || place != known.at.describe() {
                    known.related("used here too", finding.at);
                }
            } else {
                of_name.push(merged.0.len());
                merged.0.push(finding);
            }
        }
        merged
    }

    /// Says of which pipeline the findings are, unless that is said.
    pub fn set_pipeline(&mut self, name: &str, at: P) {
        for finding in &mut self.0 {
            finding
                .pipeline
                .get_or_insert_with(|| (name.to_owned(), at));
        }
    }

    /// Lets each finding name its pipeline: of several, one function may have made a part of each,
    /// and then the place is the same.
    ///
    /// ```
    /// use pipewright_model::{codes, finding::Findings, place::Location};
    ///
    /// let mut findings = Findings::default();
    /// findings.report(&codes::NO_REGION, Location::here(), "there is no region `eu-wset-1`");
    /// findings.set_pipeline("site-dev", Location::here());
    /// findings.name_pipelines();
    /// assert!(findings.to_string().contains("note: in pipeline `site-dev`: "));
    /// ```
    pub fn name_pipelines(&mut self) {
        for finding in &mut self.0 {
            if let Some((name, at)) = finding.pipeline.take() {
                finding.related(format!("in pipeline `{name}`"), at);
            }
        }
    }

    /// Changes every text: messages, advice, and what stands beside related places.
    pub fn change_texts(&mut self, change: impl Fn(&str) -> String) {
        for finding in &mut self.0 {
            finding.message = change(&finding.message);
            finding.help = finding.help.as_deref().map(&change);
            for (what, _) in &mut finding.related {
                *what = change(what);
            }
        }
    }

    /// Changes the advice of each.
    pub fn change_advice(&mut self, change: impl Fn(&str) -> String) {
        for finding in &mut self.0 {
            finding.help = finding.help.as_deref().map(&change);
        }
    }

    /// Returns whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Finding::is_error)
    }

    /// The errors, which stop the pipeline.
    pub fn errors(&self) -> impl Iterator<Item = &Finding<P>> {
        self.0.iter().filter(|finding| finding.is_error())
    }

    /// The warnings, which do not.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding<P>> {
        self.0.iter().filter(|finding| !finding.is_error())
    }

    /// The errors and warnings, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding<P>> {
        self.0.iter()
    }

    /// Returns whether there are no findings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps the findings for which `keep` returns `true`.
    pub fn retain(&mut self, keep: impl FnMut(&Finding<P>) -> bool) {
        self.0.retain(keep);
    }
}

/// The name that nothing declares or makes, of a finding about one, or that of a declared value
/// which does not fit where it is used, or of a loop variable that does not exist: the first that
/// its message has.
fn absent_name<P>(finding: &Finding<P>) -> Option<&str> {
    let is_absent = matches!(
        finding.code.lacking,
        Some(Lacking::Declaration | Lacking::Maker | Lacking::Named)
    ) || [&codes::NOT_THIS_VALUE, &codes::NAME_FROM_STRING].contains(&finding.code);
    let mut parts = finding.message.split('`').skip(1).step_by(2);
    // An action of a stage stands behind the stage.
    let name = if finding.code == &codes::UNKNOWN_FILTER {
        parts.last()
    } else {
        parts.next()
    };
    name.filter(|_| is_absent)
}

/// Returns whether two findings about one absent name are about the same thing: a name that is
/// used in two ways, such as `Checkout` in a trigger and in `Checkout.CommitId`.
fn are_of_one<P>(one: &Finding<P>, other: &Finding<P>) -> bool {
    let same = one.code == other.code && one.message == other.message;
    let by_name = |finding: &Finding<P>| BY_NAME.contains(&finding.code);
    let both = by_name(one) && by_name(other);
    same || both && one.code != other.code && !(is_declared(one) && is_declared(other))
}

/// Returns whether it names the family of declarations that the name is of.
fn is_declared<P>(finding: &Finding<P>) -> bool {
    finding.code.lacking == Some(Lacking::Declaration)
}

impl<P> IntoIterator for Findings<P> {
    type Item = Finding<P>;
    type IntoIter = std::vec::IntoIter<Finding<P>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<P> Extend<Finding<P>> for Findings<P> {
    fn extend<T: IntoIterator<Item = Finding<P>>>(&mut self, more: T) {
        self.0.extend(more);
    }
}

/// Writes a paragraph for each finding: `FILE:LINE:COLUMN: error: [P102] …`, and the address of
/// its page below it. Of more than
/// [`SHOWN`], it writes the first ones, errors before warnings, and the number of the others.
impl<P: Place> std::fmt::Display for Findings<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown: Vec<&Finding<P>> = self.0.iter().collect();
        if shown.len() > SHOWN {
            shown.sort_by_key(|finding| !finding.is_error());
        }
        for (index, finding) in shown.iter().take(SHOWN).enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            if let Some(place) = finding.at.describe() {
                write!(f, "{place}: ")?;
            }
            let severity = if finding.is_error() {
                "error"
            } else {
                "warning"
            };
            let text = finding.text_with_address();
            write!(f, "{severity}: {}", text.replace('\n', "\n  "))?;
        }
        match shown.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

impl<P: Place + std::fmt::Debug> std::error::Error for Findings<P> {}

#[cfg(test)]
mod tests {
    use super::{Findings, SHOWN};
    use crate::codes::{UNDECLARED_ROLE, UNKNOWN_KEY, UNKNOWN_TIME_ZONE};
    use crate::place::Location;

    #[test]
    fn a_name_that_nothing_declares_is_one_finding() {
        let mut findings = Findings::default();
        for message in [
            "`a` is not declared",
            "`b` is not declared",
            "`a` is not declared",
        ] {
            findings.report(&UNDECLARED_ROLE, Location::here(), message);
        }
        findings.report(&UNDECLARED_ROLE, Location::here(), "`a` is not declared");
        let merged = findings.merge_uses();
        let related: Vec<usize> = merged.iter().map(|found| found.related.len()).collect();
        assert_eq!(related, [1, 0], "one place of a loop, and another one");
    }

    #[test]
    fn of_very_many_the_first_are_written_and_errors_before_warnings() {
        let mut findings = Findings::default();
        for number in 0..SHOWN {
            let message = format!("warning {number}");
            findings.report(&UNKNOWN_TIME_ZONE, Location::here(), message);
        }
        assert!(!findings.to_string().contains("more"));
        findings.report(&UNKNOWN_KEY, Location::here(), "an error");
        let written = findings.to_string();
        assert!(
            written
                .lines()
                .next()
                .is_some_and(|first| first.ends_with("an error"))
        );
        let last = format!("\n  see: {}\nand 1 more", UNKNOWN_TIME_ZONE.address());
        let shown = written.strip_suffix(&last);
        assert!(
            shown.is_some_and(|shown| shown.ends_with("warning 98")),
            "{written}"
        );
    }
}
