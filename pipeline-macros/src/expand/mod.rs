//! Model to calls of core's builder.
//!
//! Every call carries the span of the word that it comes from, so that the builder,
//! which remembers its callers, points at the user's line and column.

mod declare;
mod editor;
mod stage;
mod value;

use pipewright_core::finding::Findings;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::lower::{Lowered, environment};
use crate::place::At;

pub(crate) use editor::editor;

/// A pipeline without errors: a block that builds it.
pub(crate) fn expand(
    editor: &TokenStream,
    warnings: &TokenStream,
    findings: &Findings<At>,
    lowered: &Lowered,
) -> TokenStream {
    let internal = Span::mixed_site();
    let calls = calls(lowered);
    let told = told(findings);
    let reads = reads(lowered);
    let builder = builder();
    quote_spanned! {internal=>
        {
            #editor
            #warnings
            use ::pipewright::__private as __p;
            let #builder = __p::Builder::new();
            #calls
            #builder #told #reads .build()
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
    let expressions = expressions.iter().filter(|tokens| !tokens.is_empty()).map(|tokens| {
        quote_spanned!(internal=> let _ = __p::value(|| ::core::result::Result::Ok(#tokens));)
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

/// The builder, in a variable that the user's expressions cannot see.
fn builder() -> Ident {
    Ident::new("__b", Span::mixed_site())
}

/// One statement for each declaration.
fn calls(lowered: &Lowered) -> TokenStream {
    let Lowered { model, expressions } = lowered;
    let mut calls = TokenStream::new();
    calls.extend(model.settings.iter().map(|entry| {
        let set = value::entry("setting", entry, expressions);
        statement(&set)
    }));
    calls.extend(model.accounts.iter().map(|account| {
        let made = declare::account(account, expressions);
        add("account", account.name.at, &made)
    }));
    calls.extend(model.organizations.iter().map(|id| {
        let text = value::text(id, expressions);
        add("organization", id.at, &text)
    }));
    calls.extend(model.stores.iter().map(|store| {
        let made = declare::store(store, expressions);
        add("store", store.name.at, &made)
    }));
    calls.extend(model.roles.iter().map(|role| {
        let made = declare::role(role, expressions);
        add("role", role.name.at, &made)
    }));
    calls.extend(model.projects.iter().map(|project| {
        let made = declare::project(project, expressions);
        add("project", project.name.at, &made)
    }));
    calls.extend(model.action_types.iter().map(|found| {
        let made = declare::action_type(found, expressions);
        add("action_type", found.name.at, &made)
    }));
    calls.extend(model.variables.iter().map(|variable| {
        let made = declare::variable(variable, expressions);
        add("variable", variable.name.at, &made)
    }));
    calls.extend(model.triggers.iter().map(|trigger| {
        let made = declare::trigger(trigger, expressions);
        add("trigger", trigger.action.at, &made)
    }));
    calls.extend(model.stages.iter().map(|stage| {
        let made = stage::stage(stage, expressions);
        add("stage", stage.name.at, &made)
    }));
    calls
}

/// `let b = b.method(argument);`
fn add(method: &str, at: At, argument: &TokenStream) -> TokenStream {
    statement(&call(method, at, argument))
}

/// `let b = b.…;`
fn statement(call: &TokenStream) -> TokenStream {
    let builder = builder();
    quote!(let #builder = #builder #call;)
}

/// `.method(argument)`, called from `at`.
fn call(method: &str, at: At, argument: &TokenStream) -> TokenStream {
    let span = at.call_span();
    let method = Ident::new(method, span);
    quote_spanned!(span=> .#method(#argument))
}

/// The environment variables that expressions read.
fn reads(lowered: &Lowered) -> TokenStream {
    let names = environment::variables(&lowered.expressions);
    if names.is_empty() {
        TokenStream::new()
    } else {
        quote!(.reads(&[#(#names),*]))
    }
}

/// The warnings that the compiler shows, so that the builder does not say them again.
fn told(findings: &Findings<At>) -> TokenStream {
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
mod tests;
