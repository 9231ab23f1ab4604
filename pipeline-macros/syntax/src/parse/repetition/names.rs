//! The names in `for`s, when everything has been read.

use std::collections::{HashMap, HashSet};

use pipewright_model::codes::HIDDEN_NAME;
use proc_macro2::Span;

use crate::parse::name::unraw;
use crate::parse::{Context, Mark, Space};
use crate::place::SourceSpan;

/// Reports loop variables that have the name of something declared.
pub(in crate::parse) fn report_hidden_names(cx: &mut Context) {
    let declared: HashMap<String, Span> = cx
        .marks
        .iter()
        .filter(|mark| mark.declares && is_referred_to(mark.space))
        .map(|mark| (unraw(&mark.ident), mark.ident.span()))
        .collect();
    for mark in cx.marks.iter().filter(|mark| mark.declares) {
        let name = unraw(&mark.ident);
        let (kind, what) = match mark.space {
            Space::Loop(_) => ("loop variable", "variable"),
            Space::Named => ("value", "value"),
            _ => continue,
        };
        let Some(other) = declared.get(&name) else {
            continue;
        };
        let message = format!("{kind} `{name}` hides what is declared under this name");
        let at = SourceSpan::new(mark.ident.span());
        cx.findings
            .report(&HIDDEN_NAME, at, message)
            .help(format!("give the {what} another name"))
            .related("declared here", SourceSpan::new(*other));
    }
}

/// Returns whether the names of this kind are used as values or in clauses.
fn is_referred_to(space: Space) -> bool {
    matches!(
        space,
        Space::Account
            | Space::Store
            | Space::Role
            | Space::Project
            | Space::ActionType
            | Space::Resource
            | Space::Artifact
    )
}

/// The editor knows a name once, in however many iterations it was read.
pub(in crate::parse) fn mark_once(marks: &mut Vec<Mark>) {
    let mut seen = HashSet::new();
    marks.retain(|mark| {
        let key = SourceSpan::new(mark.ident.span()).key();
        seen.insert((mark.space, mark.declares, mark.ident.to_string(), key))
    });
}
