//! How many artifacts an action takes and makes, and whether it can make them.

use super::context::{Check, Run};
use super::{configuration, words};
use crate::catalogue::{self, Kind};
use crate::codes;
use crate::model::{Data, Name};
use crate::place::Place;
use crate::similar;

pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    input_count(cx, run);
    input_needed(cx, run);
    output_count(cx, run);
    foreign_outputs(cx, run);
    output_needs(cx, run);
}

pub(super) fn input_count<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(kind) = run.kind else {
        return;
    };
    let inputs = &run.action.inputs;
    let (least, most) = declared(run, "input_artifact_details").unwrap_or(kind.inputs);
    let who = who(run, kind);
    let has = words::count(inputs.len(), "input");
    let misplaced = ["input", "inputs", "input_artifacts"];
    let misplaced = misplaced.iter().any(|key| run.action.entry(key).is_some());
    // Inputs that stand among the keys have been reported there.
    if inputs.len() < least && !misplaced {
        let needs = words::count(least, "input");
        let example = latest_before(cx, run);
        let help = format!("hand it over in parentheses: `{}({example})`", kind.name);
        cx.report(
            &codes::INPUT_COUNT,
            run.action.kind.at,
            format!(
                "{who} needs at least {needs}, and `{}` has {has}",
                run.name()
            ),
        )
        .help(help);
    // One that is handed over twice is reported by itself, and counts once.
    } else if let Some(surplus) = distinct(inputs).nth(most) {
        let most = at_most(most, "input");
        cx.report(
            &codes::INPUT_COUNT,
            surplus.at,
            format!("{who} takes {most}, and `{}` has {has}", run.name()),
        )
        .help(format!("leave out `{}`", surplus.text));
    }
}

fn distinct<P>(names: &[Name<P>]) -> impl Iterator<Item = &Name<P>> {
    names.iter().enumerate().filter_map(|(index, name)| {
        let first = names.iter().position(|other| other.text == name.text);
        (first == Some(index)).then_some(name)
    })
}

/// `no inputs`, or `at most 2 inputs`.
fn at_most(most: usize, what: &str) -> String {
    let counted = words::count(most, what);
    if most == 0 {
        counted
    } else {
        format!("at most {counted}")
    }
}

/// Whether the action may make no artifacts.
pub(super) fn outputs_are_optional<P: Place>(run: &Run<'_, P>) -> bool {
    let declared = declared(run, "output_artifact_details");
    declared
        .or(run.kind.map(|kind| kind.outputs))
        .is_some_and(|(least, _)| least == 0)
}

/// How many artifacts the action's declared type allows.
fn declared<P: Place>(run: &Run<'_, P>, key: &str) -> Option<(usize, usize)> {
    // Numbers that contradict each other are a finding of their own.
    let (least, most) = run
        .action_type?
        .counts(key)
        .filter(|(least, most)| least <= most)?;
    Some((usize::try_from(least).ok()?, usize::try_from(most).ok()?))
}

/// Who takes and makes them.
fn who<P: Place>(run: &Run<'_, P>, kind: &Kind) -> String {
    match run.action_type {
        Some(found) => format!("action type `{}`", found.name.text),
        None => format!("`{}`", kind.name),
    }
}

/// An input that the kind needs with some values only.
fn input_needed<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some((kind, condition)) = run.kind.and_then(|kind| Some((kind, kind.input_needed?))) else {
        return;
    };
    if !run.action.inputs.is_empty() || run.holds(&condition) != Some(true) {
        return;
    }
    let example = latest_before(cx, run);
    let help = format!("hand it over in parentheses: `{}({example})`", kind.name);
    cx.report(
        &codes::INPUT_COUNT,
        run.action.kind.at,
        format!(
            "`{}` needs an input {}, and `{}` has no inputs",
            kind.name,
            configuration::because(run, &condition),
            run.name()
        ),
    )
    .help(help);
}

