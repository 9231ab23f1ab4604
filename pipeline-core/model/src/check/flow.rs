//! Artifact flow: made once, before it is read, where it can be read.

mod handoff;

use super::context::{Check, Made, Run, Sort};
use super::structure::kind_name;
use super::{counts, words};
use crate::catalogue::pattern;
use crate::codes;
use crate::model::Name;
use crate::place::Place;
use crate::similar;
use std::collections::BTreeMap;

/// The artifacts of one action.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for output in &run.action.outputs {
        self::output(cx, run, output);
    }
    inputs(cx, run);
}

/// What an action or a rule reads.
pub(super) fn inputs<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    inputs_once(cx, run);
    for input in &run.action.inputs {
        self::input(cx, run, input);
    }
}

fn output<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, output: &Name<P>) {
    if let Some(complaint) = pattern::ARTIFACT_NAME.complaint(&output.text) {
        cx.report(
            &codes::ARTIFACT_NAME,
            output.at,
            format!(
                "{} {complaint}",
                words::named("artifact name", &output.text)
            ),
        )
        .maybe_help(words::remedy(&pattern::ARTIFACT_NAME, &output.text));
    }
    let facts = cx.facts;
    let first = &facts.artifacts[output.text.as_str()];
    if std::ptr::eq(first.name, output) {
        return;
    }
    let maker = &facts.runs[first.run];
    let message = if std::ptr::eq(maker.action, run.action) {
        format!("{} makes `{}` twice", run.title(), output.text)
    } else {
        format!(
            "artifact `{}` is made twice, by `{}` and by `{}`",
            output.text,
            maker.name(),
            run.name()
        )
    };
    cx.report(&codes::MADE_TWICE, output.at, message)
        .help("give this one another name; unlike in Rust, a later binding does not hide an earlier one")
        .related("first made here", first.name.at);
}

fn inputs_once<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let mut seen: BTreeMap<&str, P> = BTreeMap::new();
    for input in &run.action.inputs {
        match seen.get(input.text.as_str()) {
            Some(first) => {
                cx.report(
                    &codes::INPUT_TWICE,
                    input.at,
                    format!("`{}` is handed to {} twice", input.text, run.title()),
                )
                .help("leave one of them out")
                .related("first handed over here", *first);
            }
            None => {
                seen.insert(&input.text, input.at);
            }
        }
    }
}

fn input<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, input: &Name<P>) {
    let facts = cx.facts;
    let Some(made) = facts.artifacts.get(input.text.as_str()) else {
        unknown(cx, run, &input.text, input.at);
        return;
    };
    let maker = &facts.runs[made.run];
    if maker.surely_before(run) {
        handoff::between_accounts(cx, run, input, made, maker);
        handoff::maybe_skipped(cx, run, input, maker);
        handoff::readable(cx, run, input, made, maker);
    } else {
        too_early(cx, run, input, made, maker);
    }
}

fn unknown<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    let facts = cx.facts;
    let other = Sort::ALL
        .into_iter()
        .find_map(|sort| Some((sort, facts.place_of(sort, name)?)));
    if let Some((sort, declared)) = other {
        cx.report(
            &codes::UNKNOWN_ARTIFACT,
            at,
            format!("`{name}` is {}, not an artifact", sort.with_article()),
        )
        .related(format!("`{name}` is declared here"), declared);
        return;
    }
    // What an action was to make that makes nothing has been said there.
    if counts::left_unbound(cx) == Some(name) {
        return;
    }
    // In source order, so that of two equally close names the same one is always taken.
    let names = facts.runs.iter().flat_map(|run| &run.action.outputs);
    let names = names.map(|output| output.text.as_str());
    let close = similar::closest(name, names);
    let finding = cx.report(
        &codes::UNKNOWN_ARTIFACT,
        at,
        format!("no action makes an artifact `{name}`"),
    );
    match close {
        Some(close) => {
            finding
                .help(format!("an artifact with a similar name: `{close}`"))
                .related(
                    format!("`{close}` is made here"),
                    facts.artifacts[close].name.at,
                );
            cx.excuse(close);
        }
        None => {
            finding.maybe_help(made_by(facts, name).or_else(|| produced_before(facts, run)));
        }
    }
}

/// What an action makes, where its own name stands for it.
fn made_by<P: Place>(facts: &super::context::Facts<'_, P>, name: &str) -> Option<String> {
    let maker = facts.runs.iter().find(|maker| maker.name() == name)?;
    let made: Vec<&str> = maker
        .action
        .outputs
        .iter()
        .map(|output| output.text.as_str())
        .collect();
    let made = (!made.is_empty()).then(|| words::list(&made))?;
    Some(format!("`{name}` is an action, which makes {made}"))
}

fn produced_before<P: Place>(
    facts: &super::context::Facts<'_, P>,
    run: &Run<'_, P>,
) -> Option<String> {
    let before: Vec<&str> = facts
        .runs
        .iter()
        .filter(|maker| maker.surely_before(run))
        .flat_map(|maker| &maker.action.outputs)
        .map(|output| output.text.as_str())
        .collect();
    match before.len() {
        0 => None,
        1..=8 => Some(format!(
            "made before {}: {}",
            run.title(),
            words::list(&before)
        )),
        _ => None,
    }
}

fn too_early<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    // A source after the first stage is a finding of its own.
    if maker.stage_index > run.stage_index && maker.is_source() {
        return;
    }
    let name = &input.text;
    let (code, message, help) = if std::ptr::eq(maker.action, run.action) {
        (
            &codes::USED_BEFORE_MADE,
            format!("{} reads `{name}`, which it makes itself", run.title()),
            "give what it makes another name".to_owned(),
        )
    } else if maker.beside(run) {
        (
            &codes::SIDE_BY_SIDE,
            format!(
                "`{name}` is made by `{}`, which runs side by side with `{}`",
                maker.name(),
                run.name()
            ),
            format!(
                "let `{}` run first: write it before the `parallel` block",
                maker.name()
            ),
        )
    } else {
        let place = if maker.stage_index == run.stage_index {
            "later in this stage".to_owned()
        } else {
            format!("later, in stage `{}`", maker.stage.name.text)
        };
        (
            &codes::USED_BEFORE_MADE,
            format!(
                "`{name}` is read before it is made: `{}` runs {place}",
                maker.name()
            ),
            format!("move `{}` before `{}`", maker.name(), run.name()),
        )
    };
    cx.report(code, input.at, message)
        .help(help)
        .related(format!("`{name}` is made here"), made.name.at);
}

/// An artifact that a value names is one of the action's inputs.
pub(super) fn is_input<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    if run.action.inputs.iter().any(|input| input.text == name) {
        return;
    }
    let facts = cx.facts;
    let Some(made) = facts.artifacts.get(name) else {
        unknown(cx, run, name, at);
        return;
    };
    let kind = kind_name(run);
    let mut inputs: Vec<String> = run
        .action
        .inputs
        .iter()
        .map(|input| words::title(&input.text))
        .collect();
    inputs.push(words::title(name));
    cx.report(
        &codes::NOT_AN_INPUT,
        at,
        format!("`{name}` is not an input of {}", run.title()),
    )
    .help(format!(
        "hand it over: `{}: {kind}({})`",
        words::title(run.name()),
        inputs.join(", ")
    ))
    .related(format!("`{name}` is made here"), made.name.at);
}
