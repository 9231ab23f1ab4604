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
mod page;
#[cfg(test)]
#[path = "../tests/support/reference.rs"]
mod reference;
mod report;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pipewright_syntax::Source;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

/// `pipeline! { … }` is a `Result<pipewright::Pipeline, pipewright::Findings>`. What is wrong in it
/// is an error of the compiler, at the wrong word.
#[proc_macro]
pub fn pipeline(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    catch_unwind(AssertUnwindSafe(|| {
        pipeline_tokens(brackets::matched(input))
    }))
    .unwrap_or_else(|panic| report::bug(&*panic))
    .into()
}

/// A page of `docs/` as a string, for `#[doc = …]` of `pipewright` alone.
#[doc(hidden)]
#[proc_macro]
pub fn page(path: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let path = path.to_string();
    let variable = |name| std::env::var(name).unwrap_or_default();
    let (root, sources) = (
        variable("CARGO_MANIFEST_DIR"),
        variable("CARGO_PKG_REPOSITORY"),
    );
    let tokens = match page::page(path.trim_matches('"'), root.as_ref(), &sources) {
        Ok(text) => Literal::string(&text).into_token_stream(),
        Err(error) => quote! { ::core::compile_error!(#error) },
    };
    tokens.into()
}

/// The macro, from tokens to tokens: each step once.
fn pipeline_tokens(input: TokenStream) -> TokenStream {
    let source = pipewright_syntax::read(input);
    expanded(&source, &expand::editor(&source))
}

fn expanded(source: &Source, editor: &TokenStream) -> TokenStream {
    if source.findings.has_errors() {
        let errors = report::errors(&source.findings);
        expand::placeholder(editor, &errors, &source.expressions)
    } else {
        let warnings = report::warnings(&source.findings);
        expand::expand(editor, &warnings, source)
    }
}
