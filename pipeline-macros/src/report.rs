//! Findings to what makes the compiler say them.

use std::any::Any;

use pipewright_model::finding::{Finding, Findings};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use pipewright_syntax::place::SourceSpan;

/// Every error, at its word, in the order of the source.
pub(crate) fn errors(findings: &Findings<SourceSpan>) -> TokenStream {
    let mut errors: Vec<&Finding<SourceSpan>> = findings.errors().collect();
    errors.sort_by_key(|finding| finding.at.line_and_column());
    errors
        .into_iter()
        .map(|finding| compile_error(&finding.text(), finding.at.span))
        .collect()
}

/// An error at a place.
fn compile_error(message: &str, span: Span) -> TokenStream {
    let message = literal(message, span);
    quote_spanned!(span=> ::core::compile_error! { #message })
}

/// Every warning, at its word: on stable, the compiler warns of nothing but what it
/// knows itself, so the word becomes the use of something deprecated.
pub(crate) fn warnings(findings: &Findings<SourceSpan>) -> TokenStream {
    findings.warnings().map(warning).collect()
}

fn warning(finding: &Finding<SourceSpan>) -> TokenStream {
    let internal = Span::mixed_site();
    let used = Ident::new(finding.code.id, finding.at.span);
    let declared = Ident::new(finding.code.id, internal);
    let note = literal(&finding.text(), internal);
    quote_spanned! {internal=>
        {
            #[deprecated(note = #note)]
            const #declared: &str = "";
            let _ = #used;
        }
    }
}

/// A panic of the macro itself.
pub(crate) fn bug(panic: &(dyn Any + Send)) -> TokenStream {
    let said = panic.downcast_ref::<&str>().copied();
    let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let message = format!(
        "a bug in `pipeline!`: {}\n\
         help: please report it, together with the pipeline, to the maintainers of `pipewright`",
        said.unwrap_or("it panicked on this pipeline"),
    );
    compile_error(&message, Span::call_site())
}

fn literal(text: &str, span: Span) -> Literal {
    let mut literal = Literal::string(text);
    literal.set_span(span);
    literal
}
