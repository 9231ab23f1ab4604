//! Findings to what makes the compiler say them.

use std::any::Any;

use pipewright_model::finding::{Finding, Findings, SHOWN};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use pipewright_syntax::place::SourceSpan;

/// The errors, each at its word, in the order of the source; of very many the first, and the
/// number of the others where the next of them is.
pub(crate) fn errors(findings: &Findings<SourceSpan>) -> TokenStream {
    let mut errors: Vec<&Finding<SourceSpan>> = findings.errors().collect();
    errors.sort_by_cached_key(|finding| finding.at.line_and_column());
    let first = errors.iter().take(SHOWN);
    first
        .map(|finding| compile_error(&finding.text_with_address(), finding.at.span))
        .chain(more(&errors).map(|(text, at)| compile_error(&text, at.span)))
        .collect()
}

/// The number of the findings that are not shown, and the place of the next of them.
fn more(findings: &[&Finding<SourceSpan>]) -> Option<(String, SourceSpan)> {
    let next = findings.get(SHOWN)?;
    let more = findings.len().saturating_sub(SHOWN);
    Some((
        format!("and {more} more, of which this is the first"),
        next.at,
    ))
}

/// An error at a place.
fn compile_error(message: &str, span: Span) -> TokenStream {
    let message = literal(message, span);
    quote_spanned!(span=> ::core::compile_error! { #message })
}

/// The warnings, like the errors. On stable, the compiler warns of nothing but what it knows
/// itself, so the word becomes the use of something deprecated.
pub(crate) fn warnings(findings: &Findings<SourceSpan>) -> TokenStream {
    let warnings: Vec<&Finding<SourceSpan>> = findings.warnings().collect();
    let first = warnings.iter().take(SHOWN);
    first
        .map(|finding| warning(finding.code.id, &finding.text_with_address(), finding.at))
        .chain(more(&warnings).map(|(text, at)| warning("MORE", &text, at)))
        .collect()
}

fn warning(name: &str, text: &str, at: SourceSpan) -> TokenStream {
    let internal = Span::mixed_site();
    let used = Ident::new(name, at.span);
    let declared = Ident::new(name, internal);
    let note = literal(text, internal);
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

#[cfg(test)]
mod tests {
    use super::{SHOWN, errors};

    #[test]
    fn of_ten_thousand_errors_the_first_are_shown() {
        let keys = "nonsense: 1; ".repeat(10_000);
        let source = pipewright_syntax::read(keys.parse().expect("tokens"));
        let shown = errors(&source.findings).to_string();
        assert_eq!(shown.matches("compile_error").count(), SHOWN + 1);
        assert!(shown.contains(" more, of which this is the first"));
    }
}
