//! The names in `for`s, when everything has been read.

use std::collections::{HashMap, HashSet};

use pipewright_model::codes::HIDDEN_NAME;
use proc_macro2::Span;

use crate::parse::name::unraw;
use crate::parse::{Context, EditorName, NameKind};
use crate::place::SourceSpan;

/// Reports loop variables that have the name of something declared.
pub(in crate::parse) fn report_hidden_names(cx: &mut Context) {
    let declared: HashMap<String, Span> = cx
        .editor_names
        .iter()
        .filter(|name| name.declares && is_referred_to(name.kind))
        .map(|name| (unraw(&name.ident), name.ident.span()))
        .collect();
    for found in cx.editor_names.iter().filter(|name| name.declares) {
        let name = unraw(&found.ident);
        let (kind, what) = match found.kind {
            NameKind::Loop(_) => ("loop variable", "variable"),
            NameKind::Named => ("value", "value"),
            _ => continue,
        };
        let Some(other) = declared.get(&name) else {
            continue;
        };
        let message = format!("{kind} `{name}` hides what is declared under this name");
        let at = SourceSpan::new(found.ident.span());
        cx.findings
            .report(&HIDDEN_NAME, at, message)
            .help(format!("give the {what} another name"))
            .related("declared here", SourceSpan::new(*other));
    }
}

/// Returns whether the names of this kind are used as values or in clauses.
fn is_referred_to(name_kind: NameKind) -> bool {
    matches!(
        name_kind,
        NameKind::Account
            | NameKind::Store
            | NameKind::Role
            | NameKind::Project
            | NameKind::ActionType
            | NameKind::Resource
            | NameKind::Artifact
    )
}

/// The editor knows a name once, in however many iterations it was read.
pub(in crate::parse) fn keep_once(names: &mut Vec<EditorName>) {
    let mut seen = HashSet::new();
    names.retain(|name| {
        let key = SourceSpan::new(name.ident.span()).key();
        seen.insert((name.kind, name.declares, name.ident.to_string(), key))
    });
}
