//! Accounts, stores, roles, projects, action types.

use pipewright_core::model::{
    Account, ActionType, Entry, Environment, Name, Origin, Project, Role, Said, Store, Text,
    Trigger, Variable,
};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::call;
use super::value::{entry, string, text};
use crate::place::At;

pub(super) fn account(account: &Account<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&account.name);
    let id = text(&account.id, expressions);
    let span = unchecked(&account.name, &account.id);
    let mut made = if account.home {
        quote_spanned!(span=> __p::Account::home(#name, #id))
    } else {
        quote_spanned!(span=> __p::Account::new(#name, #id))
    };
    if let Some(region) = &account.region {
        made.extend(call("region", region.at, &text(region, expressions)));
    }
    made
}

/// From where a call is made that takes a name and a text: from what is still to be
/// checked when it runs, where that is the text.
fn unchecked(name: &Name<At>, text: &Text<At>) -> Span {
    match text.said {
        Said::Later(_) => text.at.call_span(),
        Said::Now(_) | Said::Failed(_) => name.at.call_span(),
    }
}

pub(super) fn store(store: &Store<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&store.name);
    let span = store.name.at.call_span();
    let (mut made, entries) = match &store.origin {
        Origin::Managed(entries) => (quote_spanned!(span=> __p::Store::managed(#name)), entries),
        Origin::Imported(entries) => (quote_spanned!(span=> __p::Store::imported(#name)), entries),
    };
    made.extend(environment(&store.environment, expressions));
    made.extend(settings(entries, expressions));
    made
}

pub(super) fn project(project: &Project<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&project.name);
    let span = project.name.at.call_span();
    let (mut made, entries) = match &project.origin {
        Origin::Managed(entries) => (quote_spanned!(span=> __p::Project::managed(#name)), entries),
        Origin::Imported(entries) => (
            quote_spanned!(span=> __p::Project::imported(#name)),
            entries,
        ),
    };
    made.extend(environment(&project.environment, expressions));
    made.extend(settings(entries, expressions));
    made
}

pub(super) fn action_type(found: &ActionType<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&found.name);
    let span = found.name.at.call_span();
    let mut made = if found.is_imported() {
        quote_spanned!(span=> __p::ActionType::imported(#name))
    } else {
        quote_spanned!(span=> __p::ActionType::managed(#name))
    };
    made.extend(settings(found.entries(), expressions));
    made
}

pub(super) fn role(role: &Role<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&role.name);
    let span = role.name.at.call_span();
    let mut made = match &role.origin {
        Origin::Managed(_) => quote_spanned!(span=> __p::Role::managed(#name)),
        Origin::Imported(arn) => {
            let span = unchecked(&role.name, arn);
            let arn = text(arn, expressions);
            quote_spanned!(span=> __p::Role::imported(#name, #arn))
        }
    };
    if let Some(account) = &role.account {
        made.extend(named("account", account));
    }
    if let Origin::Managed(entries) = &role.origin {
        made.extend(settings(entries, expressions));
    }
    made
}

pub(super) fn variable(variable: &Variable<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&variable.name);
    let mut made = quote_spanned!(variable.name.at.call_span()=> __p::Variable::new(#name));
    if let Some(default) = &variable.default {
        made.extend(call("default", default.at, &text(default, expressions)));
    }
    made.extend(settings(&variable.settings, expressions));
    made
}

pub(super) fn trigger(trigger: &Trigger<At>, expressions: &[TokenStream]) -> TokenStream {
    let name = string(&trigger.action);
    let mut made = quote_spanned!(trigger.action.at.call_span()=> __p::Trigger::on(#name));
    made.extend(settings(&trigger.filters, expressions));
    made
}

pub(super) fn environment(
    environment: &Environment<At>,
    expressions: &[TokenStream],
) -> TokenStream {
    let mut calls = TokenStream::new();
    if let Some(account) = &environment.account {
        calls.extend(named("account", account));
    }
    if let Some(region) = &environment.region {
        calls.extend(call("region", region.at, &text(region, expressions)));
    }
    calls
}

/// `.method("name")`
pub(super) fn named(method: &str, name: &Name<At>) -> TokenStream {
    call(method, name.at, &string(name).into_token_stream())
}

/// `.set("key", value)`, for each.
pub(super) fn settings(entries: &[Entry<At>], expressions: &[TokenStream]) -> TokenStream {
    entries
        .iter()
        .map(|found| entry("set", found, expressions))
        .collect()
}
