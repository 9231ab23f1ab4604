//! Namespaces: who answers to which.

use super::context::{Check, Facts, Run};
use crate::codes;
use crate::place::Place;
use std::collections::BTreeMap;

/// Namespaces that AWS keeps for itself.
const RESERVED: [&str; 2] = ["codepipeline", "variables"];

/// Who answers to a namespace.
pub(super) struct Namespaces<'a, P> {
    /// Actions by their explicit `namespace`, or else by their name.
    pub(super) by_name: BTreeMap<&'a str, Vec<&'a Run<'a, P>>>,
    /// Actions with a namespace of another name, by their name.
    pub(super) renamed: BTreeMap<&'a str, &'a str>,
    /// Whether some namespace is not known yet: it could be any.
    pub(super) open: bool,
    /// Explicit namespaces, each where it is said first.
    pub(super) explicit: BTreeMap<&'a str, P>,
}

impl<'a, P: Place> Namespaces<'a, P> {
    pub(super) fn of(facts: &'a Facts<'a, P>) -> Self {
        let mut all = Namespaces {
            by_name: BTreeMap::new(),
            renamed: BTreeMap::new(),
            open: false,
            explicit: BTreeMap::new(),
        };
        for run in &facts.runs {
            match run.entry("Namespace") {
                None => all
                    .by_name
                    .entry(&run.action.name.text)
                    .or_default()
                    .push(run),
                Some(entry) => match entry.value.data.text() {
                    Some(namespace) => {
                        all.by_name.entry(namespace).or_default().push(run);
                        all.renamed
                            .entry(&run.action.name.text)
                            .or_insert(namespace);
                        all.explicit.entry(namespace).or_insert(entry.value.at);
                    }
                    None => all.open = true,
                },
            }
        }
        all
    }
}

/// An explicit namespace is said once, and is no other name.
pub(super) fn explicit<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    let Some(entry) = run.entry("Namespace") else {
        return;
    };
    let Some(name) = entry.value.data.text() else {
        return;
    };
    let facts = cx.facts;
    let at = entry.value.at;
    if RESERVED.contains(&name) {
        cx.report(
            &codes::NAMESPACE_TAKEN,
            at,
            format!("namespace `{name}` is CodePipeline's own"),
        )
        .help("choose another name");
        return;
    }
    if let Some(made) = facts.artifacts.get(name) {
        cx.report(
            &codes::NAMESPACE_TAKEN,
            at,
            format!("namespace `{name}` is the name of an artifact too"),
        )
        .help("choose another name")
        .related(format!("artifact `{name}` is made here"), made.name.at);
        return;
    }
    let first = namespaces
        .by_name
        .get(name)
        .into_iter()
        .flatten()
        .find(|other| other.entry("Namespace").is_some());
    if let Some(other) = first.filter(|other| !std::ptr::eq(other.action, run.action)) {
        let first_at = namespaces.explicit.get(name).copied().unwrap_or(at);
        cx.report(
            &codes::NAMESPACE_TAKEN,
            at,
            format!(
                "`{}` and `{}` have the same namespace, `{name}`",
                other.name(),
                run.name()
            ),
        )
        .help("each action has a namespace of its own")
        .related("first said here", first_at);
    }
}
