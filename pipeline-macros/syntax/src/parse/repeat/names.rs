//! The names in `for`s, when everything has been read.

use std::collections::{HashMap, HashSet};

use pipewright_model::codes::HIDDEN_NAME;
use proc_macro2::Span;

use crate::parse::name::word;
use crate::parse::{Context, Mark, Space};
use crate::place::At;

/// Reports loop variables that have the name of something declared.
pub(in crate::parse) fn hidden_names(context: &mut Context) {
    let declared: HashMap<String, Span> = context
        .marks
        .iter()
        .filter(|mark| mark.declares && is_referred_to(mark.space))
        .map(|mark| (word(&mark.ident).text, mark.ident.span()))
        .collect();
    for mark in context.marks.iter().filter(|mark| mark.declares) {
        let name = word(&mark.ident).text;
        let (Space::Loop(_), Some(other)) = (mark.space, declared.get(&name)) else {
            continue;
        };
        let message = format!("loop variable `{name}` hides what is declared under this name");
        let at = At::written(mark.ident.span());
        context
            .findings
            .report(&HIDDEN_NAME, at, message)
            .help("give the variable another name")
            .related("declared here", At::written(*other));
    }
}

/// Whether the names of this kind are used as values or in clauses.
fn is_referred_to(space: Space) -> bool {
    matches!(
        space,
        Space::Account
            | Space::Store
            | Space::Role
            | Space::Project
            | Space::ActionType
            | Space::Artifact
    )
}

/// The editor knows a name once, in however many turns it was read.
pub(in crate::parse) fn mark_once(marks: &mut Vec<Mark>) {
    let mut seen = HashSet::new();
    marks.retain(|mark| {
        let key = At::written(mark.ident.span()).key();
        seen.insert((mark.space, mark.declares, mark.ident.to_string(), key))
    });
}
