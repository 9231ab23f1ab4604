//! The structure of a pipeline: its stages as a whole.

pub(crate) mod actions;
pub(crate) mod kinds;
pub(crate) mod parallel_mode;
pub(crate) mod sources;
pub(crate) mod stages;
pub(crate) mod targets;
pub(crate) mod v2;

use crate::catalogue::limits;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Section};
use crate::rules::names::Seen;
use crate::rules::words;

/// Checks the stages as a whole.
pub(crate) fn pipeline<P: Place>(cx: &mut Check<'_, P>) {
    too_few_stages(cx);
    too_many_stages(cx);
    too_many_actions(cx);
    stage_names(cx);
}

code! {
    TOO_FEW_STAGES = "P301" Error "too few stages",
    why: "A pipeline has at least two stages: one with the sources, and one that does something with them. CodePipeline refuses fewer when the pipeline is created.",
    example: "stage Source { … }",
    fix: "Add the stage that does something with the source.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    lacking: Stage,
}

fn too_few_stages<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let stages = model.stages.len();
    if stages >= limits::STAGES_MIN {
        return;
    }
    let at = model.stages.first().map_or(model.at, |stage| stage.name.at);
    let has = words::count(stages, "stage");
    cx.report(
        &TOO_FEW_STAGES,
        at,
        format!(
            "the pipeline has {has}, and needs at least {}",
            limits::STAGES_MIN
        ),
    )
    .help("the first stage holds the sources; what is done with them goes into another one");
}

code! {
    TOO_MANY_STAGES = "P302" Error "too many stages",
    why: "A pipeline has at most 50 stages. CodePipeline refuses more when the pipeline is created.",
    example: "for n in [1, 2, … 60] { stage \"Deploy-{n}\" { … } }",
    fix: "Put actions that wait for nothing into one stage, in a `parallel` block, or write two pipelines.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn too_many_stages<P: Place>(cx: &mut Check<'_, P>) {
    let stages = &cx.index.model.stages;
    let Some(surplus) = stages.get(limits::STAGES_MAX) else {
        return;
    };
    cx.report(
        &TOO_MANY_STAGES,
        surplus.name.at,
        format!(
            "the pipeline has {} stages, and AWS allows {}",
            stages.len(),
            limits::STAGES_MAX
        ),
    )
    .help("actions that wait for nothing can share a stage, in a `parallel` block");
}

code! {
    TOO_MANY_ACTIONS = "P313" Error "too many actions",
    why: "A pipeline has at most 1,000 actions. CodePipeline refuses more when the pipeline is created.",
    example: "stage One { /* 50 actions */ } … stage TwentyOne { … }",
    fix: "Write two pipelines.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn too_many_actions<P: Place>(cx: &mut Check<'_, P>) {
    let Some(surplus) = cx.index.runs().nth(limits::PIPELINE_ACTIONS_MAX) else {
        return;
    };
    cx.report(
        &TOO_MANY_ACTIONS,
        surplus.action.name.at,
        format!(
            "the pipeline has {} actions, and AWS allows {}",
            cx.index.runs().count(),
            limits::PIPELINE_ACTIONS_MAX
        ),
    );
}

code! {
    STAGE_TWICE = "P308" Error "two stages of one name",
    why: "The names of stages are unique in the pipeline. CodePipeline refuses two of one name when the pipeline is created.",
    example: "stage Deploy in test { … }\nstage Deploy in prod { … }",
    fix: "Give each its own name: `DeployToTest`, `DeployToProduction`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
}

fn stage_names<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen = Seen::new();
    for indexed in &cx.index.stages {
        let name = &indexed.stage.name;
        let Some(first) = seen.add(name) else {
            continue;
        };
        cx.enter(indexed.section);
        cx.report(
            &STAGE_TWICE,
            name.at,
            format!("two stages are named `{}`", name.text),
        )
        .help("give each stage a name of its own")
        .related("the first one is here", first);
    }
    cx.enter(Section::DECLARATIONS);
}
