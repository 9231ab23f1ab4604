//! Artifacts and variables of a stage that may be skipped.

use crate::code::code;
use crate::model::Name;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::variables::uses::Used;

code! {
    FROM_A_SKIPPED_STAGE = "P226" Warning "something of a stage that may be skipped",
    why: "A stage with `before_entry SKIP` is left out where its rules are not met: its actions do not run, set no variables and make no artifacts. A later stage that needs one of them has nothing to go on with in that execution, and fails in that run.",
    example: "stage Build {\n    before_entry SKIP { … }\n    let packaged = Package: Commands(source) { … };\n}\nstage Deploy {\n    Upload: S3Deploy(packaged) { … };\n}",
    fix: "Let the later stage be skipped by the same rules, or make what it needs in a stage that always runs.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

/// The artifact of a stage that an execution may leave out.
pub(crate) fn artifact<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    maker: &Run<'_, P>,
) {
    if !maker.may_be_missing_for(run) {
        return;
    }
    let stage = &maker.stage.name;
    cx.report(
        &FROM_A_SKIPPED_STAGE,
        input.at,
        format!(
            "`{}` is not made where stage `{}` is skipped",
            input.text, stage.text
        ),
    )
    .help("let this stage be skipped by the same rules, or make the artifact in a stage that always runs")
    .related(format!("stage `{}` is here", stage.text), stage.at);
}

pub(crate) fn variable<P: Place>(cx: &mut Check<'_, P>, producer: &Run<'_, P>, used: &Used<'_, P>) {
    let stage = &producer.stage.name;
    cx.report(
        &FROM_A_SKIPPED_STAGE,
        used.namespace_at,
        format!(
            "`{}.{}` is not set where stage `{}` is skipped",
            used.namespace, used.name, stage.text
        ),
    )
    .help("let this stage be skipped by the same rules, or use a variable of a stage that always runs")
    .related(format!("stage `{}` is here", stage.text), stage.at);
}
