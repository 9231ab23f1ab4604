//! Why a command ends with another exit code than 0.

use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::process::ExitCode;

use pipewright_model::finding::{Finding, Findings};
use pipewright_model::place::Location;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was told already what is wrong: findings, differences.
    Told,
    /// The command could not be done: what is wrong, and what to do.
    Refused {
        what: String,
        /// Empty where there is nothing to say.
        help: String,
    },
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Failure::Refused {
            what: what.into(),
            help: String::new(),
        }
    }

    pub(crate) fn with_help(what: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Refused {
            what: what.into(),
            help: help.into(),
        }
    }

    /// A file or a folder could not be read or written.
    pub(crate) fn of_file(path: &Path, error: &std::io::Error) -> Self {
        Failure::new(format!("`{}`: {error}", path.display()))
    }

    /// A folder could not be written or compared.
    pub(crate) fn of_output(findings: Findings<Location>) -> Self {
        let texts: Vec<String> = findings.errors().map(Finding::text_with_address).collect();
        Failure::new(texts.join("\n"))
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(1)
    }
}

impl Display for Failure {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Told => Ok(()),
            Failure::Refused { what, .. } => out.write_str(what),
        }
    }
}
