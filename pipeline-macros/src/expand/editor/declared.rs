//! What the user declared, in a sentence: an editor shows it with the name.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_model::catalogue::Variables;
use pipewright_model::catalogue::resource_types::ResourceType;
use pipewright_model::catalogue::words::upper;
use pipewright_model::model::{Account, Action, Data, Name, Origin, Role, Stage, TextExpr};
use pipewright_syntax::place::SourceSpan;
use pipewright_syntax::{NameKind, Source};
use proc_macro2::TokenStream;
use quote::quote;

use super::{documented, identifier};

/// The declared things of a pipeline, by the kind of their name and by the name.
pub(super) struct Declared<'s> {
    sentences: BTreeMap<(NameKind, &'s str), String>,
    actions: BTreeMap<&'s str, &'s Action<SourceSpan>>,
    /// The types of the resources.
    resources: BTreeMap<&'s str, &'s str>,
}

impl<'s> Declared<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let model = &source.model;
        let mut declared = Declared {
            sentences: BTreeMap::new(),
            actions: BTreeMap::new(),
            resources: BTreeMap::new(),
        };
        for account in &model.accounts {
            declared.add(NameKind::Account, &account.name, of_account(account));
        }
        for store in &model.stores {
            declared.add(
                NameKind::Store,
                &store.name,
                made("An artifact store", &store.origin),
            );
        }
        for role in &model.roles {
            declared.add(NameKind::Role, &role.name, of_role(role));
        }
        for project in &model.projects {
            let sentence = made("A CodeBuild project", &project.origin);
            declared.add(NameKind::Project, &project.name, sentence);
        }
        for variable in &model.variables {
            let default = known(variable.default.as_ref());
            let default = default.map(|text| format!(", by default `{text}`"));
            let sentence = format!("A pipeline variable{}.", default.unwrap_or_default());
            declared.add(NameKind::Variable, &variable.name, sentence);
        }
        for parameter in &model.parameters {
            let kind = known(Some(&parameter.kind)).unwrap_or_default();
            let sentence = format!("A template parameter of type `{kind}`.");
            declared.add(NameKind::Parameter, &parameter.name, sentence);
        }
        for resource in &model.resources {
            let kind = known(Some(&resource.kind)).unwrap_or_default();
            declared.resources.insert(&resource.name.text, kind);
            let sentence = format!("A resource of type `{kind}`.");
            declared.add(NameKind::Resource, &resource.name, sentence);
        }
        for stage in &model.stages {
            declared.add_stage(stage);
        }
        declared
    }

    /// Adds the sentence of a name. The first of several things of one name is shown.
    fn add(&mut self, kind: NameKind, name: &'s Name<SourceSpan>, sentence: String) {
        let entry = self.sentences.entry((kind, &name.text));
        entry.or_insert(sentence);
    }

    fn add_stage(&mut self, stage: &'s Stage<SourceSpan>) {
        let names = stage
            .actions()
            .map(|action| format!("`{}`", action.name.text));
        let names: Vec<String> = names.collect();
        let sentence = match names.as_slice() {
            [] => "A stage without actions.".to_owned(),
            names => format!("A stage with the actions {}.", names.join(", ")),
        };
        self.add(NameKind::Stage, &stage.name, sentence);
        for action in stage.actions() {
            self.add(NameKind::Action, &action.name, of_action(stage, action));
            self.actions.entry(&action.name.text).or_insert(action);
            for output in &action.outputs {
                self.add(NameKind::Artifact, output, of_artifact(stage, action));
            }
        }
    }

    /// The attributes of the item that stands for a declared thing.
    pub(super) fn doc(&self, kind: NameKind, name: &str) -> TokenStream {
        let sentence = self.sentences.get(&(kind, name));
        documented(sentence.map_or("", String::as_str))
    }

    /// What stands behind a name and a `.`: the output variables of an action, or the attributes of
    /// a resource.
    pub(super) fn parts(&self, name: &str) -> TokenStream {
        if let Some(kind) = self.resources.get(name) {
            return attributes(kind);
        }
        let Some(action) = self.actions.get(name) else {
            return TokenStream::new();
        };
        let Some(kind) = action.known_kind() else {
            return TokenStream::new();
        };
        let names: Vec<&str> = match kind.variables {
            Variables::Named(_) if action.of.is_some() && kind.reviews => {
                Action::<SourceSpan>::DESCRIBED.to_vec()
            }
            Variables::Named(names) => names.to_vec(),
            Variables::Listed(key) => listed(action, key),
            Variables::Free(_) => Vec::new(),
        };
        let doc = documented(&format!("An output variable of `{name}`: {}.", kind.title));
        let names = names.into_iter().filter_map(identifier);
        quote!(#(#doc pub struct #names;)*)
    }
}

