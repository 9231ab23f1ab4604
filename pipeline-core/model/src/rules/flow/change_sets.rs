//! Change sets that are executed: an action before prepares them.

use crate::catalogue::{self, Pair};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Index, Run};
use std::collections::{BTreeMap, BTreeSet};

/// The thing that an action works on: its kind, account and region, and the values that must
/// agree.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Object {
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

pub(super) fn pair_of<P>(run: &Run<'_, P>) -> Option<(&'static str, &'static Pair)> {
    let kind = run.kind?;
    Some((kind.name, kind.pair.as_ref()?))
}

pub(super) fn object<P: Place>(
    run: &Run<'_, P>,
    kind: &'static str,
    pair: &Pair,
) -> Option<Object> {
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

/// What is known of the action that another one needs before it.
enum Maker<'p, 'a, P> {
    /// These make the same thing, one of them surely before.
    Before(&'p [&'a Run<'a, P>]),
    /// The first of those that make it, none of them surely before.
    Late(&'a Run<'a, P>),
    /// No action makes it. A build may, or another pipeline.
    Elsewhere,
}

impl<'a, P: Place> Prepared<'a, P> {
    /// The action that one needs before it, with the thing that both work on; nothing where it
    /// needs none, or not everything is known.
    fn maker(&self, run: &Run<'_, P>) -> Option<(&'static Pair, Object, Maker<'_, 'a, P>)> {
        let (kind, pair) = pair_of(run)?;
        let (key, value) = pair.second;
        if run.constant(key).as_deref() != Some(value) || self.open.contains(kind) {
            return None;
        }
        // A key that is missing is a finding of its own.
        if pair.same.iter().any(|key| run.entry(key).is_none()) {
            return None;
        }
        let wanted = object(run, kind, pair)?;
        let maker = match self.by_object.get(&wanted).map(Vec::as_slice) {
            Some(same) if same.iter().any(|first| first.surely_before(run)) => Maker::Before(same),
            Some([late, ..]) => Maker::Late(late),
            _ => Maker::Elsewhere,
        };
        Some((pair, wanted, maker))
    }

    /// Returns whether one of two actions makes what the other needs before it, and comes too late.
    pub(crate) fn comes_too_late(&self, one: &Run<'_, P>, other: &Run<'_, P>) -> bool {
        [(one, other), (other, one)]
            .into_iter()
            .any(|(first, second)| {
                let Some((_, wanted, Maker::Late(_))) = self.maker(second) else {
                    return false;
                };
                let makers = &self.by_object[&wanted];
                makers
                    .iter()
                    .any(|maker| std::ptr::eq(maker.action, first.action))
            })
    }
}

/// Checks that an action that needs another one has it.
pub(crate) fn action<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    prepared: &Prepared<'_, P>,
) {
    let Some((pair, wanted, maker)) = prepared.maker(run) else {
        return;
    };
    let missing = Missing {
        pair,
        wanted: &wanted,
        at: run
            .entry(pair.second.0)
            .map_or(run.action.name.at, |entry| entry.value.at),
    };
    match maker {
        Maker::Before(same) => stale(cx, run, same, missing.at),
        Maker::Late(late) => too_late(cx, run, &missing, late),
        Maker::Elsewhere => not_here(cx, run, &missing, prepared),
    }
}

/// An action that is missing before another one.
struct Missing<'a, P> {
    pair: &'static Pair,
    wanted: &'a Object,
    /// The place of the value because of which the action needs it.
    at: P,
}

impl<P: Place> Missing<'_, P> {
    fn message(&self, run: &Run<'_, P>) -> String {
        let keys = self.pair.same.iter().zip(&self.wanted.values);
        let object: Vec<String> = keys
            .map(|(key, value)| format!("`{}: \"{value}\"`", catalogue::snake_case(key)))
            .collect();
        format!(
            "nothing before {} {} {} in account `{}`, region `{}`",
            run.title(),
            self.pair.verb,
            object.join(", "),
            self.wanted.account,
            self.wanted.region
        )
    }
}

code! {
    UNPREPARED = "P410" Error "a change set is executed that no earlier action prepares",
    why: "`CHANGE_SET_EXECUTE` executes a change set that must exist by then, of the same stack, under the same name, in the same account and region. Where the action that prepares it runs later or side by side, the first run fails with `ChangeSet [release] does not exist`.",
    example: "Execute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, change_set_name: \"release\", … };\nPrepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, change_set_name: \"release\", … };",
    fix: "Move the action with `action_mode: CHANGE_SET_REPLACE` before the one that executes the change set.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    lacking: Maker,
}

