//! The names of a pipeline for an editor: the same names as Rust items, on the user's
//! spans. Only rust-analyzer compiles it. It comes first in the
//! expansion, because an editor completes at the first token that maps to the cursor.

use std::collections::BTreeMap;

use pipewright_model::catalogue::{KINDS, Kind, RULES};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use pipewright_syntax::{Clause, DECLARATIONS, Mark, STAGE_WORDS, Space, is_keyword};

/// The kinds of declared names.
const DECLARED: &[Space] = &[
    Space::Account,
    Space::Store,
    Space::Role,
    Space::Project,
    Space::ActionType,
    Space::Output,
    Space::Resource,
    Space::Stage,
    Space::Action,
    Space::Artifact,
    Space::Variable,
    Space::Parameter,
    Space::Rule,
    Space::Event,
];

/// The kinds of names that a bare word can be.
const VALUES: &[Space] = &[
    Space::Account,
    Space::Store,
    Space::Role,
    Space::Project,
    Space::ActionType,
    Space::Parameter,
    Space::Stage,
    Space::Action,
    Space::Artifact,
];

/// The results of conditions, and the modes of a retry.
const RESULTS: &[&str] = &[
    "FAIL",
    "SKIP",
    "ROLLBACK",
    "RETRY",
    "ALL_ACTIONS",
    "FAILED_ACTIONS",
];

/// The block for the editor.
pub(crate) fn editor(marks: &[Mark]) -> TokenStream {
    let internal = Span::mixed_site();
    let fixed = [
        words(Space::Declaration, DECLARATIONS),
        words(Space::Step, STAGE_WORDS),
        words(Space::Clause, Clause::WORDS),
        words(Space::Result, RESULTS),
        kinds(Space::Kind, KINDS),
        kinds(Space::Provider, RULES),
    ];
    let declared = declared(marks);
    let values = values();
    let uses = marks
        .iter()
        .filter(|mark| !mark.declares && !is_keyword(&mark.ident))
        .map(|mark| {
            let (room, ident) = (room(meant(mark, marks)), &mark.ident);
            quote!(let _ = names::#room::#ident;)
        });
    quote_spanned! {internal=>
        #[allow(nonstandard_style, unexpected_cfgs, unused)]
        const _: () = {
            #[cfg(rust_analyzer)]
            {
                mod names {
                    #(#fixed)*
                    #(#declared)*
                    #values
                }
                #(#uses)*
            }
        };
    }
}

/// The kind of thing that a name means: `main / "sam/*"` are objects of a store, in a statement.
fn meant(mark: &Mark, marks: &[Mark]) -> Space {
    let declared = |space| {
        let mut declared = marks.iter().filter(|it| it.declares && it.space == space);
        declared.any(|it| it.ident == mark.ident)
    };
    if mark.space == Space::Artifact && !declared(Space::Artifact) && declared(Space::Store) {
        Space::Store
    } else {
        mark.space
    }
}

/// Words of the language.
fn words(space: Space, words: &[&str]) -> TokenStream {
    let room = room(space);
    let words = words.iter().map(|word| identifier(word));
    quote!(pub mod #room { #(pub struct #words;)* })
}

/// An identifier of any word: raw, if Rust has taken it.
fn identifier(word: &str) -> Ident {
    let plain = Ident::new(word, Span::mixed_site());
    match is_keyword(&plain) {
        true => Ident::new_raw(word, Span::mixed_site()),
        false => plain,
    }
}

/// The kinds or the rules of the catalogue, each with its line of documentation.
fn kinds(space: Space, kinds: &[&Kind]) -> TokenStream {
    let room = room(space);
    let kinds = kinds.iter().map(|kind| {
        let (name, title) = (Ident::new(kind.name, Span::mixed_site()), kind.title);
        quote!(#[doc = #title] pub struct #name;)
    });
    quote!(pub mod #room { #(#kinds)* })
}

/// A module for the names of each kind of declared thing.
fn declared(marks: &[Mark]) -> Vec<TokenStream> {
    let mut rooms: BTreeMap<Space, Vec<&Ident>> =
        DECLARED.iter().map(|space| (*space, Vec::new())).collect();
    for mark in marks.iter().filter(|mark| mark.declares) {
        rooms.entry(mark.space).or_default().push(&mark.ident);
    }
    // A loop variable or a declared value can stand for whatever is declared.
    let loops = rooms.keys().filter(|space| stands_for_others(**space));
    let loops: Vec<Ident> = loops.map(|space| room(*space)).collect();
    rooms
        .iter()
        .map(|(space, idents)| {
            let offered: &[Ident] = if stands_for_others(*space) {
                &[]
            } else {
                &loops
            };
            let room = room(*space);
            quote!(pub mod #room { #(pub struct #idents;)* #(pub use super::#offered::*;)* })
        })
        .collect()
}

/// The module of the names that a bare word can be: any declared thing that values can name, or
/// `variables`.
fn values() -> TokenStream {
    let room = room(Space::Value);
    let rooms = VALUES.iter().map(|space| self::room(*space));
    let variables = Ident::new("variables", Span::mixed_site());
    quote!(pub mod #room { pub struct #variables; #(pub use super::#rooms::*;)* })
}

/// Returns whether a name of this kind is offered wherever one of another kind could stand: that
/// of a loop variable or of a declared value.
fn stands_for_others(space: Space) -> bool {
    matches!(space, Space::Loop(_) | Space::Named)
}

/// The module of a kind of names.
fn room(space: Space) -> Ident {
    let name = match space {
        Space::Declaration => "declarations",
        Space::Step => "steps",
        Space::Clause => "clauses",
        Space::Account => "accounts",
        Space::Store => "stores",
        Space::Role => "roles",
        Space::Project => "projects",
        Space::ActionType => "action_types",
        Space::Output => "outputs",
        Space::Resource => "resources",
        Space::Stage => "stages",
        Space::Action => "actions",
        Space::Artifact => "artifacts",
        Space::Event => "events",
        Space::Variable => "pipeline_variables",
        Space::Parameter => "parameters",
        Space::Kind => "kinds",
        Space::Rule => "rules",
        Space::Provider => "providers",
        Space::Result => "results",
        Space::Value => "values",
        Space::Named => "named_values",
        Space::Loop(number) => &format!("loop_{number}"),
    };
    Ident::new(name, Span::mixed_site())
}
