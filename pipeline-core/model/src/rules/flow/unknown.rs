//! Artifacts that no action makes.

use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Index, Run};
use crate::rules::flow::counts;
use crate::rules::words;
use crate::similar;
use std::collections::BTreeSet;

code! {
    UNKNOWN_ARTIFACT = "P201" Error "an artifact is read that no action makes",
    why: "The inputs of an action are names that an earlier `let` has bound. CodePipeline refuses to create a pipeline with an input that is nobody's output.",
    example: "Package: CodeBuild(sorce) { … };",
    fix: "Correct the name, or bind it: `let sorce = Checkout: CodeCommit { … };`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
    lacking: Maker,
}

pub(crate) fn unknown<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    if let Some((kind, declared)) = cx.index.declaration(name) {
        cx.report(
            &UNKNOWN_ARTIFACT,
            at,
            format!("`{name}` is {}, not an artifact", kind.with_article()),
        )
        .related(format!("`{name}` is declared here"), declared);
        return;
    }
    // What an action was to make that makes nothing has been said there.
    if counts::left_unbound(cx) == Some(name) {
        return;
    }
    // In source order, so that of two equally close names the same one is always taken.
    let outputs = cx.index.runs().flat_map(|run| &run.action.outputs);
    let names: Vec<&str> = outputs.map(|output| output.text.as_str()).collect();
    let close = similar::closest(name, names.iter().copied());
    let index = cx.index;
    // The action that makes it may be what a stage lacks, which is reported.
    if close.is_none() && index.has_empty_stage() {
        return;
    }
    // So may be another name of an artifact that is made twice, which is reported.
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    if close.is_none() && distinct.len() < names.len() {
        return;
    }
    let finding = cx.report(
        &UNKNOWN_ARTIFACT,
        at,
        format!("no action makes an artifact `{name}`"),
    );
    match close {
        Some(close) => {
            finding
                .help(format!("an artifact with a similar name: `{close}`"))
                .related(
                    format!("`{close}` is made here"),
                    index.artifacts[close].name.at,
                );
            cx.mark_meant(close);
        }
        None => {
            finding.maybe_help(made_by(index, name).or_else(|| produced_before(index, run)));
        }
    }
}

/// The artifacts of an action whose own name stands for them.
fn made_by<P: Place>(index: &Index<'_, P>, name: &str) -> Option<String> {
    let maker = index.runs().find(|maker| maker.name() == name)?;
    let made: Vec<&str> = maker
        .action
        .outputs
        .iter()
        .map(|output| output.text.as_str())
        .collect();
    let made = (!made.is_empty()).then(|| words::list(&made))?;
    Some(format!("`{name}` is an action, which makes {made}"))
}

fn produced_before<P: Place>(index: &Index<'_, P>, run: &Run<'_, P>) -> Option<String> {
    let before: Vec<&str> = index
        .runs()
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
