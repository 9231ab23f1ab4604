//! Transitions into stages that are disabled.

use crate::catalogue::pattern;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage};
use crate::rules::values::known;
use crate::rules::values::strings::malformed;

/// Checks the reasons why nothing enters a stage.
pub(crate) fn disabled<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let Some(reason) = stage.stage.disabled.first() else {
        return;
    };
    if let Some(known) = known::string(cx, reason) {
        let what = format!("the reason why stage `{}` is disabled", stage.name());
        malformed(cx, &what, reason.at, known, &pattern::DISABLED_REASON);
    }
    once(cx, stage);
    if stage.index.is_first() {
        into_the_first(cx, stage, reason.at);
    }
}

code! {
    DISABLED_TWICE = "P333" Error "a stage is disabled twice",
    why: "One transition leads into a stage, and it is disabled for one reason: of two, CloudFormation would write one over the other when the stack is deployed.",
    example: "disabled \"freeze\";\ndisabled \"waiting for review\";",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
}

fn once<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let [first, others @ ..] = stage.stage.disabled.as_slice() else {
        return;
    };
    for other in others {
        cx.report(
            &DISABLED_TWICE,
            other.at,
            format!("stage `{}` is disabled twice", stage.name()),
        )
        .help("leave one of the reasons out")
        .related("first disabled here", first.at);
    }
}

code! {
    DISABLED_SOURCE = "P334" Warning "the first stage is disabled",
    why: "The transition that `disabled` stops leads into a stage from the one before it. None leads into the first one, which starts by itself.",
    example: "stage Source { disabled \"freeze\"; … }",
    fix: "Move it to the second stage, or turn off what starts the pipeline.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
}

fn into_the_first<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>, at: P) {
    cx.report(
        &DISABLED_SOURCE,
        at,
        format!(
            "stage `{}` is the first one, and no transition leads into it",
            stage.name()
        ),
    )
    .help("move it to the second stage");
}
