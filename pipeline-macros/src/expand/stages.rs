//! Stages as builder calls: a function for each, so that every function stays small, and the
//! compiler needs no more for an action of many than for one of few.

use std::collections::{BTreeSet, HashSet};

use pipewright_model::model::{Action, Condition, Stage, Step};
use pipewright_syntax::NamedId;
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::branches;
use super::place::call_span;
use super::values::{Deferred, Writer};

impl Writer<'_> {
    /// The function and the call of each; the expressions and the declared values that they
    /// take are added.
    pub(super) fn stages(
        &self,
        stages: &[Stage<SourceSpan>],
        all: &mut Vec<Deferred>,
        named: &mut BTreeSet<NamedId>,
    ) -> Vec<(TokenStream, TokenStream)> {
        let mut taken = HashSet::new();
        // Those of the declarations are no parameters of a stage.
        let _ = self.used_conditions();
        stages
            .iter()
            .map(|stage| {
                let function = function_name(&stage.name.text, &mut taken);
                let function = Ident::new(&function, Span::mixed_site());
                let calls = self.stage(stage);
                let deferred = self.used();
                let (mut variables, mut parameters) = (Vec::new(), Vec::new());
                for deferred in &deferred {
                    let variable = deferred.variable();
                    let borrow = deferred.shared.then(|| quote!(&));
                    let kind = if deferred.is_text { "Text" } else { "Value" };
                    let kind = self.item(kind, Span::mixed_site());
                    variables.push(quote!(#borrow #variable));
                    parameters.push(quote!(#variable: #borrow #kind));
                }
                let used = self.used_named();
                for id in &used {
                    let variable = self.named_variable(*id);
                    let kind = self.item("Value", Span::mixed_site());
                    variables.push(quote!(&#variable));
                    parameters.push(quote!(#variable: &#kind));
                }
                named.extend(used);
                for condition in self.used_conditions() {
                    let variable = branches::variable(condition);
                    variables.push(quote!(#variable));
                    parameters.push(quote!(#variable: bool));
                }
                let returned = self.item("Stage", Span::mixed_site());
                let call = quote!(#function(#(#variables),*));
                let function = quote!(fn #function(#(#parameters),*) -> #returned { #calls });
                all.extend(deferred);
                (function, call)
            })
            .collect()
    }

    fn stage(&self, stage: &Stage<SourceSpan>) -> TokenStream {
        let mut first = self.associated("Stage", "new", &stage.name, None);
        first.extend(self.environment(&stage.environment));
        let mut calls = Vec::new();
        // The call of the stage's own function stands in the stage's branch.
        let holds =
            |at: SourceSpan| self.holds(at.guard.filter(|it| Some(*it) != stage.name.at.guard));
        for reason in &stage.disabled {
            calls.push((holds(reason.at), self.with_text("disabled", reason)));
        }
        for condition in &stage.conditions {
            calls.push((holds(condition.at), self.condition(condition)));
        }
        for step in &stage.steps {
            let any = branches::any_action(self, step).filter(|_| step.parallel);
            calls.push((any.or_else(|| holds(step.at)), self.step(step)));
        }
        branches::chain("stage", first, calls)
    }

    fn condition(&self, condition: &Condition<SourceSpan>) -> TokenStream {
        let mut first = self.associated("Condition", "new", &condition.result, None);
        let mode = condition.mode.as_ref();
        first.extend(mode.map(|mode| self.with_name("mode", mode)));
        let mut calls = Vec::new();
        for rule in condition.rules.iter().flatten() {
            let guard = rule
                .name
                .at
                .guard
                .filter(|guard| Some(*guard) != condition.at.guard);
            let rule = self.action("Rule", rule);
            calls.push((self.holds(guard), quote!(.rule(#rule))));
        }
        let inner = branches::chain("condition", first, calls);
        let span = call_span(condition.at);
        let moment = Ident::new(condition.moment.word(), span);
        quote_spanned!(span=> .#moment(#inner))
    }

    fn step(&self, step: &Step<SourceSpan>) -> TokenStream {
        let span = call_span(step.at);
        let actions = step.actions.iter();
        let actions: Vec<TokenStream> = actions
            .map(|action| self.action("Action", action))
            .collect();
        if step.parallel {
            let actions = branches::actions(self, step, &actions);
            quote_spanned!(span=> .parallel(#actions))
        } else {
            let action = actions.first();
            quote_spanned!(span=> .action(#action))
        }
    }

    /// An action, or a rule.
    fn action(&self, item: &'static str, action: &Action<SourceSpan>) -> TokenStream {
        let kind = self.name_in_call(&action.kind, action.name.at);
        let mut calls = self.associated(item, "new", &action.name, Some(kind));
        for artifact in &action.outputs {
            let call = if action.public.contains(&artifact.text) {
                "public_output"
            } else {
                "output"
            };
            calls.extend(self.with_name(call, artifact));
        }
        for artifact in &action.inputs {
            calls.extend(self.with_name("input", artifact));
        }
        calls.extend(self.environment(&action.environment));
        let store = action.store.as_ref();
        calls.extend(store.map(|store| self.with_name("store", store)));
        let role = action.role.as_ref();
        calls.extend(role.map(|role| self.with_name("role", role)));
        calls.extend(action.of.as_ref().map(|of| self.with_value("of", of)));
        calls.extend(self.entries("set", &action.config));
        calls
    }
}

/// `stage_deploy_to_test` for `DeployToTest`, with a number where that is taken.
fn function_name(stage: &str, taken: &mut HashSet<String>) -> String {
    let mut name = String::from("stage");
    let mut before = None;
    for character in stage.chars() {
        let begins = character.is_uppercase() && before.is_some_and(char::is_lowercase);
        if before.is_none() || begins {
            name.push('_');
        }
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.ends_with('_') {
            name.push('_');
        }
        before = Some(character);
    }
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut candidates = std::iter::once(name.clone()).chain(numbered);
    candidates
        .find(|candidate| taken.insert(candidate.clone()))
        .unwrap_or(name)
}
