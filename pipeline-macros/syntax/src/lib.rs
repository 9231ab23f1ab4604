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

mod findings;
mod lower;
mod parse;
pub mod place;
mod tree;
mod turns;

use pipewright_model::finding::Findings;
use pipewright_model::model::Model;
use proc_macro2::TokenStream;

pub use parse::{Clause, DECLARATIONS, Mark, STAGE_WORDS, Space, is_keyword};
use place::At;

/// A pipeline's source, read and checked.
#[derive(Debug)]
pub struct Source {
    /// The pipeline, as much of it as could be read.
    pub model: Model<At>,
    /// The Rust expressions, by their numbers in the model.
    pub expressions: Vec<TokenStream>,
    /// The syntax errors, and the findings of the rules.
    pub findings: Findings<At>,
    /// The names that an editor should know.
    pub marks: Vec<Mark>,
}

/// Reads and checks the inside of a `pipeline! { … }`.
#[must_use]
pub fn read(tokens: TokenStream) -> Source {
    let (mut source, parsed) = parsed(tokens);
    findings::add_checks(&mut source.findings, &source.model, parsed.lost_action);
    source.findings = turns::merge(source.findings, &parsed.turns);
    source
}

/// Reads the inside of a `pipeline! { … }`, and looks at no rule.
#[must_use]
pub fn parse(tokens: TokenStream) -> Source {
    let (mut source, parsed) = parsed(tokens);
    source.findings = turns::merge(source.findings, &parsed.turns);
    source
}

struct Rest {
    lost_action: bool,
    turns: Vec<turns::Turn>,
}

fn parsed(tokens: TokenStream) -> (Source, Rest) {
    let parsed = parse::parse(tokens);
    let lowered = lower::lower(parsed.tree);
    let source = Source {
        model: lowered.model,
        expressions: lowered.expressions,
        findings: parsed.findings,
        marks: parsed.marks,
    };
    let rest = Rest {
        lost_action: parsed.lost_action,
        turns: parsed.turns,
    };
    (source, rest)
}
