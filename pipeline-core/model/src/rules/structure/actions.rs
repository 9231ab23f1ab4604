//! Actions: their names, and the order in which they run.

use super::{kinds, sources};
use crate::catalogue::{limits, pattern};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage, Run};
use crate::rules::names::{self, Seen};

/// Checks one action, apart from its configuration.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    name(cx, run);
    run_order(cx, run);
    if run.kind.is_none() {
        kinds::unknown(cx, run);
    }
    sources::source_in_its_place(cx, run);
    kinds::ended(cx, run);
}

code! {
    ACTION_NAME = "P311" Error "an action's name is malformed",
    why: "CodePipeline allows letters, digits, `.`, `@`, `-` and `_` in an action's name, 100 characters at most, and refuses others when the pipeline is created.",
    example: "\"Copy the site\": S3Deploy(site) { … };",
    fix: "Use allowed characters: `\"Copy-the-site\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn name<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let pattern = &pattern::ACTION_NAME;
    names::well_formed(cx, &ACTION_NAME, pattern, "action name", &run.action.name);
}

code! {
    ACTION_TWICE = "P309" Error "two actions of one name in a stage",
    why: "The names of actions are unique in their stage. CodePipeline refuses two of one name when the pipeline is created.",
    example: "parallel {\n    Deploy: S3Deploy(site) in test { … };\n    Deploy: S3Deploy(site) in prod { … };\n}",
    fix: "Give each its own name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

pub(crate) fn once<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let mut seen = Seen::new();
    for run in &stage.runs {
        let name = &run.action.name;
        let Some(first) = seen.add(name) else {
            continue;
        };
        cx.report(
            &ACTION_TWICE,
            name.at,
            format!(
                "stage `{}` has two actions named `{}`",
                stage.name(),
                name.text
            ),
        )
        .help("give each action of a stage a name of its own")
        .related("the first one is here", first);
    }
}

code! {
    RUN_ORDER = "P314" Error "a run order that is too high",
    why: "An action that says no `run_order` gets the next one after the step before it, and 999 is the highest: CodePipeline refuses a higher one when the pipeline is created.",
    example: "Last: Lambda { run_order: 999, … };\nAfter: Lambda { … };",
    fix: "Say a lower `run_order`, or none: actions run in the order in which they are written.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn run_order<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    if !is_first_beyond(cx, run) {
        return;
    }
    cx.report(
        &RUN_ORDER,
        run.action.name.at,
        format!(
            "{} would have run order {}, and AWS allows {}",
            run.title(),
            run.order,
            limits::RUN_ORDER_MAX
        ),
    )
    .help("the `run_order` of an action before it is too high");
}

/// Returns whether it is the first action of its stage that comes after the last possible one.
fn is_first_beyond<P: Place>(cx: &Check<'_, P>, run: &Run<'_, P>) -> bool {
    let mut runs = cx.index.stage_of(run).runs.iter();
    runs.find(|run| run.order > limits::RUN_ORDER_MAX)
        .is_some_and(|first| std::ptr::eq(first.action, run.action))
}
