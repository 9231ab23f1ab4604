//! Model to what stands in its place in the user's program: the rows that core reads it
//! from, and the Rust expressions and included files that they name.
//!
//! The compiler takes a text as it is, so a pipeline of any size costs it next to nothing.
//! What each word's place is stands in the rows, so that findings at run time point at it.

mod editor;
mod environment;

use pipewright_model::finding::Findings;
use pipewright_model::model::rows::{self, Later, Rows};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use pipewright_syntax::Source;
use pipewright_syntax::place::SourceSpan;

pub(crate) use editor::editor;

/// A pipeline without errors: a block that builds it.
pub(crate) fn expand(editor: &TokenStream, warnings: &TokenStream, source: &Source) -> TokenStream {
    let internal = Span::mixed_site();
    let file = source.model.at.file();
    let Rows {
        rows,
        later,
        included,
    } = rows::write(&source.model, &|at| at.spot(file.as_deref()));
    let values = values(&later, &source.expressions);
    let included = included.iter().map(|(path, at)| include(path, *at));
    let told = told(&source.findings);
    let reads = reads(source);
    quote_spanned! {internal=>
        {
            #editor
            #warnings
            use ::pipewright::__private as __p;
            let __v = #values;
            __p::Builder::expanded(::core::file!(), &[#(#rows),*], &[#(#included),*], __v)
                #told #reads .build()
        }
    }
}

/// What stands next to errors: a block of the right type, so that one error does not
/// bring ten. The compiler still reads the Rust expressions.
pub(crate) fn placeholder(
    editor: &TokenStream,
    errors: &TokenStream,
    expressions: &[TokenStream],
) -> TokenStream {
    let internal = Span::mixed_site();
    let expressions = expressions.iter().filter(|tokens| !tokens.is_empty());
    let expressions = expressions.map(|tokens| {
        let yielded = yielded(tokens, internal);
        quote_spanned!(internal=> __p::Values::new().value(#yielded);)
    });
    quote_spanned! {internal=>
        {
            #editor
            #errors
            use ::pipewright::__private as __p;
            let _ = || { #(#expressions)* };
            __p::placeholder()
        }
    }
}

/// What the expressions yield, one statement for each: in an array, every one of them
/// would have to undo all before it.
fn values(later: &[Later<SourceSpan>], expressions: &[TokenStream]) -> TokenStream {
    let internal = Span::mixed_site();
    if later.is_empty() {
        return quote_spanned!(internal=> __p::Values::new());
    }
    let values = Ident::new("__v", internal);
    let added = later.iter().map(|later| {
        let span = later.at.call_span();
        let yielded = expressions.get(later.number);
        let yielded = yielded.map(|tokens| self::yielded(tokens, span));
        let add = Ident::new(if later.text { "text" } else { "value" }, span);
        quote_spanned!(span=> #values.#add(#yielded);)
    });
    quote_spanned! {internal=>
        {
            let mut #values = __p::Values::new();
            #(#added)*
            #values
        }
    }
}

/// A closure, so that `?` can stand in the user's expression. Called at once and with its
/// type said, the compiler is through with it before the next one; handed on to be called
/// elsewhere, each would keep it busy until it has seen all of them.
/// In parentheses of ours, what has a comma is one expression too.
fn yielded(expression: &TokenStream, span: Span) -> TokenStream {
    quote_spanned! {span=>
        (|| -> __p::Expression<_> { ::core::result::Result::Ok((#expression)) })()
    }
}

/// The text of a file of the crate; the compiler comes back when it changes.
fn include(path: &str, at: SourceSpan) -> TokenStream {
    let span = at.call_span();
    let mut file = Literal::string(path);
    file.set_span(span);
    if std::path::Path::new(path).is_absolute() {
        quote_spanned!(span=> ::core::include_str!(#file))
    } else {
        quote_spanned! {span=>
            ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #file))
        }
    }
}

/// The environment variables that expressions read.
fn reads(source: &Source) -> TokenStream {
    let names = environment::variables(&source.expressions);
    if names.is_empty() {
        TokenStream::new()
    } else {
        quote!(.reads(&[#(#names),*]))
    }
}

/// The warnings that the compiler shows, so that the builder does not say them again.
fn told(findings: &Findings<SourceSpan>) -> TokenStream {
    let warnings = findings.warnings().map(|warning| {
        let (code, message) = (warning.code.id, &warning.message);
        quote!((#code, #message))
    });
    let warnings: Vec<TokenStream> = warnings.collect();
    if warnings.is_empty() {
        TokenStream::new()
    } else {
        quote!(.told(&[#(#warnings),*]))
    }
}

#[cfg(test)]
mod growth;
#[cfg(test)]
mod tests;
