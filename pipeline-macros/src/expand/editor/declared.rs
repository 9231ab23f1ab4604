//! What the user declared, in a sentence: an editor shows it with the name.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_model::catalogue::Variables;
use pipewright_model::catalogue::resource_types::ResourceType;
use pipewright_model::catalogue::words::upper;
use pipewright_model::model::{Action, Data, Origin, Stage, TextExpr};
use pipewright_syntax::place::SourceSpan;
use pipewright_syntax::{Source, Space};
use proc_macro2::TokenStream;
use quote::quote;

use super::{documented, identifier};

/// The declared things of a pipeline, by the kind of their name and by the name.
pub(super) struct Declared<'s> {
    sentences: BTreeMap<(Space, &'s str), String>,
    actions: BTreeMap<&'s str, &'s Action<SourceSpan>>,
    /// The types of the resources.
    resources: BTreeMap<&'s str, &'s str>,
}

impl<'s> Declared<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let model = &source.model;
        let mut sentences = BTreeMap::new();
        let mut actions = BTreeMap::new();
        let mut add = |space, name: &'s str, sentence: String| {
            sentences.entry((space, name)).or_insert(sentence);
        };
        for account in &model.accounts {
            let what = if account.home {
                "Home, account"
            } else {
                "Account"
            };
            let (id, region) = (known(Some(&account.id)), known(account.region.as_ref()));
            let id = id.map(|id| format!(" `{id}`")).unwrap_or_default();
            let region = region.map(|region| format!(", region `{region}`"));
            let sentence = format!("{what}{id}{}.", region.unwrap_or_default());
            add(Space::Account, &account.name.text, sentence);
        }
        for role in &model.roles {
            let account = role.account.as_ref();
            let account = account.map(|name| format!(" in account `{}`", name.text));
            let account = account.unwrap_or_default();
            let sentence = match &role.origin {
                Origin::Managed(_) => format!("A role that we make{account}."),
                Origin::Imported(arn) => match known(Some(arn)) {
                    Some(arn) => format!("The role `{arn}`{account}."),
                    None => format!("A role that exists{account}."),
                },
            };
            add(Space::Role, &role.name.text, sentence);
        }
        for stage in &model.stages {
            let names = stage
                .actions()
                .map(|action| format!("`{}`", action.name.text));
            let names: Vec<String> = names.collect();
            let sentence = format!("A stage with the actions {}.", names.join(", "));
            add(Space::Stage, &stage.name.text, sentence);
            for action in stage.actions() {
                add(Space::Action, &action.name.text, about(stage, action));
                actions.entry(action.name.text.as_str()).or_insert(action);
                for output in &action.outputs {
                    let sentence = format!("An artifact. {}", made_by(stage, action));
                    add(Space::Artifact, &output.text, sentence);
                }
            }
        }
        let mut resources = BTreeMap::new();
        for resource in &model.resources {
            if let Some(kind) = known(Some(&resource.kind)) {
                let name = resource.name.text.as_str();
                add(
                    Space::Resource,
                    name,
                    format!("A resource of type `{kind}`."),
                );
                resources.insert(name, kind);
            }
        }
        Declared {
            sentences,
            actions,
            resources,
        }
    }

    /// The attributes of the item that stands for a declared thing.
    pub(super) fn doc(&self, space: Space, name: &str) -> TokenStream {
        let sentence = self.sentences.get(&(space, name));
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

/// What an action is.
fn about(stage: &Stage<SourceSpan>, action: &Action<SourceSpan>) -> String {
    let stage = &stage.name.text;
    match action.known_kind() {
        Some(kind) => format!("{}, in stage `{stage}`.", upper(kind.title)),
        None => format!("An action of stage `{stage}`."),
    }
}

fn made_by(stage: &Stage<SourceSpan>, action: &Action<SourceSpan>) -> String {
    let (stage, name) = (&stage.name.text, &action.name.text);
    format!(
        "Action `{name}` of stage `{stage}` makes it (`{}`).",
        action.kind.text
    )
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
