//! Stages and actions.

use pipewright_core::model::{Action, Stage};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::call;
use super::declare::{environment, named, settings};
use super::value::string;
use crate::place::At;

pub(super) fn stage(stage: &Stage<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&stage.name);
    let mut made = quote_spanned!(stage.name.at.call_span()=> __p::Stage::new(#name));
    made.extend(environment(&stage.environment, expressions));
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

fn action(action: &Action<At>, expressions: &[TokenStream]) -> TokenStream {
    let (name, kind) = (string(&action.name), string(&action.kind));
    let mut made = quote_spanned!(action.name.at.call_span()=> __p::Action::new(#name, #kind));
    made.extend(action.outputs.iter().map(|output| named("output", output)));
    made.extend(action.inputs.iter().map(|input| named("input", input)));
    made.extend(environment(&action.environment, expressions));
    made.extend(action.store.iter().map(|store| named("store", store)));
    made.extend(action.role.iter().map(|role| named("role", role)));
    made.extend(settings(&action.config, expressions));
    made
}
