//! Stages and actions.

use pipewright_core::model::{Action, Condition, Stage};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::call;
use super::declare::{environment, named, settings};
use super::value::{string, text};
use crate::place::At;

pub(super) fn stage(stage: &Stage<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&stage.name);
    let mut made = quote_spanned!(stage.name.at.call_span()=> __p::Stage::new(#name));
    made.extend(environment(&stage.environment, expressions));
    for found in &stage.conditions {
        let condition = condition(found, expressions);
        made.extend(call(found.moment.word(), found.at, &condition));
    }
    for reason in &stage.disabled {
        made.extend(call("disabled", reason.at, &text(reason, expressions)));
    }
    for step in &stage.steps {
        let actions = step.actions.iter().map(|found| action(found, expressions));
        if step.parallel {
            made.extend(call("parallel", step.at, &quote!([#(#actions),*])));
        } else {
            for action in actions {
                made.extend(call("action", step.at, &action));
            }
        }
    }
    made
}

fn condition(condition: &Condition<At>, expressions: &[TokenStream]) -> TokenStream {
    let result = string(&condition.result);
    let mut made = quote_spanned!(condition.result.at.call_span()=> __p::Condition::new(#result));
    made.extend(condition.mode.iter().map(|mode| named("mode", mode)));
    for rule in condition.rules() {
        let made_rule = action(rule, expressions);
        made.extend(call("rule", rule.name.at, &made_rule));
    }
    made
}

/// An action, or a rule of a condition.
fn action(action: &Action<At>, expressions: &[TokenStream]) -> TokenStream {
    let (name, kind) = (string(&action.name), string(&action.kind));
    let span = action.name.at.call_span();
    let mut made = if action.rule {
        quote_spanned!(span=> __p::Rule::new(#name, #kind))
    } else {
        quote_spanned!(span=> __p::Action::new(#name, #kind))
    };
    made.extend(action.outputs.iter().map(|output| named("output", output)));
    made.extend(action.inputs.iter().map(|input| named("input", input)));
    made.extend(environment(&action.environment, expressions));
    made.extend(action.store.iter().map(|store| named("store", store)));
    made.extend(action.role.iter().map(|role| named("role", role)));
    made.extend(settings(&action.config, expressions));
    made
}