/// The attributes of a resource type; of nested ones, the first part.
fn attributes(name: &str) -> TokenStream {
    let attributes = ResourceType::named(name).map(ResourceType::attributes);
    let attributes = attributes.into_iter().flatten();
    let first = attributes.filter_map(|attribute| attribute.split('.').next());
    let names: BTreeSet<&str> = first.collect();
    let doc = documented(&format!("An attribute of `{name}`."));
    let names = names.into_iter().filter_map(identifier);
    quote!(#(#doc pub struct #names;)*)
}

fn of_account(account: &Account<SourceSpan>) -> String {
    let what = if account.home {
        "Home, account"
    } else {
        "Account"
    };
    let id = known(Some(&account.id)).map(|id| format!(" `{id}`"));
    let region = known(account.region.as_ref()).map(|region| format!(", region `{region}`"));
    format!(
        "{what}{}{}.",
        id.unwrap_or_default(),
        region.unwrap_or_default()
    )
}

fn of_role(role: &Role<SourceSpan>) -> String {
    let account = role.account.as_ref();
    let account = account.map(|name| format!(" in account `{}`", name.text));
    let account = account.unwrap_or_default();
    match &role.origin {
        Origin::Managed(_) => format!("A role that we make{account}."),
        Origin::Imported(arn) => match arn.data.text() {
            Some(arn) => format!("The role `{arn}`{account}."),
            None => format!("A role that exists{account}."),
        },
    }
}

fn made<I>(what: &str, origin: &Origin<SourceSpan, I>) -> String {
    match origin {
        Origin::Managed(_) => format!("{what} that we make."),
        Origin::Imported(_) => format!("{what} that exists."),
    }
}

fn of_action(stage: &Stage<SourceSpan>, action: &Action<SourceSpan>) -> String {
    let stage = &stage.name.text;
    match action.known_kind() {
        Some(kind) => format!("{}, in stage `{stage}`.", upper(kind.title)),
        None => format!("An action of stage `{stage}`."),
    }
}

fn of_artifact(stage: &Stage<SourceSpan>, action: &Action<SourceSpan>) -> String {
    let (stage, name) = (&stage.name.text, &action.name.text);
    let kind = &action.kind.text;
    format!("An artifact. Action `{name}` of stage `{stage}` makes it (`{kind}`).")
}

fn known(text: Option<&TextExpr<SourceSpan>>) -> Option<&str> {
    text.and_then(TextExpr::known)
}

/// The variables that a key of the action lists.
fn listed<'a>(action: &'a Action<SourceSpan>, key: &str) -> Vec<&'a str> {
    let known = action.known_kind().and_then(|kind| {
        let mut keys = kind.keys.iter();
        keys.find(|known| known.name == key)
    });
    let mut entries = action.config.iter();
    let entry = known.and_then(|known| entries.find(|entry| known.is_written(&entry.key.text)));
    match entry.map(|entry| &entry.value.data) {
        Some(Data::List(items)) => items.iter().filter_map(|item| item.data.text()).collect(),
        _ => Vec::new(),
    }
}
