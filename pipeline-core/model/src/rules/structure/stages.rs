//! A stage: its name, and what it holds.

use super::{actions, parallel_mode, sources, targets};
use crate::catalogue::{limits, pattern};
use crate::code::code;
use crate::model::Stage;
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage};
use crate::rules::flow::change_sets::Prepared;
use crate::rules::names;

/// Checks one stage, apart from its actions and conditions.
pub(crate) fn stage<P: Place>(
    cx: &mut Check<'_, P>,
    stage: &IndexedStage<'_, P>,
    prepared: &Prepared<'_, P>,
) {
    name(cx, stage.stage);
    empty_parallel(cx, stage.stage);
    empty(cx, stage);
    too_long(cx, stage);
    actions::once(cx, stage);
    targets::stage(cx, stage, prepared);
    parallel_mode::stage(cx, stage);
    if stage.index.is_first() {
        sources::first_stage(cx, stage);
    }
}

code! {
    STAGE_NAME = "P310" Error "a stage's name is malformed",
    why: "CodePipeline allows letters, digits, `.`, `@`, `-` and `_` in a stage's name, 100 characters at most, and refuses others when the pipeline is created.",
    example: "stage \"Deploy to production\" { … }",
    fix: "Use allowed characters: `stage \"Deploy-to-production\" { … }`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn name<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
    let pattern = &pattern::STAGE_NAME;
    names::well_formed(cx, &STAGE_NAME, pattern, "stage name", &stage.name);
}

code! {
    EMPTY_PARALLEL = "P307" Warning "a `parallel` block holds no action",
    why: "The block has no effect, and most likely something has been forgotten.",
    example: "parallel {}",
    fix: "Add actions, or leave it out.",
    source: "",
}

fn empty_parallel<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
    for step in stage.steps.iter().filter(|step| step.actions.is_empty()) {
        cx.report(
            &EMPTY_PARALLEL,
            step.at,
            "this `parallel` block holds no action",
        )
        .help("leave it out");
    }
}

code! {
    EMPTY_STAGE = "P306" Error "a stage holds no action",
    why: "A stage has at least one action. CodePipeline refuses an empty one when the pipeline is created.",
    example: "stage Deploy {}",
    fix: "Add an action, or leave the stage out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    lacking: Part,
}

fn empty<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    if stage.runs.is_empty() {
        cx.report(
            &EMPTY_STAGE,
            stage.stage.name.at,
            format!("stage `{}` holds no action", stage.name()),
        )
        .help("AWS asks for at least one: add an action, or leave the stage out");
    }
}

code! {
    STAGE_TOO_LONG = "P312" Error "too many actions in a stage",
    why: "A stage has at most 50 actions. CodePipeline refuses more when the pipeline is created.",
    example: "stage Deploy { /* 51 actions */ }",
    fix: "Begin another stage.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn too_long<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    if let Some(surplus) = stage.runs.get(limits::STAGE_ACTIONS_MAX) {
        cx.report(
            &STAGE_TOO_LONG,
            surplus.action.name.at,
            format!(
                "stage `{}` has {} actions, and AWS allows {}",
                stage.name(),
                stage.runs.len(),
                limits::STAGE_ACTIONS_MAX
            ),
        )
        .help("begin another stage before this action");
    }
}