/// An artifact that could be handed over, as it is written.
fn latest_before<P: Place>(cx: &Check<'_, P>, run: &Run<'_, P>) -> String {
    let makers = cx.facts.runs.iter().rev();
    makers
        .filter(|maker| maker.surely_before(run))
        .find_map(|maker| maker.action.outputs.first())
        .map_or("ARTIFACT".to_owned(), |output| words::title(&output.text))
}

fn output_count<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(kind) = run.kind else {
        return;
    };
    let outputs = &run.action.outputs;
    let (least, most) = declared(run, "output_artifact_details").unwrap_or(kind.outputs);
    let who = who(run, kind);
    let has = words::count(outputs.len(), "output");
    if outputs.len() < least {
        let makes = words::count(least, "output");
        let artifact = left_unbound(cx).map_or("ARTIFACT".to_owned(), words::title);
        cx.report(
            &codes::OUTPUT_COUNT,
            run.action.name.at,
            format!("{who} makes {makes}, and `{}` has {has}", run.name()),
        )
        .help(format!(
            "bind it: `let {artifact} = {}: {} …`",
            words::title(run.name()),
            kind.name
        ));
    } else if let Some(surplus) = outputs.get(most) {
        let max = most;
        let most = at_most(most, "output");
        cx.report(
            &codes::OUTPUT_COUNT,
            surplus.at,
            format!("{who} makes {most}, and `{}` has {has}", run.name()),
        );
        for output in outputs.iter().skip(max) {
            cx.excuse(&output.text);
        }
    }
}

/// The name of an artifact that is read, and that the one action that should make one and
/// makes none was probably to make.
pub(super) fn left_unbound<'a, P: Place>(cx: &Check<'a, P>) -> Option<&'a str> {
    let facts = cx.facts;
    let unbound = |run: &&Run<'_, P>| {
        let (least, _) = run.kind.map_or((0, 0), |kind| kind.outputs);
        run.action.outputs.is_empty() && least > 0
    };
    let mut makers = facts.runs.iter().filter(unbound);
    let maker = makers.next().filter(|_| makers.next().is_none())?;
    let made: Vec<&str> = facts.artifacts.keys().copied().collect();
    let later = facts.runs.iter().filter(|run| maker.surely_before(run));
    let mut read = later.flat_map(|run| {
        let files = run.action.config.iter();
        let files = files.filter_map(|entry| match &entry.value.data {
            Data::File { artifact, .. } => Some(artifact),
            _ => None,
        });
        run.action.inputs.iter().chain(files)
    });
    read.find_map(|name| {
        let name = name.text.as_str();
        let new = !made.contains(&name) && similar::closest(name, made.iter().copied()).is_none();
        (new && !facts.is_declared(name) && !name.is_empty()).then_some(name)
    })
}

fn foreign_outputs<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let (Some(kind), Some(account), Some(output)) =
        (run.kind, run.foreign_account(), run.action.outputs.first())
    else {
        return;
    };
    if kind.foreign_outputs {
        return;
    }
    cx.report(
        &codes::FOREIGN_OUTPUT,
        output.at,
        format!(
            "`{}` makes no artifacts in a foreign account, and `{}` runs in `{}`",
            kind.name,
            run.name(),
            account.name.text
        ),
    )
    .help(
        "run it in home, or hand results on another way: an output variable, an object in a bucket",
    )
    .related(
        format!("`{}` is declared here", account.name.text),
        account.name.at,
    );
}

fn output_needs<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let (Some(kind), Some(output)) = (run.kind, run.action.outputs.first()) else {
        return;
    };
    let Some(key) = kind.output_needs.filter(|key| run.entry(key).is_none()) else {
        return;
    };
    let written = catalogue::snake_case(key);
    cx.report(
        &codes::OUTPUT_NEEDS_KEY,
        output.at,
        format!(
            "`{}` is never made: {} has no `{written}`",
            output.text,
            run.title()
        ),
    )
    .help(format!("add `{written}: …`, or leave out the `let`"));
}
