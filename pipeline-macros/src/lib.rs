//! The `pipeline!` macro of `pipewright`.
//!
//! Tokens are read and checked by `pipewright-syntax`, and expanded to the builder calls that a
//! person would have written. No rule about pipelines lives here.

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

mod brackets;
mod expand;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
#[path = "../tests/support/reference.rs"]
mod reference;
mod report;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;

/// A pipeline, checked while it compiles.
///
/// Yields a `Result<pipewright::Pipeline, pipewright::Findings>`.
#[proc_macro]
pub fn pipeline(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    catch_unwind(AssertUnwindSafe(|| {
        pipeline_tokens(brackets::matched(input))
    }))
    .unwrap_or_else(|panic| report::bug(&*panic))
    .into()
}

/// The macro, from tokens to tokens: each step once.
fn pipeline_tokens(input: TokenStream) -> TokenStream {
    let source = pipewright_syntax::read(input);
    let editor = expand::editor(&source);
    if source.findings.has_errors() {
        let errors = report::errors(&source.findings);
        expand::placeholder(&editor, &errors, &source.expressions)
    } else {
        let warnings = report::warnings(&source.findings);
        expand::expand(&editor, &warnings, &source)
    }
}
