//! Results of a condition: what each can lead to.

use super::repeated;
use crate::catalogue::RULES;
use crate::code::code;
use crate::model::{Condition, Moment};
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage, Section};
use crate::rules::words;
use crate::similar;

code! {
    RESULT = "P342" Error "a result that a condition cannot have",
    why: "Before entry a stage fails or is skipped; when it has succeeded it fails or is rolled back; when it has failed it is rolled back or tried again. CodePipeline refuses anything else when the pipeline is created.",
    example: "on_success SKIP { … }",
    fix: "Take one of the results that the message names.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

/// Checks the result of a condition.
pub(crate) fn result<P: Place>(
    cx: &mut Check<'_, P>,
    stage: &IndexedStage<'_, P>,
    condition: &Condition<P>,
) {
    let result = &condition.result;
    let word = condition.moment.word();
    if condition.moment == Moment::OnFailure && result.text == "RETRY" {
        repeated::rules_of_retry(cx, condition);
        return;
    }
    let known = condition.moment.results(condition.rules.is_some());
    if !known.contains(&result.text.as_str()) {
        let help = match similar::closest(&result.text, known.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("it can be {}", words::choice(known)),
        };
        let message = format!("the result of `{word}` cannot be `{}`", result.text);
        cx.report(&RESULT, result.at, message).help(help);
        return;
    }
    if result.text == "ROLLBACK" {
        rollback_of_source(cx, stage, result.at);
    }
    if result.text == "SKIP" {
        skip(cx, condition);
    }
}

code! {
    ROLLBACK_OF_SOURCE = "P345" Error "a rollback of the source stage",
    why: "The source stage cannot be rolled back: it says what an execution is about. CodePipeline refuses it when the pipeline is created.",
    example: "stage Source { on_failure ROLLBACK; … }",
    fix: "Roll a later stage back.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html",
    lacking: Stage,
}

fn rollback_of_source<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>, at: P) {
    if stage.index.is_first() {
        cx.report(
            &ROLLBACK_OF_SOURCE,
            at,
            format!(
                "stage `{}` holds the sources, and cannot be rolled back",
                stage.name()
            ),
        )
        .help("roll a later stage back");
    }
}

code! {
    ROLLBACK_IN_PARALLEL = "P344" Error "a rollback in `PARALLEL` mode",
    why: "In `PARALLEL` mode executions do not know of each other, and there is none that a stage could be rolled back to. CodePipeline refuses it when the pipeline is created.",
    example: "execution_mode: PARALLEL;\n…\non_failure ROLLBACK;",
    fix: "Choose `QUEUED` or `SUPERSEDED`, or another result.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html",
}

/// Checks that nothing is rolled back where executions run side by side: a single rollback is
/// reported at its place, several at the mode, which is the mistake then.
pub(crate) fn rollbacks_in_parallel<P: Place>(cx: &mut Check<'_, P>) {
    let index = cx.index;
    let mode = index.model.setting("execution_mode");
    let Some(mode) = mode.filter(|mode| mode.value.data.constant() == Some("PARALLEL")) else {
        return;
    };
    let rolled_back = index.stages.iter().flat_map(|stage| {
        let conditions = stage.stage.conditions.iter();
        let conditions = conditions.filter(|one| {
            let possible = one.moment.results(one.rules.is_some());
            one.result.text == "ROLLBACK" && possible.contains(&"ROLLBACK")
        });
        conditions.map(move |one| (stage, one.result.at))
    });
    let rolled_back: Vec<(&IndexedStage<'_, P>, P)> = rolled_back.collect();
    let mut names: Vec<String> = Vec::new();
    for (stage, _) in &rolled_back {
        let name = format!("`{}`", stage.name());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let stages = if names.len() == 1 { "stage" } else { "stages" };
    let message = format!(
        "{stages} {} cannot be rolled back in `PARALLEL` mode",
        words::and(&names)
    );
    let help = "choose execution mode `QUEUED` or `SUPERSEDED`";
    match rolled_back.as_slice() {
        [] => {}
        [(stage, at)] => {
            cx.enter(stage.section);
            cx.report(&ROLLBACK_IN_PARALLEL, *at, message)
                .help(help)
                .related("the mode is said here", mode.value.at);
            cx.enter(Section::DECLARATIONS);
        }
        several => {
            let finding = cx.report(&ROLLBACK_IN_PARALLEL, mode.value.at, message);
            finding.help(help);
            for (stage, at) in several {
                finding.related(format!("stage `{}` is rolled back here", stage.name()), *at);
            }
        }
    }
}

code! {
    SKIP_RULE = "P343" Error "a stage that a rule cannot skip",
    why: "A condition with the result `SKIP` takes `LambdaInvoke` and `VariableCheck` rules only. CodePipeline refuses others when the pipeline is created.",
    example: "before_entry SKIP { Quiet: CloudWatchAlarm { … }; }",
    fix: "Take one of these two, or let the condition `FAIL`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

fn skip<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    for rule in condition.rules() {
        if rule.known_kind().is_none_or(|kind| kind.skips) {
            continue;
        }
        let able: Vec<&str> = RULES
            .iter()
            .filter(|kind| kind.skips)
            .map(|kind| kind.name)
            .collect();
        cx.report(
            &SKIP_RULE,
            rule.kind.at,
            format!(
                "{} rule cannot skip a stage",
                words::with_article(&rule.kind.text)
            ),
        )
        .help(format!("only {} can", words::list(&able)))
        .related("the result is said here", condition.result.at);
    }
}

const RETRY_MODES: &[&str] = &["ALL_ACTIONS", "FAILED_ACTIONS"];

code! {
    RETRY_MODE = "P348" Error "a retry mode that there is not",
    why: "Behind `RETRY` stands which actions run again: `ALL_ACTIONS`, or `FAILED_ACTIONS`. Other results have no mode.",
    example: "on_failure RETRY FAILED;",
    fix: "Write `FAILED_ACTIONS` or `ALL_ACTIONS`, or leave it out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html",
}

/// Checks which actions a retry runs again.
pub(crate) fn mode<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let Some(mode) = &condition.mode else {
        return;
    };
    let known = condition.moment.results(condition.rules.is_some());
    let result = condition.result.text.as_str();
    if result != "RETRY" && !known.contains(&result) {
        return;
    }
    if condition.moment != Moment::OnFailure || result != "RETRY" {
        let message = format!("`{result}` has no retry mode");
        cx.report(&RETRY_MODE, mode.at, message)
            .help("leave it out");
        return;
    }
    if RETRY_MODES.contains(&mode.text.as_str()) {
        return;
    }
    let help = match similar::closest(&mode.text, RETRY_MODES.iter().copied()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("it can be {}", words::choice(RETRY_MODES)),
    };
    let message = format!("there is no retry mode `{}`", mode.text);
    cx.report(&RETRY_MODE, mode.at, message).help(help);
}
