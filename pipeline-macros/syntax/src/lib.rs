//! The language of `pipeline!`: tokens to the model, its findings, and what an editor needs.
//!
//! A library, so that the macro, the tests and other fronts read the same language and say
//! the same of it. No rule about pipelines lives here: those are in `pipewright-model`.

// A macro that panics takes all its errors with it.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

extern crate proc_macro;

mod combinations;
mod findings;
mod follow_ups;
mod hints;
mod incomplete;
mod iterations;
mod model;
mod parse;
pub mod place;

use std::env;
use std::path::{Path, PathBuf};

use pipewright_model::codes::Code;
use pipewright_model::finding::Findings;
use pipewright_model::model::Model;
use proc_macro2::TokenStream;

pub use parse::{
    BranchCondition, BranchLiteral, Clause, ConditionId, Conditions, DECLARATIONS, EditorName,
    Keys, NameKind, NamedId, NamedValues, STAGE_WORDS, WordSet, is_identifier, is_keyword,
};
use place::SourceSpan;

/// A pipeline's source, read and checked.
#[derive(Debug)]
pub struct Source {
    /// The pipeline, as much of it as could be read.
    pub model: Model<SourceSpan>,
    /// The Rust expressions, by their numbers in the model.
    pub expressions: Vec<TokenStream>,
    /// The syntax errors, and the findings of the rules.
    pub findings: Findings<SourceSpan>,
    /// The names that an editor should know.
    pub editor_names: Vec<EditorName>,
    /// The sets of words that some of them are of, by their numbers.
    pub word_sets: Vec<WordSet>,
    /// The conditions of `if`s, and the branches that they lead to.
    pub conditions: Conditions,
    /// Warnings that are none, by code and message: what they say of one branch does not hold in
    /// another one.
    pub silent: Vec<(&'static Code, String)>,
    /// The values that have names.
    pub named: NamedValues,
}

/// Reads and checks the inside of a `pipeline! { … }`. Included files are those of the crate that
/// is being compiled.
#[must_use]
pub fn read(tokens: TokenStream) -> Source {
    checked(tokens, &crate_dir(), false)
}

/// Reads and checks a pipeline that is a file of its own, of which no compiler sees the Rust. The
/// paths of included files start at this folder.
#[must_use]
pub fn read_in(tokens: TokenStream, root: &Path) -> Source {
    checked(tokens, root, true)
}

fn checked(tokens: TokenStream, root: &Path, is_file: bool) -> Source {
    let mut parsed = parse::parse(tokens.clone(), root, is_file);
    findings::add_checks(&mut parsed, tokens);
    merged(parsed)
}

/// Reads the inside of a `pipeline! { … }`, and looks at no rule.
#[must_use]
pub fn parse(tokens: TokenStream) -> Source {
    merged(parse::parse(tokens, &crate_dir(), false))
}

fn crate_dir() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from)
}

fn merged(parsed: parse::Parsed) -> Source {
    Source {
        findings: iterations::merge(parsed.source.findings, &parsed.iterations).merge_uses(),
        ..parsed.source
    }
}
