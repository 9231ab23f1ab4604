//! What AWS offers, as Rust items with the catalogue's sentences: kinds, keys, constants, output
//! variables and regions.

use std::collections::BTreeSet;

use pipewright_model::catalogue::partitions::PARTITIONS;
use pipewright_model::catalogue::resource_types::ResourceType;
use pipewright_model::catalogue::words::{
    holds, items, placement, range, upper, value, variables, when_needed,
};
use pipewright_model::catalogue::{DefaultValue, KINDS, Key, Kind, Needed, RULES, Slot, Type};
use pipewright_syntax::{NameKind, WordSet};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::declared::Declared;
use super::{documented, identifier};

/// The module of all kinds or of all rules.
pub(super) fn kinds(module: Ident, rules: bool) -> TokenStream {
    let kinds = if rules { RULES } else { KINDS };
    let kinds = kinds.iter().filter_map(|kind| {
        let (name, doc) = (identifier(kind.name)?, documented(&about_kind(kind)));
        Some(quote!(#doc pub struct #name;))
    });
    quote!(pub mod #module { #(#kinds)* })
}

/// The module of all regions, by their names with `_` for `-`.
pub(super) fn regions(module: Ident) -> TokenStream {
    let regions = PARTITIONS.iter().flat_map(|partition| {
        partition.regions.iter().filter_map(|region| {
            let name = identifier(&region.replace('-', "_"))?;
            let mut about = format!("Region `{region}`, in partition `{}`.", partition.name);
            if partition.without_codepipeline.contains(region) {
                about.push_str(" CodePipeline does not run here.");
            }
            let doc = documented(&about);
            Some(quote!(#doc pub struct #name;))
        })
    });
    quote!(pub mod #module { #(#regions)* })
}

/// The module of a set of words that depends on the place.
pub(super) fn word_set(
    title: &Ident,
    set: &WordSet,
    others: &[Ident],
    known: &Declared,
) -> TokenStream {
    let items = match set {
        WordSet::Keys(keys) => {
            let mut seen = BTreeSet::new();
            let keys = keys.lists.into_iter().flatten();
            let keys = keys.filter(|key| seen.insert(key.written()));
            let keys = keys.filter_map(key);
            quote!(#(#keys)*)
        }
        WordSet::Values(key) => {
            let values = values(&key.kind);
            quote!(#values #(pub use super::#others::*;)*)
        }
        WordSet::Parts(name) => known.parts(name),
        WordSet::Properties(kind) => properties(kind),
    };
    quote!(pub mod #title { #items })
}

/// A key.
pub(super) fn key(key: &Key) -> Option<TokenStream> {
    let (name, doc) = (identifier(&key.written())?, documented(&about_key(key)));
    Some(quote!(#doc pub struct #name;))
}

/// The words that a value of a type can be.
fn values(kind: &Type) -> TokenStream {
    let kinds: &[NameKind] = match kind {
        Type::OneOf(constants) | Type::SetOf(constants) => {
            let constants = constants.iter().filter_map(|constant| identifier(constant));
            return quote!(#(pub struct #constants;)*);
        }
        Type::FileOr(other) => {
            let other = values(other);
            let artifacts = super::module_of(NameKind::Artifact);
            return quote!(#other pub use super::#artifacts::*;);
        }
        Type::File | Type::Artifact => &[NameKind::Artifact],
        Type::PassedRole(_) | Type::PassedRoles(_) | Type::Readers(_) => {
            &[NameKind::Role, NameKind::Parameter, NameKind::Resource]
        }
        Type::Bool | Type::Number(..) => &[NameKind::Parameter],
        Type::Role | Type::Roles => &[NameKind::Role],
        Type::Project => &[NameKind::Project, NameKind::Parameter, NameKind::Resource],
        Type::ActionType => &[NameKind::ActionType],
        Type::Stages => &[NameKind::Stage],
        Type::Actions => &[NameKind::Action, NameKind::Stage],
        _ => &[NameKind::Value],
    };
    let modules = kinds.iter().map(|kind| super::module_of(*kind));
    quote!(#(pub use super::#modules::*;)*)
}

/// The properties of a resource type, and the settings of every resource.
fn properties(name: &str) -> TokenStream {
    let Some(kind) = ResourceType::named(name) else {
        return TokenStream::new();
    };
    let required: BTreeSet<&str> = kind.required().collect();
    let properties = kind.properties().map(|property| {
        let is = if required.contains(property) {
            "A required property"
        } else {
            "A property"
        };
        (property, format!("{is} of `{name}`."))
    });
    let settings = [
        (
            "depends_on",
            "The declared resources that are made before it.",
        ),
        (
            "removal_policy",
            "What becomes of it when it is deleted: `RETAIN` or `DELETE`.",
        ),
    ];
    let settings = settings.map(|(name, about)| (name, about.to_owned()));
    let items = properties.chain(settings).filter_map(|(name, about)| {
        let (name, doc) = (identifier(name)?, documented(&about));
        Some(quote!(#doc pub struct #name;))
    });
    quote!(#(#items)*)
}

fn about_key(key: &Key) -> String {
    let mut about = format!("{}.", upper(key.doc));
    let needed = match &key.needed {
        Needed::Always => "Required: ".to_owned(),
        Needed::When(condition) => format!("Required {}: ", holds(condition)),
        Needed::Wanted(without) => format!("Without it, {without}. Takes "),
        Needed::Never => "Takes ".to_owned(),
    };
    about.push_str(&format!(
        "\n\n{needed}{}{}.",
        value(&key.kind),
        items(key.items)
    ));
    if let DefaultValue::Text(default) = key.default {
        about.push_str(&format!(" The default is `{default}`."));
    }
    if let Some(condition) = &key.ignored {
        about.push_str(&format!(" No effect {}.", holds(condition)));
    }
    if key.slot != Slot::Nowhere {
        about.push_str(&format!("\n\nAWS's name: `{}`.", key.name));
    }
    about
}

fn about_kind(kind: &Kind) -> String {
    let mut about = format!("{}.\n", upper(kind.title));
    let mut line = |what: &str, how: String| about.push_str(&format!("\n- {what}: {how}"));
    line(
        "Input artifacts",
        format!("{}{}", range(kind.inputs), when_needed(kind)),
    );
    line("Output artifacts", range(kind.outputs));
    line("Variables", variables(kind));
    line("Runs", placement(kind.placement).to_owned());
    for note in kind.notes {
        about.push_str(&format!("\n- {note}"));
    }
    if !kind.source.is_empty() {
        about.push_str(&format!("\n\n[AWS's page]({})", kind.source));
    }
    about
}
