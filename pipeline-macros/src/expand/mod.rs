//! Model to what stands in its place in the user's program: the builder calls that a person
//! would have written, each on the span of the word that it is for, so that a finding at run
//! time points at that word.
//!
//! Each declaration and each stage is a function of its own, so that a compiler's work grows
//! no faster than the pipeline; a closure where it has Rust expressions, which see the user's
//! variables there.

mod declaration;
mod editor;
mod environment;
mod stage;
mod value;

use std::collections::HashSet;

use pipewright_model::catalogue::snake_case;
use pipewright_model::finding::Findings;
use pipewright_model::model::{Model, Name, Origin};
use pipewright_syntax::Source;
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) use editor::editor;
use value::{Expressions, Part, in_source_order, name, result};

/// A pipeline without errors: a block that builds it.
pub(crate) fn expand(editor: &TokenStream, warnings: &TokenStream, source: &Source) -> TokenStream {
    let internal = Span::mixed_site();
    let mut expressions = Expressions::new(&source.expressions);
    let Calls { functions, parts } = calls(&source.model, &mut expressions);
    let parts = in_source_order(parts);
    let parts = parts.into_iter().map(|part| part.tokens);
    let reported = already_reported(&source.findings);
    let reads = reads(source);
    let at = source.model.at.call_span();
    let begin = quote_spanned!(at=> ::pipewright::Builder::new());
    let pipeline = Ident::new("pipeline", internal);
    quote_spanned! {internal=>
        {
            #editor
            #warnings
            #(#functions)*
            let #pipeline = #begin;
            #(let #pipeline = #pipeline #parts;)*
            #pipeline #reported #reads .build()
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
    let expressions = expressions.iter().map(|tokens| {
        let result = result(tokens, internal);
        quote_spanned!(internal=> let _ = ::pipewright::value(#result);)
    });
    quote_spanned! {internal=>
        {
            #editor
            #errors
            let _ = || { #(#expressions)* };
            ::pipewright::__private::placeholder()
        }
    }
}

/// The functions that make a pipeline's declarations and stages, and the calls on its builder.
struct Calls {
    functions: Vec<TokenStream>,
    parts: Vec<Part>,
}

fn calls(model: &Model<SourceSpan>, of: &mut Expressions<'_>) -> Calls {
    let mut out = Functions::default();
    for entry in &model.settings {
        let part = of.part(|of| {
            let (key, value) = (name(&entry.key), of.value(&entry.value));
            let span = entry.key.at.call_span();
            quote_spanned!(span=> .setting(#key, #value))
        });
        out.parts.push(part);
    }
    for organization in &model.organizations {
        let part = of.part(|of| {
            let (span, id) = (organization.at.call_span(), of.text(organization));
            quote_spanned!(span=> .organization(#id))
        });
        out.parts.push(part);
    }
    for account in &model.accounts {
        let made = of.part(|of| of.account(account));
        out.add("account", "Account", &account.name, made);
    }
    for store in &model.stores {
        let made = of.part(|of| of.store(store));
        out.add("store", "Store", &store.name, made);
    }
    for role in &model.roles {
        let kind = match role.origin {
            Origin::Managed(_) => "Role",
            Origin::Imported(_) => "ImportedRole",
        };
        let made = of.part(|of| of.role(role));
        out.add("role", kind, &role.name, made);
    }
    for project in &model.projects {
        let made = of.part(|of| of.project(project));
        out.add("project", "Project", &project.name, made);
    }
    for found in &model.action_types {
        let made = of.part(|of| of.action_type(found));
        out.add("action_type", "ActionType", &found.name, made);
    }
    for variable in &model.variables {
        let made = of.part(|of| of.variable(variable));
        out.add("variable", "Variable", &variable.name, made);
    }
    for trigger in &model.triggers {
        let made = of.part(|of| of.trigger(trigger));
        out.add("trigger", "Trigger", &trigger.action, made);
    }
    for stage in &model.stages {
        let made = of.part(|of| of.stage(stage));
        out.add("stage", "Stage", &stage.name, made);
    }
    Calls {
        functions: out.functions,
        parts: out.parts,
    }
}

/// The functions written so far, each with the call that takes what it makes.
#[derive(Default)]
struct Functions {
    functions: Vec<TokenStream>,
    parts: Vec<Part>,
    names: HashSet<String>,
}

impl Functions {
    /// Adds a declaration or a stage: `fn account_dev() -> Account { … }`, and
    /// `.account(account_dev())`.
    fn add(&mut self, call: &str, kind: &str, of: &Name<SourceSpan>, made: Part) {
        let (internal, span) = (Span::mixed_site(), of.at.call_span());
        let (call, kind) = (Ident::new(call, span), Ident::new(kind, internal));
        let tokens = made.tokens;
        let made_by = if made.first.is_none() {
            let function = self.function(&call.to_string(), &of.text);
            self.functions.push(quote_spanned! {internal=>
                fn #function() -> ::pipewright::#kind { #tokens }
            });
            quote_spanned!(internal=> #function())
        } else {
            quote_spanned!(internal=> (|| -> ::pipewright::#kind { #tokens })())
        };
        self.parts.push(Part {
            tokens: quote_spanned!(span=> .#call(#made_by)),
            first: made.first,
        });
    }

    /// A name that no other function has: `stage_deploy`, `stage_deploy_2`.
    fn function(&mut self, call: &str, name: &str) -> Ident {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let name: String = snake_case(name).chars().map(plain).collect();
        let first = format!("{call}_{name}");
        let others = (2..).map(|number| format!("{call}_{name}_{number}"));
        let mut names = std::iter::once(first).chain(others);
        let name = names.find(|name| self.names.insert(name.clone()));
        Ident::new(&name.unwrap_or_default(), Span::mixed_site())
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
