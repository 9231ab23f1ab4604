//! Codes of rules: each with its page in the error index.

/// The weight of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// AWS would refuse it, or it would do something other than what is written.
    Error,
    /// Legal but suspicious.
    Warning,
}

/// A rule, and its page in the error index.
#[derive(Debug)]
pub struct Code {
    /// `P102`: never reused, never renumbered.
    pub id: &'static str,
    /// The weight of its findings.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub title: &'static str,
    /// What it means, and what AWS would do and when (create, deploy, the first run).
    pub why: &'static str,
    /// A line or a few that break the rule, as a user would write them.
    pub example: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// Where AWS says so; empty for rules of the language itself.
    pub source: &'static str,
    /// The absence that breaks the rule, if it is one: what is absent may stand in a part of
    /// the source that could not be read.
    pub lacking: Option<Lacking>,
}

/// The place of the absent thing that breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// In the thing that lacks it.
    Part,
    /// In an action that makes or prepares it.
    Maker,
    /// In the declaration of it.
    Declaration,
    /// In a declaration, or in a stage or an action of that name.
    Named,
    /// In a stage, which may be the one that lacks it.
    Stage,
}

/// The page of all codes, where the documentation is read; each code's part of it has an anchor.
const PAGE: &str = "https://docs.rs/pipewright/latest/pipewright/errors/index.html";

impl Code {
    /// The address of the code's part of the page.
    ///
    /// ```
    /// let address = pipewright_model::codes::UNDECLARED_ACCOUNT.address();
    /// assert!(address.ends_with("/errors/index.html#p102"));
    /// ```
    #[must_use]
    pub fn address(&self) -> String {
        format!("{PAGE}#{}", self.id.to_ascii_lowercase())
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// Declares a code with its page. It stands above the function that reports it; `codes.rs` lists
/// it for the error index.
macro_rules! code {
    (
        $name:ident = $id:literal $severity:ident $title:literal,
        why: $why:literal,
        example: $example:literal,
        fix: $fix:literal,
        source: $source:literal,
        $(lacking: $lacking:ident,)?
    ) => {
        #[doc = concat!($id, ": ", $title)]
        pub static $name: $crate::code::Code = $crate::code::Code {
            id: $id,
            severity: $crate::code::Severity::$severity,
            title: $title,
            why: $why,
            example: $example,
            fix: $fix,
            source: $source,
            lacking: $crate::code::code!(@lacking $($lacking)?),
        };
    };
    (@lacking) => { None };
    (@lacking $lacking:ident) => { Some($crate::code::Lacking::$lacking) };
}
pub(crate) use code;
