//! Conditions of a stage, and the transition into it.

pub(crate) mod results;
pub(crate) mod stage_rules;

use crate::catalogue::pattern;
use crate::code::code;
use crate::model::{Condition, Moment, Stage};
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage};
use crate::rules::remedy;
use crate::rules::values::known;
use crate::rules::values::strings::MALFORMED_TEXT;
use std::collections::BTreeMap;

/// The conditions of one stage, and whether anything enters it.
pub(crate) fn stage<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    disabled(cx, stage);
    once(cx, stage.stage);
    for condition in &stage.stage.conditions {
        results::result(cx, stage, condition);
        results::mode(cx, condition);
        stage_rules::count(cx, condition);
        stage_rules::names(cx, condition);
    }
}

code! {
    DISABLED_TWICE = "P333" Error "a stage is disabled twice",
    why: "One transition leads into a stage, and it is disabled for one reason: of two, CloudFormation would write one over the other when the stack is deployed.",
    example: "disabled \"freeze\";\ndisabled \"waiting for review\";",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
}

code! {
    DISABLED_SOURCE = "P334" Warning "the first stage is disabled",
    why: "The transition that `disabled` stops leads into a stage from the one before it. None leads into the first one, which starts by itself.",
    example: "stage Source { disabled \"freeze\"; … }",
    fix: "Move it to the second stage, or turn off what starts the pipeline.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
}

fn disabled<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let mut reasons = stage.stage.disabled.iter();
    let Some(first) = reasons.next() else {
        return;
    };
    let known = known::string(cx, first);
    if let Some(text) = known
        && let Some(complaint) = pattern::DISABLED_REASON.complaint(text)
    {
        cx.report(
            &MALFORMED_TEXT,
            first.at,
            format!(
                "the reason why stage `{}` is disabled {complaint}",
                stage.name()
            ),
        )
        .maybe_help(remedy::remedy(&pattern::DISABLED_REASON, text));
    }
    for second in reasons {
        cx.report(
            &DISABLED_TWICE,
            second.at,
            format!("stage `{}` is disabled twice", stage.name()),
        )
        .help("leave one of the reasons out")
        .related("first disabled here", first.at);
    }
    if stage.index.is_first() {
        cx.report(
            &DISABLED_SOURCE,
            first.at,
            format!(
                "stage `{}` is the first one, and no transition leads into it",
                stage.name()
            ),
        )
        .help("move it to the second stage");
    }
}

code! {
    RETRY_AND_CONDITION = "P346" Error "a retry beside a condition on failure",
    why: "A stage that has failed is tried again, or a condition decides whether it is rolled back. CodePipeline refuses both together when the pipeline is created.",
    example: "on_failure RETRY;\non_failure ROLLBACK { Quiet: CloudWatchAlarm { … }; }",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

code! {
    CONDITION_TWICE = "P347" Error "two conditions of one sort",
    why: "A stage has at most one condition before entry, one on success and one on failure. CodePipeline refuses more when the pipeline is created.",
    example: "before_entry FAIL { … }\nbefore_entry SKIP { … }",
    fix: "Put the rules into one condition.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

/// One condition of each kind; a retry is one on failure.
fn once<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
    let mut seen: BTreeMap<Moment, &Condition<P>> = BTreeMap::new();
    for condition in &stage.conditions {
        let Some(first) = seen.get(&condition.moment).copied() else {
            seen.insert(condition.moment, condition);
            continue;
        };
        let word = condition.moment.word();
        let retries = [first, condition].map(|found| found.result.text == "RETRY");
        let (code, message, help) = if retries[0] == retries[1] {
            (
                &CONDITION_TWICE,
                format!("stage `{}` has two `{word}` conditions", stage.name.text),
                "put their rules into one",
            )
        } else {
            (
                &RETRY_AND_CONDITION,
                format!(
                    "stage `{}` is tried again on failure, and has a condition besides",
                    stage.name.text
                ),
                "leave one of them out",
            )
        };
        cx.report(code, condition.at, message)
            .help(help)
            .related("the first one is here", first.at);
    }
}
