//! Every rule's code, in one list: from it the checker takes the codes, and the
//! error index its pages.

mod action_types;
mod conditions;
mod configuration;
mod declarations;
mod flow;
mod plan;
mod settings;
mod structure;
mod syntax;
mod triggers;

pub use action_types::*;
pub use conditions::*;
pub use configuration::*;
pub use declarations::*;
pub use flow::*;
pub use plan::*;
pub use settings::*;
pub use structure::*;
pub use syntax::*;
pub use triggers::*;

/// Whether a finding stops the pipeline.
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
    /// Whether it stops the pipeline.
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

/// Where the absent thing would have stood that breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// In the thing that lacks it.
    Part,
    /// In an action that makes or prepares it.
    Maker,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// Declares the codes of one family and their list.
macro_rules! codes {
    ($list:ident: $($name:ident = $id:literal $severity:ident $title:literal {
        why: $why:literal,
        example: $example:literal,
        fix: $fix:literal,
        source: $source:literal,
        $(lacking: $lacking:ident,)?
    })*) => {
        $(
            #[doc = concat!($id, ": ", $title)]
            pub static $name: $crate::codes::Code = $crate::codes::Code {
                id: $id,
                severity: $crate::codes::Severity::$severity,
                title: $title,
                why: $why,
                example: $example,
                fix: $fix,
                source: $source,
                lacking: $crate::codes::lacking!($($lacking)?),
            };
        )*
        /// The codes of this family, in order.
        pub static $list: &[&$crate::codes::Code] = &[$(&$name),*];
    };
}
use codes;

/// The absence that a code names, or none.
macro_rules! lacking {
    () => {
        None
    };
    ($lacking:ident) => {
        Some($crate::codes::Lacking::$lacking)
    };
}
use lacking;

/// Every code there is, in the order of the error index.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        SYNTAX,
        DECLARATIONS,
        ACTION_TYPES,
        FLOW,
        STRUCTURE,
        CONDITIONS,
        TRIGGERS,
        SETTINGS,
        CONFIGURATION,
        PLAN,
    ]
    .into_iter()
    .flatten()
    .copied()
}
