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
use pipewright_syntax::{EditorName, NameKind, Source, WordSet, is_identifier, is_keyword};

use declared::Declared;

/// The kinds of declared names.
const DECLARED: &[NameKind] = &[
    NameKind::Account,
    NameKind::Store,
    NameKind::Role,
    NameKind::Project,
    NameKind::ActionType,
    NameKind::Output,
    NameKind::Resource,
    NameKind::Stage,
    NameKind::Action,
    NameKind::Artifact,
    NameKind::Variable,
    NameKind::Parameter,
    NameKind::Rule,
    NameKind::Event,
];

/// The kinds of names that a bare word can be.
const VALUES: &[NameKind] = &[
    NameKind::Account,
    NameKind::Store,
    NameKind::Role,
    NameKind::Project,
    NameKind::ActionType,
    NameKind::Parameter,
    NameKind::Stage,
    NameKind::Action,
    NameKind::Artifact,
    NameKind::Resource,
];

/// The block for the editor; nothing for a compiler.
pub(crate) fn editor(source: &Source) -> TokenStream {
    if !is_edited() {
        return TokenStream::new();
    }
    let titles = titles(&source.word_sets);
    let uses = uses(source, &titles);
    let (fixed, names) = (fixed(), names(source, &titles));
    block(&uses, &quote!(#fixed #names))
}

/// The block without what is the same for each pipeline, to be made often.
#[cfg(test)]
pub(crate) fn editor_of_names(source: &Source) -> TokenStream {
    let titles = titles(&source.word_sets);
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

/// A statement for each name that is used, and for each insertion point.
fn uses(source: &Source, titles: &[Ident]) -> TokenStream {
    let declares = source.editor_names.iter().filter(|name| name.declares);
    let declared: HashSet<_> = declares
        .map(|name| (name.kind, name.ident.to_string()))
        .collect();
    let used = source.editor_names.iter().filter(|name| !name.declares);
    used.filter(|name| !is_keyword(&name.ident))
        .map(|name| {
            let module = match meant(name, &declared) {
                NameKind::WordSet(number) => titles.get(number).cloned(),
                kind => Some(module_of(kind)),
            };
            let mut ident = name.ident.clone();
            if name.is_insertion_point {
                ident.set_span(Span::mixed_site());
            }
            quote!(let _ = names::#module::#ident;)
        })
        .collect()
}

/// The kind of thing that a name means: `main / "sam/*"` are objects of a store, in a statement,
/// and `topic.TopicArn` is an attribute of a resource.
fn meant(name: &EditorName, declared: &HashSet<(NameKind, String)>) -> NameKind {
    let other = match name.kind {
        NameKind::Artifact => NameKind::Store,
        NameKind::Action => NameKind::Resource,
        kind => return kind,
    };
    let is = |kind| declared.contains(&(kind, name.ident.to_string()));
    if !is(name.kind) && is(other) {
        other
    } else {
        name.kind
    }
}

/// The modules that are the same for each pipeline.
fn fixed() -> TokenStream {
    let modules = [
        words::declarations(module_of(NameKind::Declaration)),
        words::words(module_of(NameKind::Step), words::STEPS),
        words::words(module_of(NameKind::Clause), words::CLAUSES),
        words::words(module_of(NameKind::Result), words::RESULTS),
        catalogue::kinds(module_of(NameKind::Kind), false),
        catalogue::kinds(module_of(NameKind::Provider), true),
        catalogue::regions(module_of(NameKind::Region)),
    ];
    modules.into_iter().collect()
}

/// The modules of what a pipeline declares, and of what stands at its places.
fn names(source: &Source, titles: &[Ident]) -> TokenStream {
    let known = Declared::new(source);
    let declared = declared(&source.editor_names, &known);
    let values = values();
    let others = others(&source.editor_names);
    let sets = titles.iter().zip(&source.word_sets);
    let sets = sets.map(|(title, set)| catalogue::word_set(title, set, &others, &known));
    quote!(#(#declared)* #values #(#sets)*)
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
fn others(names: &[EditorName]) -> Vec<Ident> {
    let declared = names.iter().filter(|name| name.declares);
    let kinds = declared.map(|name| name.kind);
    let mut kinds: Vec<NameKind> = kinds.filter(|kind| stands_for_others(*kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().map(module_of).collect()
}

/// A module for the names of each kind of declared thing.
fn declared(names: &[EditorName], known: &Declared) -> Vec<TokenStream> {
    let mut declared: BTreeMap<NameKind, Vec<&Ident>> =
        DECLARED.iter().map(|kind| (*kind, Vec::new())).collect();
    for name in names.iter().filter(|name| name.declares) {
        declared.entry(name.kind).or_default().push(&name.ident);
    }
    let others = others(names);
    declared
        .iter()
        .map(|(kind, idents)| {
            let offered: &[Ident] = if stands_for_others(*kind) {
                &[]
            } else {
                &others
            };
            let items = idents.iter().map(|ident| {
                let doc = known.doc(*kind, &ident.to_string());
                quote!(#doc pub struct #ident;)
            });
            let module = module_of(*kind);
            quote!(pub mod #module { #(#items)* #(pub use super::#offered::*;)* })
        })
        .collect()
}

/// The module of the names that a bare word can be: any declared thing that values can name, or
/// `variables`.
fn values() -> TokenStream {
    let module = module_of(NameKind::Value);
    let modules = VALUES.iter().map(|kind| module_of(*kind));
    let variables = Ident::new("variables", Span::mixed_site());
    quote!(pub mod #module { pub struct #variables; #(pub use super::#modules::*;)* })
}

/// Returns whether a name of this kind is offered wherever one of another kind could stand: that
/// of a loop variable or of a declared value.
fn stands_for_others(kind: NameKind) -> bool {
    matches!(kind, NameKind::Loop(_) | NameKind::Named)
}

/// The module of a kind of names.
fn module_of(kind: NameKind) -> Ident {
    let name = match kind {
        NameKind::Declaration => "declarations",
        NameKind::Step => "steps",
        NameKind::Clause => "clauses",
        NameKind::Account => "accounts",
        NameKind::Store => "stores",
        NameKind::Role => "roles",
        NameKind::Project => "projects",
        NameKind::ActionType => "action_types",
        NameKind::Output => "outputs",
        NameKind::Resource => "resources",
        NameKind::Stage => "stages",
        NameKind::Action => "actions",
        NameKind::Artifact => "artifacts",
        NameKind::Event => "events",
        NameKind::Variable => "pipeline_variables",
        NameKind::Parameter => "parameters",
        NameKind::Kind => "kinds",
        NameKind::Rule => "rules",
        NameKind::Provider => "providers",
        NameKind::Result => "results",
        NameKind::Value => "values",
        NameKind::Named => "named_values",
        NameKind::Region => "regions",
        NameKind::Loop(number) => &format!("loop_{number}"),
        // They have titles.
        NameKind::WordSet(_) => "word_sets",
    };
    Ident::new(name, Span::mixed_site())
}

/// The names of the modules of sets of words, each other than those before it.
fn titles(sets: &[WordSet]) -> Vec<Ident> {
    let mut seen = BTreeSet::new();
    let titles = sets.iter().enumerate().map(|(number, set)| {
        let title = match set {
            WordSet::Keys(keys) => format!("keys_of_{}", keys.of),
            WordSet::Values(key) => format!("values_of_{}", key.written()),
            WordSet::Parts(name) => format!("parts_of_{name}"),
            WordSet::Properties(kind) => format!("properties_of_{kind}"),
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