fn too_late<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    missing: &Missing<'_, P>,
    late: &Run<'_, P>,
) {
    let when = if late.beside(run) {
        "side by side with it"
    } else {
        "only after it"
    };
    let (name, first) = (run.name(), late.name());
    cx.report(&UNPREPARED, missing.at, missing.message(run))
        .help(format!(
            "`{first}` does, and runs {when}: move it before `{name}`"
        ))
        .related(format!("`{first}` is here"), late.action.name.at);
}

code! {
    STALE_CHANGE_SET = "P474" Error "a change set is executed after its stack was changed",
    why: "A change set is the difference between a template and the stack as it is. When something else changes the stack, CloudFormation deletes its change sets or marks them `OBSOLETE`, and executing one fails.",
    example: "Prepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, change_set_name: \"release\", … };\nUpdate: CloudFormation(source) { action_mode: CREATE_UPDATE, … };\nExecute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, change_set_name: \"release\", … };",
    fix: "Prepare the change set after the other action, or let only one of the two change the stack.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html",
}

/// Reports that another action surely changes the stack between each action that prepares the
/// change set and the one that executes it.
fn stale<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, prepared: &[&Run<'_, P>], at: P) {
    let changes = |other: &&Run<'_, P>| {
        let targets = other.kind.map_or(&[][..], |kind| kind.targets);
        let mut stacks = targets.iter().filter(|target| target.noun == "stack");
        stacks.any(|target| target.only.as_ref().and_then(|only| other.holds(only)) == Some(true))
    };
    let same_stack = |other: &&Run<'_, P>| {
        let place = |run: &Run<'_, P>| {
            let account = run.account.map(|account| account.name.text.clone());
            account.zip(run.region?.known().map(str::to_owned))
        };
        let stack = |run: &Run<'_, P>| run.constant("StackName");
        place(other).is_some() && place(other) == place(run) && stack(other) == stack(run)
    };
    let before = prepared.iter().filter(|first| first.surely_before(run));
    let mut between = Vec::new();
    for first in before {
        let mut runs = cx.index.runs();
        let found = runs.find(|other| {
            first.surely_before(other)
                && other.surely_before(run)
                && changes(other)
                && same_stack(other)
        });
        let Some(found) = found else {
            return;
        };
        between.push((*first, found));
    }
    let Some((first, other)) = between.last() else {
        return;
    };
    let (name, first_name, other_name) = (run.name(), first.name(), other.name());
    cx.report(
        &STALE_CHANGE_SET,
        at,
        format!("`{other_name}` changes the stack between `{first_name}`, which prepares the change set, and `{name}`"),
    )
    .help(format!("prepare the change set after `{other_name}`"))
    .related(format!("`{other_name}` is here"), other.action.name.at);
}

code! {
    UNPREPARED_HERE = "P440" Warning "a change set that this pipeline does not prepare",
    why: "`CHANGE_SET_EXECUTE` executes a change set that must exist by then, of the same stack, under the same name, in the same account and region. A build or another pipeline may make it; no action of this one does. Where nobody has, the run fails with `ChangeSet [release] does not exist`.",
    example: "Execute: CloudFormation {\n    action_mode: CHANGE_SET_EXECUTE,\n    stack_name: \"sample-lambda\",\n    change_set_name: \"release\",\n};",
    fix: "Write an action with `action_mode: CHANGE_SET_REPLACE` and the same `stack_name` and `change_set_name` before it, in the same account and region; or make sure that the change set exists before this action runs.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    lacking: Maker,
}

fn not_here<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    missing: &Missing<'_, P>,
    prepared: &Prepared<'_, P>,
) {
    let Missing { pair, wanted, at } = missing;
    let mut of_kind = prepared.by_kind.get(wanted.kind).into_iter().flatten();
    let near =
        of_kind.find_map(|(object, first)| Some((difference(object, wanted, first, pair)?, first)));
    let finding = cx.report(&UNPREPARED_HERE, *at, missing.message(run));
    match near {
        Some(((what, at), first)) => {
            let (name, verb) = (first.name(), pair.verb);
            finding
                .help(format!("`{name}` {verb} the same one, but {what}"))
                .related(format!("`{name}` is here"), at);
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
    let values = object.values.iter().zip(&wanted.values);
    for (key, (value, wanted)) in pair.same.iter().zip(values) {
        if value != wanted {
            let at = first.entry(key).map_or(name, |entry| entry.value.at);
            let key = catalogue::snake_case(key);
            found.push((format!("with `{key}: \"{value}\"`"), at));
        }
    }
    (found.len() == 1).then(|| found.swap_remove(0))
}
