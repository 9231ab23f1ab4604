//! The branches of `if`s: Rust's own `if`, around the builder calls of what stands in them.

use pipewright_model::model::{Action, Stage, Step};
use pipewright_syntax::place::{GuardId, SourceSpan};
use pipewright_syntax::{BranchLiteral, ConditionId};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::values::Writer;

/// A call of a builder's method, and what has to hold where it stands in a branch.
pub(super) type Call = (Option<TokenStream>, TokenStream);

/// The variable with the truth of a condition.
pub(super) fn variable(condition: ConditionId) -> Ident {
    Ident::new(&format!("condition_{}", condition.0), Span::mixed_site())
}

impl Writer<'_> {
    /// What has to hold in a branch, `condition_0 && !condition_1`.
    pub(super) fn holds(&self, guard: Option<GuardId>) -> Option<TokenStream> {
        let literals = self.conditions.literals(guard);
        let conditions = literals.iter().map(|literal| literal.condition);
        self.used_conditions.borrow_mut().extend(conditions);
        all(literals)
    }
}

/// `condition_0 && !condition_1`
pub(super) fn all(literals: &[BranchLiteral]) -> Option<TokenStream> {
    let literals = literals.iter().map(|literal| {
        let variable = variable(literal.condition);
        if literal.truth {
            quote!(#variable)
        } else {
            quote!(!#variable)
        }
    });
    literals.reduce(|before, literal| quote!(#before && #literal))
}

/// `let NAME = NAME.call(…);` for each call, those of one branch together in an `if`.
pub(super) fn statements(name: &str, calls: Vec<Call>) -> TokenStream {
    let name = Ident::new(name, Span::mixed_site());
    let mut statements = TokenStream::new();
    let mut calls = calls.into_iter().peekable();
    while let Some((holds, mut call)) = calls.next() {
        let Some(holds) = holds else {
            statements.extend(quote!(let #name = #name #call;));
            continue;
        };
        let same = |(other, _): &Call| {
            let other = other.as_ref().map(TokenStream::to_string);
            other == Some(holds.to_string())
        };
        while let Some((_, more)) = calls.next_if(same) {
            call.extend(more);
        }
        statements.extend(quote!(let #name = if #holds { #name #call } else { #name };));
    }
    statements
}

/// `let pipeline = pipeline.stage(…);` for each stage.
pub(super) fn stages(
    writer: &Writer,
    stages: &[Stage<SourceSpan>],
    calls: &[TokenStream],
) -> TokenStream {
    let calls = stages.iter().zip(calls);
    let calls =
        calls.map(|(stage, call)| (writer.holds(stage.name.at.guard), quote!(.stage(#call))));
    statements("pipeline", calls.collect())
}

/// What a builder calls one after another: as a chain where nothing stands in a branch.
pub(super) fn chain(name: &str, first: TokenStream, calls: Vec<Call>) -> TokenStream {
    if calls.iter().all(|(holds, _)| holds.is_none()) {
        let calls = calls.into_iter().map(|(_, call)| call);
        return quote!(#first #(#calls)*);
    }
    let ident = Ident::new(name, Span::mixed_site());
    let statements = statements(name, calls);
    quote!({ let #ident = #first; #statements #ident })
}

/// What has to hold for a `parallel` block to have an action, if all of them stand in branches.
pub(super) fn any_action(writer: &Writer, step: &Step<SourceSpan>) -> Option<TokenStream> {
    let guards: Option<Vec<GuardId>> = step
        .actions
        .iter()
        .map(|action| action.name.at.guard.filter(|it| Some(*it) != step.at.guard))
        .collect();
    let any = guards?
        .into_iter()
        .filter_map(|guard| writer.holds(Some(guard)));
    any.reduce(|before, holds| quote!(#before || #holds))
}

/// The actions of a `parallel` block, of which some may stand in branches.
pub(super) fn actions(
    writer: &Writer,
    step: &Step<SourceSpan>,
    written: &[TokenStream],
) -> TokenStream {
    let own = |action: &Action<SourceSpan>| {
        let guard = action.name.at.guard;
        guard.filter(|guard| Some(*guard) != step.at.guard)
    };
    let actions = &step.actions;
    if actions.iter().all(|action| own(action).is_none()) {
        return quote!([#(#written),*]);
    }
    let actions =
        actions
            .iter()
            .zip(written)
            .map(|(action, written)| match writer.holds(own(action)) {
                Some(holds) => quote! {
                    if #holds { ::core::option::Option::Some(#written) } else { ::core::option::Option::None }
                },
                None => quote!(::core::option::Option::Some(#written)),
            });
    quote!([#(#actions),*].into_iter().flatten())
}
