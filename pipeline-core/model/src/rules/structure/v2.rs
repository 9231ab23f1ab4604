//! Features that a pipeline of type `V1` cannot have.

use crate::code::code;
use crate::model::Entry;
use crate::place::Place;
use crate::rules::context::{Check, Index, Section};
use crate::rules::words;

/// Reports the features of type `V2`, if the pipeline is said to be a `V1` one: a single one at its
/// place, several at the type, which is the mistake then.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let Some(said) = model
        .setting("pipeline_type")
        .filter(|entry| is(entry, "V1"))
    else {
        return;
    };
    let features = features(cx.index);
    match features.as_slice() {
        [] => {}
        [only] => {
            cx.enter(only.section);
            let message = format!("{} needs a pipeline of type `V2`", only.what);
            let finding = cx.report(&NEEDS_V2, only.at, message);
            finding
                .help(HELP)
                .related("the type is said here", said.value.at);
            cx.enter(Section::DECLARATIONS);
        }
        several => {
            let mut what: Vec<String> = several.iter().map(|one| one.what.clone()).collect();
            if what.len() > 3 {
                what.truncate(2);
                what.push(format!("{} others", several.len() - 2));
            }
            let message = format!("{} need a pipeline of type `V2`", words::and(&what));
            let finding = cx.report(&NEEDS_V2, said.value.at, message);
            finding.help(HELP);
            for one in several {
                finding.related(format!("{} is here", one.what), one.at);
            }
        }
    }
}

const HELP: &str = "leave out `pipeline_type`: pipelines are of type `V2` unless said otherwise";

/// A feature of type `V2` that the pipeline has.
struct Feature<P> {
    what: String,
    at: P,
    section: Section,
}

fn features<P: Place>(index: &Index<'_, P>) -> Vec<Feature<P>> {
    let model = index.model;
    let mut features = Vec::new();
    let mut has = |what, at, section| features.push(Feature { what, at, section });
    if let Some(mode) = model.setting("execution_mode")
        && let Some(string) = mode.value.data.constant()
        && ["QUEUED", "PARALLEL"].contains(&string)
    {
        let what = format!("execution mode `{string}`");
        has(what, mode.value.at, Section::DECLARATIONS);
    }
    for variable in &model.variables {
        let what = format!("pipeline variable `{}`", variable.name.text);
        has(what, variable.name.at, Section::DECLARATIONS);
    }
    for trigger in &model.triggers {
        let what = format!("the trigger of `{}`", trigger.action.text);
        has(what, trigger.action.at, Section::DECLARATIONS);
    }
    for stage in &index.stages {
        for run in &stage.runs {
            if run
                .kind
                .is_some_and(|kind| !kind.pipeline_types.contains(&"V1"))
            {
                let kind = &run.action.kind;
                let what = format!("{} action", words::with_article(&kind.text));
                has(what, kind.at, stage.section);
            }
        }
        for condition in &stage.stage.conditions {
            let (word, name) = (condition.moment.word(), stage.name());
            let what = format!("`{word}` of stage `{name}`");
            has(what, condition.at, stage.section);
        }
    }
    features
}

fn is<P>(entry: &Entry<P>, constant: &str) -> bool {
    entry.value.data.constant() == Some(constant)
}

code! {
    NEEDS_V2 = "P360" Error "a feature that needs a pipeline of type `V2`",
    why: "Execution modes other than `SUPERSEDED`, variables, triggers, conditions of stages, and some kinds of action belong to type `V2`. CodePipeline refuses them in a `V1` pipeline, or makes it one of type `V2`, which is paid for otherwise. Several of them are told at the type.",
    example: "pipeline_type: V1;\nexecution_mode: QUEUED;",
    fix: "Leave `pipeline_type` out, or leave the feature out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html",
}
