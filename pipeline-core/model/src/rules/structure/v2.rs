//! Features that a pipeline of type `V1` cannot have.

use crate::code::code;
use crate::model::Entry;
use crate::place::Place;
use crate::rules::context::{Check, Section};
use crate::rules::words;

/// Reports every feature of type `V2` at its place, if the pipeline is said to be a `V1` one.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let Some(said) = model
        .setting("pipeline_type")
        .filter(|entry| is(entry, "V1"))
    else {
        return;
    };
    let said = said.value.at;
    if let Some(mode) = model.setting("execution_mode")
        && let Some(string) = mode.value.data.constant()
        && ["QUEUED", "PARALLEL"].contains(&string)
    {
        needs(
            cx,
            &format!("execution mode `{string}`"),
            mode.value.at,
            said,
        );
    }
    for variable in &model.variables {
        let what = format!("pipeline variable `{}`", variable.name.text);
        needs(cx, &what, variable.name.at, said);
    }
    for trigger in &model.triggers {
        let what = format!("the trigger of `{}`", trigger.action.text);
        needs(cx, &what, trigger.action.at, said);
    }
    for stage in &cx.index.stages {
        cx.enter(stage.section);
        for run in &stage.runs {
            if run
                .kind
                .is_some_and(|kind| !kind.pipeline_types.contains(&"V1"))
            {
                let kind = &run.action.kind;
                needs(
                    cx,
                    &format!("{} action", words::with_article(&kind.text)),
                    kind.at,
                    said,
                );
            }
        }
        for condition in &stage.stage.conditions {
            let (word, stage) = (condition.moment.word(), stage.name());
            let what = format!("`{word}` of stage `{stage}`");
            needs(cx, &what, condition.at, said);
        }
    }
    cx.enter(Section::DECLARATIONS);
}

fn is<P>(entry: &Entry<P>, constant: &str) -> bool {
    entry.value.data.constant() == Some(constant)
}

code! {
    NEEDS_V2 = "P360" Error "a feature that needs a pipeline of type `V2`",
    why: "Execution modes other than `SUPERSEDED`, variables, triggers, conditions of stages, and some kinds of action belong to type `V2`. CodePipeline refuses them in a `V1` pipeline, or makes it one of type `V2`, which is paid for otherwise.",
    example: "pipeline_type: V1;\nexecution_mode: QUEUED;",
    fix: "Leave `pipeline_type` out, or leave the feature out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html",
}

fn needs<P: Place>(cx: &mut Check<'_, P>, what: &str, at: P, said: P) {
    cx.report(
        &NEEDS_V2,
        at,
        format!("{what} needs a pipeline of type `V2`"),
    )
    .help("leave out `pipeline_type`: pipelines are of type `V2` unless said otherwise")
    .related("the type is said here", said);
}
