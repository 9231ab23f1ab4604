//! Actions that need another one before them: a change set is prepared before it is
//! executed.

use super::context::{Check, Facts, Run};
use crate::catalogue::{self, Pair};
use crate::codes;
use crate::place::Place;
use std::collections::{BTreeMap, BTreeSet};

/// What an action works on: kind, account, region, and the values that must agree.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Object {
    kind: &'static str,
    account: String,
    region: String,
    values: Vec<String>,
}

/// The actions that others need before them, by what they work on.
pub(super) struct Firsts<'a, P> {
    by_object: BTreeMap<Object, Vec<&'a Run<'a, P>>>,
    /// All of a kind, in source order, with what they work on.
    by_kind: BTreeMap<&'static str, Vec<(Object, &'a Run<'a, P>)>>,
    /// Kinds with an action of which something is not known yet: it could be the one.
    open: BTreeSet<&'static str>,
}

impl<'a, P: Place> Firsts<'a, P> {
    pub(super) fn of(facts: &'a Facts<'a, P>) -> Self {
        let mut firsts = Firsts {
            by_object: BTreeMap::new(),
            by_kind: BTreeMap::new(),
            open: BTreeSet::new(),
        };
        for run in &facts.runs {
            let Some((kind, pair)) = pair_of(run) else {
                continue;
            };
            match run.constant(pair.first.0) {
                Some(value) if value == pair.first.1 => {}
                Some(_) => continue,
                None => {
                    firsts.open.insert(kind);
                    continue;
                }
            }
            match object(run, kind, pair) {
                Some(object) => {
                    firsts
                        .by_object
                        .entry(object.clone())
                        .or_default()
                        .push(run);
                    firsts.by_kind.entry(kind).or_default().push((object, run));
                }
                None => {
                    firsts.open.insert(kind);
                }
            }
        }
        firsts
    }
}

fn pair_of<P>(run: &Run<'_, P>) -> Option<(&'static str, &'static Pair)> {
    let kind = run.kind?;
    Some((kind.name, kind.pair.as_ref()?))
}

fn object<P: Place>(run: &Run<'_, P>, kind: &'static str, pair: &Pair) -> Option<Object> {
    Some(Object {
        kind,
        account: run.account?.name.text.clone(),
        region: run.region?.known()?.to_owned(),
        values: pair
            .same
            .iter()
            .map(|key| run.constant(key))
            .collect::<Option<_>>()?,
    })
}

/// Whether an action that needs another one has it.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, firsts: &Firsts<'_, P>) {
    let Some((kind, pair)) = pair_of(run) else {
        return;
    };
    let (key, value) = pair.second;
    if run.constant(key).as_deref() != Some(value) || firsts.open.contains(kind) {
        return;
    }
    // A key that is missing is a finding of its own.
    if pair.same.iter().any(|key| run.entry(key).is_none()) {
        return;
    }
    let Some(wanted) = object(run, kind, pair) else {
        return;
    };
    let same = firsts.by_object.get(&wanted).map_or(&[][..], Vec::as_slice);
    if same.iter().any(|first| first.surely_before(run)) {
        return;
    }
    report(cx, run, pair, &wanted, same, firsts);
}

fn report<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    pair: &'static Pair,
    wanted: &Object,
    same: &[&Run<'_, P>],
    firsts: &Firsts<'_, P>,
) {
    let at = run
        .entry(pair.second.0)
        .map_or(run.action.name.at, |entry| entry.value.at);
    let object: Vec<String> = pair
        .same
        .iter()
        .zip(&wanted.values)
        .map(|(key, value)| format!("`{}: \"{value}\"`", catalogue::snake_case(key)))
        .collect();
    let message = format!(
        "nothing before {} {} {} in account `{}`, region `{}`",
        run.title(),
        pair.verb,
        object.join(", "),
        wanted.account,
        wanted.region
    );
    // What no action prepares, a build may, or another pipeline.
    let code = match same {
        [] => &codes::UNPREPARED_HERE,
        _ => &codes::UNPREPARED,
    };
    let finding = cx.report(code, at, message);
    if let Some(late) = same.first() {
        let when = if late.beside(run) {
            "side by side with it"
        } else {
            "only after it"
        };
        finding
            .help(format!(
                "`{}` does, and runs {when}: move it before `{}`",
                late.name(),
                run.name()
            ))
            .related(format!("`{}` is here", late.name()), late.action.name.at);
        return;
    }
    let near = firsts
        .by_kind
        .get(wanted.kind)
        .into_iter()
        .flatten()
        .find_map(|(object, first)| Some((difference(object, wanted, first, pair)?, first)));
    match near {
        Some(((what, at), first)) => {
            finding
                .help(format!(
                    "`{}` {} the same one, but {what}",
                    first.name(),
                    pair.verb
                ))
                .related(format!("`{}` is here", first.name()), at);
        }
        None => {
            let (key, value) = pair.first;
            finding.help(format!(
                "add an action before it with `{}: {value}` and the same keys, unless it is made outside of this pipeline",
                catalogue::snake_case(key)
            ));
        }
    }
}

/// The one thing in which an action differs from the one that is wanted.
fn difference<P: Place>(
    object: &Object,
    wanted: &Object,
    first: &Run<'_, P>,
    pair: &Pair,
) -> Option<(String, P)> {
    let mut found = Vec::new();
    let name = first.action.name.at;
    if object.account != wanted.account {
        found.push((format!("in account `{}`", object.account), name));
    } else if object.region != wanted.region {
        found.push((format!("in region `{}`", object.region), name));
    }
    for (index, key) in pair.same.iter().enumerate() {
        if object.values[index] != wanted.values[index] {
            let at = first.entry(key).map_or(name, |entry| entry.value.at);
            let key = catalogue::snake_case(key);
            found.push((format!("with `{key}: \"{}\"`", object.values[index]), at));
        }
    }
    (found.len() == 1).then(|| found.swap_remove(0))
}
