//! What a pipeline of type `V1` cannot have.

use super::context::Check;
use super::words;
use crate::codes;
use crate::model::Entry;
use crate::place::Place;

/// Every feature of type `V2`, each at its place, if the pipeline is said to be a `V1` one.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let Some(said) = model
        .setting("pipeline_type")
        .filter(|entry| is(entry, "V1"))
    else {
        return;
    };
    let said = said.value.at;
    if let Some(mode) = model.setting("execution_mode")
        && let Some(text) = mode.value.data.constant()
        && ["QUEUED", "PARALLEL"].contains(&text)
    {
        needs(cx, &format!("execution mode `{text}`"), mode.value.at, said);
    }
    for variable in &model.variables {
        let what = format!("pipeline variable `{}`", variable.name.text);
        needs(cx, &what, variable.name.at, said);
    }
    for trigger in &model.triggers {
        let what = format!("the trigger of `{}`", trigger.action.text);
        needs(cx, &what, trigger.action.at, said);
    }
    for (index, stage) in model.stages.iter().enumerate() {
        cx.enter(cx.facts.stage_sections[index]);
        for run in cx.facts.runs_of(index) {
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
        for condition in &stage.conditions {
            let (word, stage) = (condition.moment.word(), &stage.name.text);
            let what = format!("`{word}` of stage `{stage}`");
            needs(cx, &what, condition.at, said);
        }
    }
    cx.enter(0);
}

fn is<P>(entry: &Entry<P>, constant: &str) -> bool {
    entry.value.data.constant() == Some(constant)
}

fn needs<P: Place>(cx: &mut Check<'_, P>, what: &str, at: P, said: P) {
    cx.report(
        &codes::NEEDS_V2,
        at,
        format!("{what} needs a pipeline of type `V2`"),
    )
    .help("leave out `pipeline_type`: pipelines are of type `V2` unless said otherwise")
    .related("the type is said here", said);
}
