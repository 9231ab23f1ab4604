//! Keys of actions and declarations: each known, written once, with a value that fits.

pub(crate) mod ignored;
pub(crate) mod missing;
pub(crate) mod origin;
pub(crate) mod properties;
pub(crate) mod repeated;
pub(crate) mod subject;
pub(crate) mod unknown;

use crate::catalogue::{Key, declared};
use crate::model::Entry;
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::configuration::unknown::Mismatch;
use crate::rules::context::{Check, Run};
use crate::rules::values::{self, known};

/// Checks the configuration of an action or a rule of a known kind.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(kind) = run.kind else {
        return;
    };
    let common = if run.action.rule {
        &[]
    } else {
        declared::ACTION
    };
    let subject = Subject {
        what: run.title(),
        at: run.action.kind.at,
        context: ValueContext::Action(run),
        instead_of_adding: None,
    };
    let known = [kind.keys, kind.own_keys, common];
    if unknown::of_another_kind(cx, run, kind, common) {
        mark_beside_unknown(cx, &subject, &run.action.config);
        return;
    }
    all(cx, &subject, &known, &run.action.config);
}

/// Checks the keys of one thing: those that are there, and those that are missing.
pub(crate) fn all<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static [Key]],
    entries: &[Entry<P>],
) {
    let mut meant = present(cx, subject, known, entries);
    meant.extend(unknown::nested(subject, entries));
    let is_there = |key: &Key| {
        let mut entries = entries.iter();
        entries.any(|entry| key.is_written(&entry.key.text)) || meant.contains(&key.written())
    };
    let keys = known.iter().copied().flatten();
    let missing: Vec<&'static Key> = keys.filter(|key| !is_there(key)).collect();
    missing::keys(cx, subject, &missing);
}

/// Checks the keys that are there: each known, written once, with a value that fits. Returns the
/// keys that were probably meant where unknown ones stand.
pub(crate) fn present<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static [Key]],
    entries: &[Entry<P>],
) -> Vec<String> {
    let mut meant = Vec::new();
    let mismatch = Mismatch::of(subject, known, entries);
    repeated::once(cx, entries);
    let outside = unknown::outside_of_statements(cx, subject, known, entries);
    for entry in entries {
        if outside.contains(&entry.key.at.identity()) {
            continue;
        }
        let mut keys = known.iter().copied().flatten();
        match keys.find(|key| key.is_written(&entry.key.text)) {
            Some(key) if known::check_value(cx, &entry.value) => {
                values::value(cx, subject, key, &entry.key.text, &entry.value);
                cx.beside_unknown.spread(entry.value.at, entry.key.at);
            }
            Some(_) => {}
            None => meant.extend(unknown::key(cx, subject, known, &mismatch, entry)),
        }
    }
    if mismatch.is_any() {
        mark_beside_unknown(cx, subject, entries);
        cx.meant_keys
            .extend(meant.iter().map(|key| (key.clone(), subject.at)));
    }
    meant
}

/// Records what stands beside an unknown key, and what the keys are those of.
pub(crate) fn mark_beside_unknown<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    entries: &[Entry<P>],
) {
    for entry in entries {
        cx.beside_unknown.add(entry.key.at);
        let mut value = entry.value.clone();
        value.for_each_place(&mut |at| cx.beside_unknown.add(*at));
    }
    let action = match subject.context {
        ValueContext::Action(run) => Some(run.action.name.at),
        _ => None,
    };
    for at in [subject.at].into_iter().chain(action) {
        cx.beside_unknown.add(at);
    }
}
