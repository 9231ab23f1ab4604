//! Model to what stands in its place in the user's program: the builder calls that a person
//! would have written.
//!
//! Every call stands where the token is that it is made for, so that `#[track_caller]` gives
//! the builder the token's place, and findings at run time point at it.

mod declarations;
mod editor;
mod environment;
mod expressions;
mod place;
mod stages;
mod values;

use pipewright_model::finding::Findings;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use pipewright_syntax::Source;
use pipewright_syntax::place::SourceSpan;

pub(crate) use editor::editor;
use place::{call_span, is_same};
use values::Writer;

/// A pipeline without errors: a block that builds it. The expressions stand outside of the
/// inner block, whose imports and functions they must not see.
pub(crate) fn expand(editor: &TokenStream, warnings: &TokenStream, source: &Source) -> TokenStream {
    let internal = Span::mixed_site();
    let writer = Writer::new(!source.expressions.is_empty(), &source.named);
    let begun = begun(&writer, source);
    let declarations = declarations(&writer, source);
    let mut deferred = writer.used();
    let mut named = writer.used_named();
    let stages = writer.stages(&source.model.stages, &mut deferred, &mut named);
    let (named, more) = writer.named_lets(named);
    deferred.extend(more);
    let (functions, calls): (Vec<_>, Vec<_>) = stages.into_iter().unzip();
    let lets = expressions::lets(&deferred, &source.expressions);
    let items = writer.items();
    let already_reported = already_reported(&source.findings);
    let reads = reads(source);
    quote_spanned! {internal=>
        {
            #editor
            #warnings
            #lets
            {
                use ::pipewright::{#(#items),*};
                #(#functions)*
                #(#named)*
                let pipeline = #begun;
                #(let pipeline = pipeline #declarations;)*
                #(let pipeline = pipeline.stage(#calls);)*
                pipeline #already_reported #reads .build()
            }
        }
    }
}

/// The builder with the settings of the pipeline as a whole, whose place is the first token.
fn begun(writer: &Writer, source: &Source) -> TokenStream {
    let model = &source.model;
    let span = call_span(model.at);
    match model.settings.split_first() {
        Some((name, settings)) if name.key.text == "name" && is_same(name.key.at, model.at) => {
            let pipeline = writer.item("Pipeline", span);
            let name = writer.value_in_call(&name.value);
            let settings = writer.entries("setting", settings);
            quote_spanned!(span=> #pipeline::builder(#name) #settings)
        }
        _ => {
            let builder = writer.item("Builder", span);
            let settings = writer.entries("setting", &model.settings);
            quote_spanned!(span=> #builder::new() #settings)
        }
    }
}

/// A builder call for each declaration.
fn declarations(writer: &Writer, source: &Source) -> Vec<TokenStream> {
    let model = &source.model;
    let mut calls = Vec::new();
    calls.extend(model.accounts.iter().map(|account| {
        let account = writer.account(account);
        quote!(.account(#account))
    }));
    calls.extend(model.organizations.iter().map(|id| writer.organization(id)));
    calls.extend(model.stores.iter().map(|store| {
        let store = writer.store(store);
        quote!(.store(#store))
    }));
    calls.extend(model.roles.iter().map(|role| {
        let role = writer.role(role);
        quote!(.role(#role))
    }));
    calls.extend(model.projects.iter().map(|project| {
        let project = writer.project(project);
        quote!(.project(#project))
    }));
    calls.extend(model.action_types.iter().map(|found| {
        let found = writer.action_type(found);
        quote!(.action_type(#found))
    }));
    calls.extend(model.variables.iter().map(|variable| {
        let variable = writer.variable(variable);
        quote!(.variable(#variable))
    }));
    calls.extend(model.triggers.iter().map(|trigger| {
        let trigger = writer.trigger(trigger);
        quote!(.trigger(#trigger))
    }));
    calls.extend(model.outputs.iter().map(|output| {
        let output = writer.output(output);
        quote!(.output(#output))
    }));
    calls
}

/// The expansion next to errors: a block of the right type, so that one error does not
/// bring ten. The compiler still reads the Rust expressions.
pub(crate) fn placeholder(
    editor: &TokenStream,
    errors: &TokenStream,
    expressions: &[TokenStream],
) -> TokenStream {
    let internal = Span::mixed_site();
    let expressions = expressions.iter().filter(|tokens| !tokens.is_empty());
    let expressions =
        expressions.map(|tokens| expressions::made(tokens, false, internal, internal));
    quote_spanned! {internal=>
        {
            #editor
            #errors
            let _ = || { #(let _ = #expressions;)* };
            ::pipewright::__private::placeholder()
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
fn already_reported(findings: &Findings<SourceSpan>) -> TokenStream {
    let warnings = findings.warnings().map(|warning| {
        let (code, message) = (warning.code.id, &warning.message);
        quote!((#code, #message))
    });
    let warnings: Vec<TokenStream> = warnings.collect();
    if warnings.is_empty() {
        TokenStream::new()
    } else {
        quote!(.already_reported(&[#(#warnings),*]))
    }
}

#[cfg(test)]
mod growth;
#[cfg(test)]
mod tests;
