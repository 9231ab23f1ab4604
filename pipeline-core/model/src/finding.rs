//! Findings: what is broken or suspicious in a pipeline, and where.

use crate::code::{Code, Severity};
use crate::place::Place;

/// One broken or suspicious thing, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<P> {
    /// The rule that it breaks.
    pub code: &'static Code,
    /// The mistake, in the user's words: lower case, names in backticks, no full stop.
    pub message: String,
    /// The word that is wrong.
    pub at: P,
    /// The way out, where it can be guessed.
    pub help: Option<String>,
    /// Other places that belong to it, each with what is there (`first declared here`).
    pub related: Vec<(String, P)>,
}

impl<P: Place> Finding<P> {
    /// Adds what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do about it, if there is anything to say.
    pub fn maybe_help(&mut self, help: Option<String>) -> &mut Self {
        if help.is_some() {
            self.help = help;
        }
        self
    }

    /// Adds another place that belongs to it.
    pub fn related(&mut self, what: impl Into<String>, at: P) -> &mut Self {
        self.related.push((what.into(), at));
        self
    }

    /// Returns whether it stops the pipeline.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }

    /// The finding as lines of text, without its own place: code and message, then
    /// help, then the related places.
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
}

/// All findings of one pipeline, in the order in which the rules came upon them.
#[must_use = "findings that nobody looks at are lost"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings<P>(Vec<Finding<P>>);

impl<P> Default for Findings<P> {
    fn default() -> Self {
        Findings(Vec::new())
    }
}

impl<P: Place> Findings<P> {
    /// Records one, and gives it back for help and related places to be added.
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
        });
        &mut self.0[index]
    }

    /// Returns whether any of them stops the pipeline.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Finding::is_error)
    }

    /// Those that stop the pipeline.
    pub fn errors(&self) -> impl Iterator<Item = &Finding<P>> {
        self.0.iter().filter(|finding| finding.is_error())
    }

    /// Those that do not.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding<P>> {
        self.0.iter().filter(|finding| !finding.is_error())
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding<P>> {
        self.0.iter()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps those for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Finding<P>) -> bool) {
        self.0.retain(keep);
    }
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

/// `FILE:LINE:COLUMN: error: [P102] …`, a paragraph for each finding.
impl<P: Place> std::fmt::Display for Findings<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, finding) in self.0.iter().enumerate() {
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
            write!(f, "{severity}: {}", finding.text().replace('\n', "\n  "))?;
        }
        Ok(())
    }
}

impl<P: Place + std::fmt::Debug> std::error::Error for Findings<P> {}
