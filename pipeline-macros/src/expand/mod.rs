//! Model to what stands in its place in the user's program: the builder calls that a person
//! would have written.
//!
//! Every call stands where the token is that it is made for, so that `#[track_caller]` gives
//! the builder the token's place, and findings at run time point at it.

mod branches;
mod declarations;
mod editor;
mod environment;
mod expressions;
mod place;
mod stages;
mod values;

use pipewright_model::model::Entry;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use pipewright_syntax::Source;
use pipewright_syntax::place::SourceSpan;

pub(crate) use editor::editor;
#[cfg(test)]
pub(crate) use editor::editor_of_names;
use place::{call_span, is_same};
use values::Writer;

/// A pipeline without errors: a block that builds it. The expressions stand outside of the
/// inner block, whose imports and functions they must not see.
pub(crate) fn expand(editor: &TokenStream, warnings: &TokenStream, source: &Source) -> TokenStream {
    let internal = Span::mixed_site();
    let writer = Writer::new(source);
    let begun = begun(&writer, source);
    let declarations = declarations(&writer, source);
    let declarations = branches::statements("pipeline", declarations);
    let mut deferred = writer.used();
    let mut named = writer.used_named();
    let stages = writer.stages(&source.model.stages, &mut deferred, &mut named);
    let (named, more) = writer.named_lets(named);
    deferred.extend(more);
    let (functions, calls): (Vec<_>, Vec<_>) = stages.into_iter().unzip();
    let stages = branches::stages(&writer, &source.model.stages, &calls);
    let (lets, failed) = expressions::lets(&deferred, source);
    let items = writer.items();
    let already_reported = already_reported(source);
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
                #declarations
                #stages
                pipeline #failed #already_reported #reads .build()
            }
        }
    }
}

/// The builder with the settings of the pipeline as a whole, whose place is the first token.
fn begun(writer: &Writer, source: &Source) -> TokenStream {
    let model = &source.model;
    let span = call_span(model.at);
    match model.settings.split_first() {
        Some((name, settings))
            if name.key.text == "name"
                && name.key.at.guard.is_none()
                && is_same(name.key.at, model.at) =>
        {
            let pipeline = writer.item("Pipeline", span);
            let name = writer.value_in_call(&name.value);
            let settings = writer.entries("setting", always(settings));
            quote_spanned!(span=> #pipeline::builder(#name) #settings)
        }
        _ => {
            let builder = writer.item("Builder", span);
            let settings = writer.entries("setting", always(&model.settings));
            quote_spanned!(span=> #builder::new() #settings)
        }
    }
}

/// The settings that stand in no branch of an `if`.
fn always(settings: &[Entry<SourceSpan>]) -> impl Iterator<Item = &Entry<SourceSpan>> {
    settings.iter().filter(|entry| entry.key.at.guard.is_none())
}

/// A builder call for each declaration, and the branch that it stands in.
fn declarations(writer: &Writer, source: &Source) -> Vec<branches::Call> {
    let model = &source.model;
    let mut calls = Vec::new();
    let settings = model.settings.iter();
    let settings = settings.filter(|entry| entry.key.at.guard.is_some());
    calls.extend(settings.map(|entry| {
        let call = writer.entries("setting", std::iter::once(entry));
        (writer.holds(entry.key.at.guard), call)
    }));
    calls.extend(model.accounts.iter().map(|account| {
        let holds = writer.holds(account.name.at.guard);
        let account = writer.account(account);
        (holds, quote!(.account(#account)))
    }));
    calls.extend(model.organizations.iter().map(|id| {
        let holds = writer.holds(id.at.guard);
        (holds, writer.organization(id))
    }));
    calls.extend(model.stores.iter().map(|store| {
        let holds = writer.holds(store.name.at.guard);
        let store = writer.store(store);
        (holds, quote!(.store(#store)))
    }));
    calls.extend(model.roles.iter().map(|role| {
        let holds = writer.holds(role.name.at.guard);
        let role = writer.role(role);
        (holds, quote!(.role(#role)))
    }));
    calls.extend(model.role_rules.iter().map(|rules| {
        let holds = writer.holds(rules.at.guard);
        let rules = writer.role_rules(rules);
        (holds, quote!(.roles(#rules)))
    }));
    calls.extend(model.projects.iter().map(|project| {
        let holds = writer.holds(project.name.at.guard);
        let project = writer.project(project);
        (holds, quote!(.project(#project)))
    }));
    calls.extend(model.action_types.iter().map(|found| {
        let holds = writer.holds(found.name.at.guard);
        let found = writer.action_type(found);
        (holds, quote!(.action_type(#found)))
    }));
    calls.extend(model.variables.iter().map(|variable| {
        let holds = writer.holds(variable.name.at.guard);
        let variable = writer.variable(variable);
        (holds, quote!(.variable(#variable)))
    }));
    calls.extend(model.parameters.iter().map(|parameter| {
        let holds = writer.holds(parameter.name.at.guard);
        let parameter = writer.parameter(parameter);
        (holds, quote!(.parameter(#parameter)))
    }));
    calls.extend(model.triggers.iter().map(|trigger| {
        let holds = writer.holds(trigger.action.at.guard);
        let trigger = writer.trigger(trigger);
        (holds, quote!(.trigger(#trigger)))
    }));
    calls.extend(model.notifications.iter().map(|found| {
        let holds = writer.holds(found.name.at.guard);
        let found = writer.notification(found);
        (holds, quote!(.notify(#found)))
    }));
    calls.extend(model.schedules.iter().map(|found| {
        let holds = writer.holds(found.name.at.guard);
        let found = writer.schedule(found);
        (holds, quote!(.schedule(#found)))
    }));
    calls.extend(model.events.iter().map(|found| {
        let holds = writer.holds(found.name.at.guard);
        let found = writer.event(found);
        (holds, quote!(.on_event(#found)))
    }));
    calls.extend(model.outputs.iter().map(|output| {
        let holds = writer.holds(output.name.at.guard);
        let output = writer.output(output);
        (holds, quote!(.output(#output)))
    }));
    calls.extend(model.resources.iter().map(|found| {
        let holds = writer.holds(found.name.at.guard);
        let found = writer.resource(found);
        (holds, quote!(.resource(#found)))
    }));
    calls.extend(model.overrides.iter().map(|found| {
        let holds = writer.holds(found.thing.first.at.guard);
        let found = writer.overriding(found);
        (holds, quote!(.overriding(#found)))
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

/// The warnings that the compiler shows, and those that mean nothing, so that the builder does not
/// say them again.
fn already_reported(source: &Source) -> TokenStream {
    let shown = source.findings.warnings();
    let shown = shown.map(|warning| (warning.code.id, &warning.message));
    let silent = source.silent.iter();
    let silent = silent.map(|(code, message)| (code.id, message));
    let warnings = shown.chain(silent);
    let warnings: Vec<TokenStream> = warnings
        .map(|(code, message)| quote!((#code, #message)))
        .collect();
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
