//! Declarations as builder calls.

use pipewright_model::model::{
    Account, ActionType, Data, Entry, Environment, Event, Name, Notification, Origin, Output,
    OutputValue, Override, Parameter, Project, Reference, Resource, Role, RoleRules, Schedule,
    Store, Text, TextExpr, Trigger, Variable,
};
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::place::call_span;
use super::values::Writer;

type Settings = Origin<SourceSpan, Vec<Entry<SourceSpan>>>;

impl Writer<'_> {
    pub(super) fn account(&self, account: &Account<SourceSpan>) -> TokenStream {
        let function = if account.home { "home" } else { "new" };
        let id = self.text_in_call(&account.id);
        let mut calls = self.associated("Account", function, &account.name, Some(id));
        calls.extend(account.region.as_ref().map(|region| self.region(region)));
        calls
    }

    pub(super) fn organization(&self, id: &TextExpr<SourceSpan>) -> TokenStream {
        self.with_text("organization", id)
    }

    pub(super) fn store(&self, store: &Store<SourceSpan>) -> TokenStream {
        let mut calls = self.declared("Store", &store.name, &store.origin);
        calls.extend(self.environment(&store.environment));
        calls.extend(self.settings(&store.origin));
        calls
    }

    pub(super) fn project(&self, project: &Project<SourceSpan>) -> TokenStream {
        let mut calls = self.declared("Project", &project.name, &project.origin);
        calls.extend(self.environment(&project.environment));
        calls.extend(self.settings(&project.origin));
        calls
    }

    pub(super) fn action_type(&self, found: &ActionType<SourceSpan>) -> TokenStream {
        let mut calls = self.declared("ActionType", &found.name, &found.origin);
        calls.extend(self.settings(&found.origin));
        calls
    }

    pub(super) fn role(&self, role: &Role<SourceSpan>) -> TokenStream {
        let account = role.account.as_ref();
        let account = account.map(|account| self.with_name("account", account));
        match &role.origin {
            Origin::Managed(settings) => {
                let mut calls = self.associated("Role", "managed", &role.name, None);
                calls.extend(account);
                calls.extend(self.entries("set", settings));
                calls
            }
            Origin::Imported(arn) => {
                let text = match &arn.data {
                    Data::String(text) => Some(Text::Known(text.clone())),
                    Data::Deferred(id) => Some(Text::Deferred(*id)),
                    _ => None,
                };
                let arn = match text {
                    Some(text) => self.text_in_call(&TextExpr { text, at: arn.at }),
                    None => self.value(arn),
                };
                let mut calls = self.associated("Role", "imported", &role.name, Some(arn));
                calls.extend(account);
                calls
            }
        }
    }

    pub(super) fn role_rules(&self, rules: &RoleRules<SourceSpan>) -> TokenStream {
        let span = call_span(rules.at);
        let roles = self.item("Roles", span);
        let mut calls = quote_spanned!(span=> #roles::new());
        let account = rules.account.as_ref();
        calls.extend(account.map(|account| self.with_name("account", account)));
        calls.extend(self.entries("set", &rules.settings));
        calls
    }

    pub(super) fn variable(&self, variable: &Variable<SourceSpan>) -> TokenStream {
        let mut calls = self.associated("Variable", "new", &variable.name, None);
        let default = variable.default.as_ref();
        calls.extend(default.map(|text| self.with_text("default", text)));
        calls.extend(self.entries("set", &variable.settings));
        calls
    }

    pub(super) fn parameter(&self, parameter: &Parameter<SourceSpan>) -> TokenStream {
        let kind = self.text_in_call(&parameter.kind);
        let mut calls = self.associated("Parameter", "new", &parameter.name, Some(kind));
        calls.extend(parameter.default.as_ref().map(|default| {
            let span = call_span(default.at);
            let default = self.value_in_call(default);
            quote_spanned!(span=> .default(#default))
        }));
        calls.extend(self.entries("set", &parameter.settings));
        calls
    }

    pub(super) fn trigger(&self, trigger: &Trigger<SourceSpan>) -> TokenStream {
        let mut calls = self.associated("Trigger", "on", &trigger.action, None);
        calls.extend(self.entries("set", &trigger.filters));
        calls
    }

    pub(super) fn notification(&self, found: &Notification<SourceSpan>) -> TokenStream {
        let mut calls = self.associated("Notification", "new", &found.name, None);
        calls.extend(self.entries("set", &found.settings));
        calls
    }

    pub(super) fn schedule(&self, found: &Schedule<SourceSpan>) -> TokenStream {
        let expression = self.text_in_call(&found.expression);
        let mut calls = self.associated("Schedule", "new", &found.name, Some(expression));
        calls.extend(self.entries("set", &found.settings));
        calls
    }

    pub(super) fn event(&self, found: &Event<SourceSpan>) -> TokenStream {
        let mut calls = self.associated("Event", "new", &found.name, None);
        calls.extend(self.environment(&found.environment));
        calls.extend(self.entries("set", &found.settings));
        calls
    }

    pub(super) fn output(&self, output: &Output<SourceSpan>) -> TokenStream {
        let mut calls = match &output.value {
            OutputValue::Of(thing) => {
                let parts = self.parts(thing);
                self.associated("StackOutput", "of", &output.name, Some(parts))
            }
            OutputValue::Text(value) => {
                let value = self.value_in_call(value);
                self.associated("StackOutput", "text", &output.name, Some(value))
            }
        };
        calls.extend(self.entries("set", &output.settings));
        calls
    }

    pub(super) fn overriding(&self, found: &Override<SourceSpan>) -> TokenStream {
        let span = call_span(found.thing.first.at);
        let item = self.item("Override", span);
        let parts = self.parts(&found.thing);
        let mut calls = quote_spanned!(span=> #item::of(#parts));
        calls.extend(self.environment(&found.environment));
        calls.extend(self.entries("set", &found.entries));
        calls
    }

    pub(super) fn resource(&self, found: &Resource<SourceSpan>) -> TokenStream {
        let kind = self.text_in_call(&found.kind);
        let mut calls = self.associated("Resource", "new", &found.name, Some(kind));
        calls.extend(self.environment(&found.environment));
        calls.extend(self.entries("set", &found.entries));
        calls
    }

    /// The names of a thing, as an array.
    pub(super) fn parts(&self, thing: &Reference<SourceSpan>) -> TokenStream {
        let all = [&thing.first].into_iter().chain(&thing.rest);
        let parts = all.map(|part| self.placed_name(part));
        quote::quote!([#(#parts),*])
    }

    fn declared(
        &self,
        item: &'static str,
        name: &Name<SourceSpan>,
        origin: &Settings,
    ) -> TokenStream {
        let function = match origin {
            Origin::Managed(_) => "managed",
            Origin::Imported(_) => "imported",
        };
        self.associated(item, function, name, None)
    }

    fn settings(&self, origin: &Settings) -> TokenStream {
        let (Origin::Managed(settings) | Origin::Imported(settings)) = origin;
        self.entries("set", settings)
    }

    /// `.account(…)` and `.region(…)`.
    pub(super) fn environment(&self, environment: &Environment<SourceSpan>) -> TokenStream {
        let account = environment.account.as_ref();
        let mut calls: TokenStream = account
            .map(|account| self.with_name("account", account))
            .unwrap_or_default();
        let region = environment.region.as_ref();
        calls.extend(region.map(|region| self.region(region)));
        calls
    }

    pub(super) fn region(&self, region: &TextExpr<SourceSpan>) -> TokenStream {
        self.with_text("region", region)
    }

    /// A call of a method at the name that it takes.
    pub(super) fn with_name(&self, method: &str, name: &Name<SourceSpan>) -> TokenStream {
        let span = call_span(name.at);
        let (method, name) = (Ident::new(method, span), self.name(name));
        quote_spanned!(span=> .#method(#name))
    }

    /// A call of a method at the string that it takes.
    pub(super) fn with_text(&self, method: &str, text: &TextExpr<SourceSpan>) -> TokenStream {
        let span = call_span(text.at);
        let (method, text) = (Ident::new(method, span), self.text(text));
        quote_spanned!(span=> .#method(#text))
    }
}
