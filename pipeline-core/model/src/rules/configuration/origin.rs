//! Settings of a declaration that the pipeline makes and of one that is imported, mixed up.

use crate::catalogue::{Key, Needed};
use crate::model::Entry;
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::configuration::unknown::UNKNOWN_KEY;
use crate::rules::configuration::{self, mark_beside_unknown};
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::words;

/// The settings that a kind of declaration has.
pub(crate) struct Settings {
    pub(crate) kind: DeclarationKind,
    /// Those of a thing that the pipeline makes.
    pub(crate) managed: &'static [Key],
    /// Those of a thing that exists.
    pub(crate) imported: &'static [Key],
}

/// Checks the keys of a declaration. Settings of the other origin are one mistake, however many
/// they are: a forgotten `= import`, or settings of what is not changed.
pub(crate) fn all<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    settings: &Settings,
    is_imported: bool,
    entries: &[Entry<P>],
) {
    let (own, other) = if is_imported {
        (settings.imported, settings.managed)
    } else {
        (settings.managed, settings.imported)
    };
    let has = |key: &Key| {
        let mut entries = entries.iter();
        entries.any(|entry| key.is_written(&entry.key.text))
    };
    let is_of = |keys: &[Key], entry: &Entry<P>| {
        let mut keys = keys.iter();
        keys.any(|key| key.is_written(&entry.key.text))
    };
    let (strange, rest): (Vec<&Entry<P>>, Vec<&Entry<P>>) = entries
        .iter()
        .partition(|entry| is_of(other, entry) && !is_of(own, entry));
    // What lacks a setting of an import is none, and its keys are misspelt.
    let mut required = settings
        .imported
        .iter()
        .filter(|key| matches!(key.needed, Needed::Always));
    let all_of_imports = entries.iter().all(|entry| is_of(settings.imported, entry));
    let is_import = required.all(has) && (is_imported || all_of_imports);
    let Some(first) = strange.first().filter(|_| is_import) else {
        let kind = settings.kind.word();
        let instead = (!is_imported && all_of_imports && !entries.is_empty()).then(|| {
            format!(
                "write `= import` before the `{{`, and `;` behind the `}}`, if the {kind} exists"
            )
        });
        let subject = Subject {
            what: subject.what.clone(),
            instead_of_adding: instead,
            ..*subject
        };
        configuration::all(cx, &subject, &[own], entries);
        return;
    };
    let names: Vec<&str> = strange.iter().map(|it| it.key.text.as_str()).collect();
    let plural = if names.len() == 1 { "" } else { "s" };
    let names = words::list(&names);
    let kind = settings.kind.with_article();
    let help = if is_imported {
        let it = if plural.is_empty() { "it" } else { "them" };
        format!("nothing of {kind} that exists is changed: leave {it} out")
    } else {
        format!(
            "{kind} that exists has {names}: write `= import` before the `{{`, and `;` behind the `}}`"
        )
    };
    let origin = if is_imported {
        "which is imported,"
    } else {
        "which the pipeline makes,"
    };
    cx.report(
        &UNKNOWN_KEY,
        first.key.at,
        format!("{}, {origin} has no setting{plural} {names}", subject.what),
    )
    .help(help);
    mark_beside_unknown(cx, subject, entries);
    let rest: Vec<Entry<P>> = rest.into_iter().cloned().collect();
    configuration::present(cx, subject, &[own], &rest);
}
