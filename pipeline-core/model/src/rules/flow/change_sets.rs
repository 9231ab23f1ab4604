//! Change sets that are executed: an action before prepares them.

use crate::catalogue::{self, Pair};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Index, Run};
use std::collections::{BTreeMap, BTreeSet};

/// The thing that an action works on: its kind, account and region, and the values that must
/// agree.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Object {
    kind: &'static str,
    account: String,
    region: String,
    values: Vec<String>,
}

/// The actions that others need before them, by the things that they work on.
pub(crate) struct Prepared<'a, P> {
    by_object: BTreeMap<Object, Vec<&'a Run<'a, P>>>,
    /// All of a kind, in source order, with the things that they work on.
    by_kind: BTreeMap<&'static str, Vec<(Object, &'a Run<'a, P>)>>,
    /// Kinds with an action of which something is not known yet: it could be the one.
    open: BTreeSet<&'static str>,
}

impl<'a, P: Place> Prepared<'a, P> {
    pub(crate) fn of(index: &'a Index<'a, P>) -> Self {
        let mut prepared = Prepared {
            by_object: BTreeMap::new(),
            by_kind: BTreeMap::new(),
            open: BTreeSet::new(),
        };
        for run in index.runs() {
            let Some((kind, pair)) = pair_of(run) else {
                continue;
            };
            match run.constant(pair.first.0) {
                Some(value) if value == pair.first.1 => {}
                Some(_) => continue,
                None => {
                    prepared.open.insert(kind);
                    continue;
                }
            }
            match object(run, kind, pair) {
                Some(object) => {
                    prepared
                        .by_object
                        .entry(object.clone())
                        .or_default()
                        .push(run);
                    prepared
                        .by_kind
                        .entry(kind)
                        .or_default()
                        .push((object, run));
                }
                None => {
                    prepared.open.insert(kind);
                }
            }
        }
        prepared
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

/// Checks that an action that needs another one has it.
pub(crate) fn action<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    prepared: &Prepared<'_, P>,
) {
    let Some((kind, pair)) = pair_of(run) else {
        return;
    };
    let (key, value) = pair.second;
    if run.constant(key).as_deref() != Some(value) || prepared.open.contains(kind) {
        return;
    }
    // A key that is missing is a finding of its own.
    if pair.same.iter().any(|key| run.entry(key).is_none()) {
        return;
    }
    let Some(wanted) = object(run, kind, pair) else {
        return;
    };
    let same = prepared
        .by_object
        .get(&wanted)
        .map_or(&[][..], Vec::as_slice);
    if same.iter().any(|first| first.surely_before(run)) {
        return;
    }
    report(cx, run, pair, &wanted, same, prepared);
}

code! {
    UNPREPARED = "P410" Error "a change set is executed that no earlier action prepares",
    why: "`CHANGE_SET_EXECUTE` executes a change set that must exist by then, of the same stack, under the same name, in the same account and region. Where the action that prepares it runs later or side by side, the first run fails with `ChangeSet [release] does not exist`.",
    example: "Execute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, change_set_name: \"release\", … };\nPrepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, change_set_name: \"release\", … };",
    fix: "Move the action with `action_mode: CHANGE_SET_REPLACE` before the one that executes the change set.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    lacking: Maker,
}

code! {
    UNPREPARED_HERE = "P440" Warning "a change set that this pipeline does not prepare",
    why: "`CHANGE_SET_EXECUTE` executes a change set that must exist by then, of the same stack, under the same name, in the same account and region. A build or another pipeline may make it; no action of this one does. Where nobody has, the run fails with `ChangeSet [release] does not exist`.",
    example: "Execute: CloudFormation {\n    action_mode: CHANGE_SET_EXECUTE,\n    stack_name: \"sample-lambda\",\n    change_set_name: \"release\",\n};",
    fix: "Write an action with `action_mode: CHANGE_SET_REPLACE` and the same `stack_name` and `change_set_name` before it, in the same account and region; or see to it that what makes the change set has done so by then.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

fn report<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    pair: &'static Pair,
    wanted: &Object,
    same: &[&Run<'_, P>],
    prepared: &Prepared<'_, P>,
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
        [] => &UNPREPARED_HERE,
        _ => &UNPREPARED,
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
    let near = prepared
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
