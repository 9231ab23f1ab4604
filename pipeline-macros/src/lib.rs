//! The `pipeline!` macro of `pipewright`.
//!
//! Tokens are parsed into a syntax tree, lowered to core's model, checked there, and
//! expanded to rows that core's builder reads. No rule about pipelines lives here.

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

mod expand;
#[cfg(test)]
mod fuzz;
mod lower;
mod parse;
mod place;
mod report;
mod tree;
mod turns;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;

/// A pipeline, checked while it compiles.
///
/// Yields a `Result<pipewright::Pipeline, pipewright::Findings>`.
#[proc_macro]
pub fn pipeline(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    catch_unwind(AssertUnwindSafe(|| pipeline_tokens(parse::matched(input))))
        .unwrap_or_else(|panic| report::bug(&*panic))
        .into()
}

/// The macro, from tokens to tokens: each step once.
fn pipeline_tokens(input: TokenStream) -> TokenStream {
    let parsed = parse::parse(input);
    let lowered = lower::lower(parsed.tree);
    let mut findings = parsed.findings;
    report::add_checks(&mut findings, &lowered.model, parsed.lost_action);
    let findings = turns::merge(findings, &parsed.turns);
    let editor = expand::editor(&parsed.marks);
    if findings.has_errors() {
        let errors = report::errors(&findings);
        expand::placeholder(&editor, &errors, &lowered.expressions)
    } else {
        let warnings = report::warnings(&findings);
        expand::expand(&editor, &warnings, &findings, &lowered)
    }
}
