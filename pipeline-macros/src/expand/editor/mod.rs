//! The names of a pipeline for an editor: the same names as Rust items, on the user's
//! spans. Only rust-analyzer compiles it. It comes first in the
//! expansion, because an editor completes at the first token that maps to the cursor.
//!
//! An editor that completes compares the expansion of what is written with that of the same with a
//! word at the cursor, by offsets. So the uses of names come before the names, in the order of the
//! source: they agree up to the cursor, whatever the word makes of the rest.

mod catalogue;
mod declared;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use pipewright_syntax::place::is_edited;
use pipewright_syntax::{Mark, Room, Source, Space, is_identifier, is_keyword};

use declared::Declared;

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
    Space::Resource,
];

/// The block for the editor; nothing for a compiler.
pub(crate) fn editor(source: &Source) -> TokenStream {
    if !is_edited() {
        return TokenStream::new();
    }
    let titles = titles(&source.rooms);
    let uses = uses(source, &titles);
    let (fixed, names) = (fixed(), names(source, &titles));
    block(&uses, &quote!(#fixed #names))
}

/// The block without what is the same for each pipeline, to be made often.
#[cfg(test)]
pub(crate) fn editor_of_names(source: &Source) -> TokenStream {
    let titles = titles(&source.rooms);
    block(&uses(source, &titles), &names(source, &titles))
}

fn block(uses: &TokenStream, names: &TokenStream) -> TokenStream {
    let internal = Span::mixed_site();
    quote_spanned! {internal=>
        #[allow(nonstandard_style, unexpected_cfgs, unused)]
        const _: () = {
            #[cfg(rust_analyzer)]
            {
                #uses
                mod names { #names }
            }
        };
    }
}

/// A statement for each name that is used, and for each gap.
fn uses(source: &Source, titles: &[Ident]) -> TokenStream {
    let declares = source.marks.iter().filter(|mark| mark.declares);
    let declared: HashSet<_> = declares
        .map(|mark| (mark.space, mark.ident.to_string()))
        .collect();
    let used = source.marks.iter().filter(|mark| !mark.declares);
    used.filter(|mark| !is_keyword(&mark.ident))
        .map(|mark| {
            let room = match meant(mark, &declared) {
                Space::Room(number) => titles.get(number).cloned(),
                space => Some(room(space)),
            };
            let mut ident = mark.ident.clone();
            if mark.gap {
                ident.set_span(Span::mixed_site());
            }
            quote!(let _ = names::#room::#ident;)
        })
        .collect()
}

/// The kind of thing that a name means: `main / "sam/*"` are objects of a store, in a statement,
/// and `topic.TopicArn` is an attribute of a resource.
fn meant(mark: &Mark, declared: &HashSet<(Space, String)>) -> Space {
    let other = match mark.space {
        Space::Artifact => Space::Store,
        Space::Action => Space::Resource,
        space => return space,
    };
    let is = |space| declared.contains(&(space, mark.ident.to_string()));
    if !is(mark.space) && is(other) {
        other
    } else {
        mark.space
    }
}

/// The modules that are the same for each pipeline.
fn fixed() -> TokenStream {
    let modules = [
        words::declarations(room(Space::Declaration)),
        words::words(room(Space::Step), words::STEPS),
        words::words(room(Space::Clause), words::CLAUSES),
        words::words(room(Space::Result), words::RESULTS),
        catalogue::kinds(room(Space::Kind), false),
        catalogue::kinds(room(Space::Provider), true),
        catalogue::regions(room(Space::Region)),
    ];
    modules.into_iter().collect()
}

/// The modules of what a pipeline declares, and of what stands at its places.
fn names(source: &Source, titles: &[Ident]) -> TokenStream {
    let known = Declared::new(source);
    let declared = declared(&source.marks, &known);
    let values = values();
    let others = others(&source.marks);
    let rooms = titles.iter().zip(&source.rooms);
    let rooms = rooms.map(|(title, room)| catalogue::room(title, room, &others, &known));
    quote!(#(#declared)* #values #(#rooms)*)
}

/// An identifier of any word: raw, if Rust has taken it; none, if it has other signs than a word.
fn identifier(word: &str) -> Option<Ident> {
    if !is_identifier(word) || !word.is_ascii() {
        return None;
    }
    let plain = Ident::new(word, Span::mixed_site());
    Some(match is_keyword(&plain) {
        true => Ident::new_raw(word, Span::mixed_site()),
        false => plain,
    })
}

/// The modules of loop variables and of declared values, which can stand for whatever is declared.
fn others(marks: &[Mark]) -> Vec<Ident> {
    let declared = marks.iter().filter(|mark| mark.declares);
    let spaces = declared.map(|mark| mark.space);
    let mut spaces: Vec<Space> = spaces.filter(|space| stands_for_others(*space)).collect();
    spaces.sort_unstable();
    spaces.dedup();
    spaces.into_iter().map(room).collect()
}

/// A module for the names of each kind of declared thing.
fn declared(marks: &[Mark], known: &Declared) -> Vec<TokenStream> {
    let mut rooms: BTreeMap<Space, Vec<&Ident>> =
        DECLARED.iter().map(|space| (*space, Vec::new())).collect();
    for mark in marks.iter().filter(|mark| mark.declares) {
        rooms.entry(mark.space).or_default().push(&mark.ident);
    }
    let others = others(marks);
    rooms
        .iter()
        .map(|(space, idents)| {
            let offered: &[Ident] = if stands_for_others(*space) {
                &[]
            } else {
                &others
            };
            let items = idents.iter().map(|ident| {
                let doc = known.doc(*space, &ident.to_string());
                quote!(#doc pub struct #ident;)
            });
            let room = room(*space);
            quote!(pub mod #room { #(#items)* #(pub use super::#offered::*;)* })
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
        Space::Region => "regions",
        Space::Loop(number) => &format!("loop_{number}"),
        // They have titles.
        Space::Room(_) => "rooms",
    };
    Ident::new(name, Span::mixed_site())
}

/// The names of the modules of rooms, each other than those before it.
fn titles(rooms: &[Room]) -> Vec<Ident> {
    let mut seen = BTreeSet::new();
    let titles = rooms.iter().enumerate().map(|(number, room)| {
        let title = match room {
            Room::Keys(keys) => format!("keys_of_{}", keys.of),
            Room::Values(key) => format!("values_of_{}", key.written()),
            Room::Parts(name) => format!("parts_of_{name}"),
            Room::Properties(kind) => format!("properties_of_{kind}"),
        };
        let fits = |sign: char| sign == '_' || sign.is_ascii_alphanumeric();
        let mut title = title.replace(|sign| !fits(sign), "_");
        if !seen.insert(title.clone()) {
            title = format!("{title}_{number}");
        }
        Ident::new(&title, Span::mixed_site())
    });
    titles.collect()
}

/// The attributes of an item with this documentation.
fn documented(doc: &str) -> TokenStream {
    if doc.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[doc = #doc])
    }
}
