//! An action that starts its own pipeline.

use crate::code::code;
use crate::model::TextExpr;
use crate::place::Place;
use crate::rules::context::{Check, Run};

code! {
    STARTS_ITSELF = "P479" Warning "an action starts its own pipeline",
    why: "Each execution that gets to the action starts another one, which gets there too: the pipeline runs without end, until somebody stops it or a condition of a stage does. Each one costs what its actions cost.",
    example: "name: \"app\";\n…\nAgain: CodePipeline { pipeline_name: \"app\" };",
    fix: "Name the other pipeline. If it is to run again and again, `schedule hourly \"rate(1 hour)\";` starts it at a pace of its own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html",
}

/// Checks an action that starts a pipeline in the account and region in which its own one is.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let targets = run.kind.map_or(&[][..], |kind| kind.targets);
    let Some(target) = targets.iter().find(|target| target.noun == "pipeline") else {
        return;
    };
    let entry = target.keys.first().and_then(|key| run.entry(key));
    let Some(entry) = entry else {
        return;
    };
    let model = cx.index.model;
    let region = run.region.and_then(TextExpr::known);
    let home_region = model.home_region().and_then(TextExpr::known);
    let at_home = run.account.is_some_and(|account| account.home)
        && region.is_some()
        && region == home_region;
    let name = model.setting("name");
    let name = name.and_then(|name| name.value.data.text());
    let same = name.is_some() && entry.value.data.text() == name;
    if at_home && same {
        let message = format!("{} starts the pipeline that it is in", run.title());
        cx.report(&STARTS_ITSELF, entry.value.at, message)
            .help("name another pipeline, or let a `schedule` start this one again");
    }
}
