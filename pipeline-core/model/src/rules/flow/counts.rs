//! Numbers of artifacts that an action takes and makes.

use crate::catalogue::Kind;
use crate::code::code;
use crate::foreign;
use crate::model::{Data, Name};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::flow::outputs;
use crate::rules::words;
use crate::similar;

pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    input_count(cx, run);
    input_needed(cx, run);
    output_count(cx, run);
    outputs::foreign(cx, run);
    outputs::needs(cx, run);
}

code! {
    INPUT_COUNT = "P206" Error "too few or too many inputs",
    why: "Each action type takes a certain number of input artifacts. CodePipeline refuses others when the pipeline is created: `declares 0 input artifacts which is less than the minimum count (1)`.",
    example: "Package: CodeBuild { project_name: package };",
    fix: "Hand over as many as the kind takes: `Package: CodeBuild(source) { … };`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
    lacking: Part,
}

/// Returns whether the action has fewer inputs than its kind takes.
pub(crate) fn lacks_inputs<P: Place>(run: &Run<'_, P>) -> bool {
    run.kind.is_some_and(|kind| {
        let (least, _) = declared(run, "input_artifact_details").unwrap_or(kind.inputs);
        run.action.inputs.len() < least
    })
}

pub(crate) fn input_count<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(kind) = run.kind else {
        return;
    };
    let inputs = &run.action.inputs;
    let (least, most) = declared(run, "input_artifact_details").unwrap_or(kind.inputs);
    let who = who(run, kind);
    let has = words::count(inputs.len(), "input");
    let mut keys = run.action.config.iter().map(|entry| &entry.key.text);
    let misplaced = keys.any(|key| foreign::is_inputs(key));
    // Inputs that stand among the keys have been reported there.
    if inputs.len() < least && !misplaced {
        let needs = words::count(least, "input");
        let example = latest_before(cx, run);
        let help = format!("hand it over in parentheses: `{}({example})`", kind.name);
        cx.report(
            &INPUT_COUNT,
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
        let is_action = cx.index.runs().any(|run| run.name() == surplus.text);
        let help = if kind.reviews && is_action {
            format!(
                "an approval of its change set is written `{} of {}`",
                kind.name, surplus.text
            )
        } else {
            format!("leave out `{}`", surplus.text)
        };
        cx.report(
            &INPUT_COUNT,
            surplus.at,
            format!("{who} takes {most}, and `{}` has {has}", run.name()),
        )
        .help(help);
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
        &INPUT_COUNT,
        run.action.kind.at,
        format!(
            "`{}` needs an input {}, and `{}` has no inputs",
            kind.name,
            run.because(&condition),
            run.name()
        ),
    )
    .help(help);
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

/// Returns whether the action may make no artifacts.
pub(crate) fn outputs_are_optional<P: Place>(run: &Run<'_, P>) -> bool {
    let declared = declared(run, "output_artifact_details");
    declared
        .or(run.kind.map(|kind| kind.outputs))
        .is_some_and(|(least, _)| least == 0)
}

/// The numbers of artifacts that the action's declared type allows, at least and at most.
fn declared<P: Place>(run: &Run<'_, P>, key: &str) -> Option<(usize, usize)> {
    // Numbers that contradict each other are a finding of their own.
    let (least, most) = run
        .action_type?
        .counts(key)
        .filter(|(least, most)| least <= most)?;
    Some((usize::try_from(least).ok()?, usize::try_from(most).ok()?))
}

/// The action type that takes and makes them, or the kind.
fn who<P: Place>(run: &Run<'_, P>, kind: &Kind) -> String {
    match run.action_type {
        Some(found) => format!("action type `{}`", found.name.text),
        None => format!("`{}`", kind.name),
    }
}

/// An artifact that could be handed over, as it is written.
fn latest_before<P: Place>(cx: &Check<'_, P>, run: &Run<'_, P>) -> String {
    let makers = cx.index.runs().rev();
    makers
        .filter(|maker| maker.surely_before(run))
        .find_map(|maker| maker.action.outputs.first())
        .map_or("ARTIFACT".to_owned(), |output| words::title(&output.text))
}

code! {
    OUTPUT_COUNT = "P207" Error "too few or too many outputs",
    why: "Each action type makes a certain number of output artifacts. CodePipeline refuses others when the pipeline is created.",
    example: "Checkout: CodeCommit { … };",
    fix: "Bind as many as the kind makes: `let source = Checkout: CodeCommit { … };`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
    lacking: Part,
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
            &OUTPUT_COUNT,
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
            &OUTPUT_COUNT,
            surplus.at,
            format!("{who} makes {most}, and `{}` has {has}", run.name()),
        );
        for output in outputs.iter().skip(max) {
            cx.mark_meant(&output.text);
        }
    }
}

/// The name of an artifact that is read, and that the one action that should make one and
/// makes none was probably to make.
pub(crate) fn left_unbound<'a, P: Place>(cx: &Check<'a, P>) -> Option<&'a str> {
    let unbound = |run: &&Run<'_, P>| {
        let (least, _) = run.kind.map_or((0, 0), |kind| kind.outputs);
        run.action.outputs.is_empty() && least > 0
    };
    let mut makers = cx.index.runs().filter(unbound);
    let maker = makers.next().filter(|_| makers.next().is_none())?;
    let made: Vec<&str> = cx.index.artifacts.keys().copied().collect();
    let later = cx.index.runs().filter(|run| maker.surely_before(run));
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
        (new && cx.index.declaration(name).is_none() && !name.is_empty()).then_some(name)
    })
}
