//! The stages and the actions that a notification tells of.

use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::deploy_time::place;
use crate::rules::values::scalars;
use crate::rules::values::types::wrong_type;
use crate::rules::words;
use crate::similar;

const STAGES: &str = "a list of stages, `[Deploy]`";
const ACTIONS: &str = "a list of actions, `[Deploy.Update]`";

code! {
    UNKNOWN_FILTER = "P373" Error "a notification of a stage or an action that does not exist",
    why: "A notification is narrowed to stages and actions of the pipeline by their names. One that does not exist has no states: nobody would ever be told.",
    example: "notify failures { stage_states: [FAILED], stages: [Deplyo], email: [\"team@example.com\"] }\n…\nstage Deploy { … }",
    fix: "Correct the name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
    lacking: Named,
}

/// Checks a list of stages.
pub(crate) fn stages<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    for item in scalars::list(cx, key, value, STAGES) {
        if cx.index.model.is_deploy_time(item) {
            place::too_late(cx, key, item, place::WRITE_IT_OUT);
            continue;
        }
        match item.data.constant() {
            Some(name) => {
                stage(cx, item.at, name);
            }
            None => {
                wrong_type(cx, key, item, STAGES);
            }
        }
    }
}

/// Checks a list of actions.
pub(crate) fn actions<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    for item in scalars::list(cx, key, value, ACTIONS) {
        if cx.index.model.is_deploy_time(item) {
            place::too_late(cx, key, item, place::WRITE_IT_OUT);
            continue;
        }
        match (&item.data, item.data.constant()) {
            (Data::Variable { namespace, name }, _) => {
                if stage(cx, namespace.at, &namespace.text) {
                    action(cx, name.at, Some(&namespace.text), &name.text);
                }
            }
            (_, Some(text)) => match text.split_once('/') {
                Some((in_stage, name)) => {
                    if stage(cx, item.at, in_stage) {
                        action(cx, item.at, Some(in_stage), name);
                    }
                }
                None => action(cx, item.at, None, text),
            },
            _ => {
                wrong_type(cx, key, item, ACTIONS);
            }
        }
    }
}

/// Checks that a stage exists.
fn stage<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) -> bool {
    let stages = cx.index.model.stages.iter();
    let names: Vec<&str> = stages.map(|stage| stage.name.text.as_str()).collect();
    if names.contains(&name) {
        return true;
    }
    let message = format!("no stage is named `{name}`");
    let help = advice("stage", name, &names);
    cx.report(&UNKNOWN_FILTER, at, message).help(help);
    false
}

/// Checks that an action exists, in a stage or in any.
fn action<P: Place>(cx: &mut Check<'_, P>, at: P, stage: Option<&str>, name: &str) {
    let of_stage = |found: &&crate::rules::context::Run<'_, P>| {
        stage.is_none_or(|stage| found.stage.name.text == stage)
    };
    let runs = cx.index.runs().filter(of_stage);
    let names: Vec<&str> = runs.map(|run| run.action.name.text.as_str()).collect();
    if names.contains(&name) {
        return;
    }
    let message = match stage {
        Some(stage) => format!("no action of stage `{stage}` is named `{name}`"),
        None => format!("no action is named `{name}`"),
    };
    let mut elsewhere = cx.index.runs().filter(|run| run.name() == name);
    let dotted = name.split_once('.').filter(|(of, action)| {
        let mut runs = cx.index.runs();
        runs.any(|run| run.stage.name.text == *of && run.name() == *action)
    });
    let same = names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let help = match (elsewhere.next(), dotted) {
        (Some(run), _) if !same => format!("it is one of stage `{}`", run.stage.name.text),
        (None, Some((of, action))) => {
            format!(
                "write it without quotes, `{of}.{action}`, or with a slash, `\"{of}/{action}\"`"
            )
        }
        _ => advice("action", name, &names),
    };
    cx.report(&UNKNOWN_FILTER, at, message).help(help);
}

fn advice(what: &str, name: &str, names: &[&str]) -> String {
    if let Some(close) = similar::closest(name, names.iter().copied()) {
        let a = if what == "action" { "an" } else { "a" };
        return format!("{a} {what} with a similar name: `{close}`");
    }
    match names {
        [] => format!("there is no {what}"),
        names => format!("{what}s: {}", words::list(names)),
    }
}
