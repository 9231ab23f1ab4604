//! Declarations: the calls that make accounts, stores, roles, projects, action types,
//! variables and triggers.

use pipewright_model::model::{
    Account, ActionType, Entry, Environment, Name, Origin, Project, Role, Store, Trigger, Variable,
};
use pipewright_syntax::place::SourceSpan;
use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::value::{Expressions, name};

impl Expressions<'_> {
    pub(super) fn account(&mut self, account: &Account<SourceSpan>) -> TokenStream {
        let span = account.name.at.call_span();
        let new = Ident::new(if account.home { "home" } else { "new" }, span);
        let (name, id) = (name(&account.name), self.text(&account.id));
        let region = account.region.as_ref().map(|region| {
            let (span, region) = (region.at.call_span(), self.text(region));
            quote_spanned!(span=> .region(#region))
        });
        quote_spanned!(span=> ::pipewright::Account::#new(#name, #id) #region)
    }

    pub(super) fn store(&mut self, store: &Store<SourceSpan>) -> TokenStream {
        let place = Some(&store.environment);
        self.declared("Store", &store.name, place, &store.origin)
    }

    pub(super) fn project(&mut self, project: &Project<SourceSpan>) -> TokenStream {
        let place = Some(&project.environment);
        self.declared("Project", &project.name, place, &project.origin)
    }

    pub(super) fn action_type(&mut self, found: &ActionType<SourceSpan>) -> TokenStream {
        self.declared("ActionType", &found.name, None, &found.origin)
    }

    pub(super) fn role(&mut self, role: &Role<SourceSpan>) -> TokenStream {
        let (span, name) = (role.name.at.call_span(), name(&role.name));
        let account = role.account.as_ref().map(account);
        match &role.origin {
            Origin::Managed(settings) => {
                let settings = self.set(settings);
                quote_spanned!(span=> ::pipewright::Role::managed(#name) #account #settings)
            }
            Origin::Imported(arn) => {
                let arn = self.text(arn);
                quote_spanned!(span=> ::pipewright::Role::imported(#name, #arn) #account)
            }
        }
    }

    pub(super) fn variable(&mut self, variable: &Variable<SourceSpan>) -> TokenStream {
        let (span, name) = (variable.name.at.call_span(), name(&variable.name));
        let default = variable.default.as_ref().map(|default| {
            let (span, default) = (default.at.call_span(), self.text(default));
            quote_spanned!(span=> .default(#default))
        });
        let settings = self.set(&variable.settings);
        quote_spanned!(span=> ::pipewright::Variable::new(#name) #default #settings)
    }

    pub(super) fn trigger(&mut self, trigger: &Trigger<SourceSpan>) -> TokenStream {
        let (span, action) = (trigger.action.at.call_span(), name(&trigger.action));
        let filters = self.set(&trigger.filters);
        quote_spanned!(span=> ::pipewright::Trigger::on(#action) #filters)
    }

    /// A thing that is managed or imported with settings.
    fn declared(
        &mut self,
        kind: &str,
        of: &Name<SourceSpan>,
        place: Option<&Environment<SourceSpan>>,
        origin: &Origin<SourceSpan, Vec<Entry<SourceSpan>>>,
    ) -> TokenStream {
        let span = of.at.call_span();
        let (new, settings) = match origin {
            Origin::Managed(settings) => ("managed", settings),
            Origin::Imported(settings) => ("imported", settings),
        };
        let (kind, new, name) = (Ident::new(kind, span), Ident::new(new, span), name(of));
        let place = place.map(|place| self.environment(place));
        let settings = self.set(settings);
        quote_spanned!(span=> ::pipewright::#kind::#new(#name) #place #settings)
    }

    /// `.account("NAME").region("REGION")`
    pub(super) fn environment(&mut self, environment: &Environment<SourceSpan>) -> TokenStream {
        let account = environment.account.as_ref().map(account);
        let region = environment.region.as_ref().map(|region| {
            let (span, region) = (region.at.call_span(), self.text(region));
            quote_spanned!(span=> .region(#region))
        });
        account.into_iter().chain(region).collect()
    }
}

fn account(account: &Name<SourceSpan>) -> TokenStream {
    let (span, account) = (account.at.call_span(), name(account));
    quote_spanned!(span=> .account(#account))
}
