//! Conditions that stand twice, and retries beside them.

use crate::code::code;
use crate::model::{Condition, Moment, Stage};
use crate::place::Place;
use crate::rules::context::Check;
use std::collections::BTreeMap;

code! {
    CONDITION_TWICE = "P347" Error "two conditions of one sort",
    why: "A stage has at most one condition before entry, one on success and one on failure. CodePipeline refuses more when the pipeline is created.",
    example: "before_entry FAIL { … }\nbefore_entry SKIP { … }",
    fix: "Put the rules into one condition.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

code! {
    RETRY_AND_CONDITION = "P346" Error "a retry beside a condition on failure",
    why: "A stage that has failed is tried again, or a condition decides whether it is rolled back. CodePipeline refuses both together when the pipeline is created.",
    example: "on_failure RETRY;\non_failure ROLLBACK { Quiet: CloudWatchAlarm { … }; }",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

/// Checks that there is one condition of each kind; a retry is one on failure.
pub(crate) fn once<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
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

/// Checks that a retry has no rules.
pub(crate) fn rules_of_retry<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    if let Some(rule) = condition.rules().next() {
        cx.report(
            &RETRY_AND_CONDITION,
            rule.name.at,
            "a stage that is tried again on failure has no rules",
        )
        .help("write `on_failure RETRY;`, or `on_failure ROLLBACK { … }`")
        .related("it is tried again because of this", condition.result.at);
    }
}
