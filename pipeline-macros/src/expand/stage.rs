//! Stages: the calls that make them, their actions and their conditions.

use pipewright_model::model::{Action, Condition, Moment, Name, Stage, Step};
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::value::{Expressions, Part, in_source_order, name};

impl Expressions<'_> {
    pub(super) fn stage(&mut self, stage: &Stage<SourceSpan>) -> TokenStream {
        let (span, name) = (stage.name.at.call_span(), name(&stage.name));
        let place = self.environment(&stage.environment);
        let mut parts: Vec<Part> = Vec::new();
        for reason in &stage.disabled {
            parts.push(self.part(|of| {
                let (span, reason) = (reason.at.call_span(), of.text(reason));
                quote_spanned!(span=> .disabled(#reason))
            }));
        }
        for condition in &stage.conditions {
            parts.push(self.part(|of| of.condition(condition)));
        }
        for step in &stage.steps {
            parts.push(self.part(|of| of.step(step)));
        }
        let parts = in_source_order(parts);
        let parts = parts.into_iter().map(|part| part.tokens);
        quote_spanned!(span=> ::pipewright::Stage::new(#name) #place #(#parts)*)
    }

    fn step(&mut self, step: &Step<SourceSpan>) -> TokenStream {
        let span = step.at.call_span();
        let actions: Vec<_> = step.actions.iter().map(|one| self.action(one)).collect();
        if step.parallel {
            quote_spanned!(span=> .parallel([#(#actions),*]))
        } else {
            quote_spanned!(span=> #(.action(#actions))*)
        }
    }

    fn condition(&mut self, condition: &Condition<SourceSpan>) -> TokenStream {
        let span = condition.at.call_span();
        let moment = match condition.moment {
            Moment::BeforeEntry => "before_entry",
            Moment::OnSuccess => "on_success",
            Moment::OnFailure => "on_failure",
        };
        let moment = Ident::new(moment, span);
        let mode = condition.mode.as_ref().map(|mode| call("mode", mode));
        let rules = condition.rules().map(|rule| {
            let (span, rule) = (rule.name.at.call_span(), self.action(rule));
            quote_spanned!(span=> .rule(#rule))
        });
        let rules: TokenStream = rules.collect();
        let (at, result) = (condition.result.at.call_span(), name(&condition.result));
        let condition = quote_spanned!(at=> ::pipewright::Condition::new(#result) #mode #rules);
        quote_spanned!(span=> .#moment(#condition))
    }

    /// An action, or a rule of a condition.
    fn action(&mut self, action: &Action<SourceSpan>) -> TokenStream {
        let span = action.name.at.call_span();
        let new = Ident::new(if action.rule { "Rule" } else { "Action" }, span);
        let outputs = action.outputs.iter().map(|output| call("output", output));
        let inputs = action.inputs.iter().map(|input| call("input", input));
        let place = self.environment(&action.environment);
        let store = action.store.as_ref().map(|store| call("store", store));
        let role = action.role.as_ref().map(|role| call("role", role));
        let config = self.set(&action.config);
        let (name, kind) = (name(&action.name), name(&action.kind));
        quote_spanned! {span=>
            ::pipewright::#new::new(#name, #kind) #(#outputs)* #(#inputs)* #place #store #role #config
        }
    }
}

/// `.method("NAME")`
fn call(method: &str, of: &Name<SourceSpan>) -> TokenStream {
    let span: Span = of.at.call_span();
    let (method, name) = (Ident::new(method, span), name(of));
    quote_spanned!(span=> .#method(#name))
}
