//! The order of an approval and of what becomes of its change sets: each is executed after the
//! approval, and is not replaced by then.

use super::change_sets::{object, pair_of};
use crate::catalogue::snake_case;
use crate::code::code;
use crate::model::Value;
use crate::place::Place;
use crate::rules::context::{Check, Run};

code! {
    REVIEWED_GONE = "P379" Error "an approval of a change set that is executed or replaced meanwhile",
    why: "The person who approves decides whether the change set is executed. One that is executed before the approval or side by side with it changes the stack without being asked for. One that is prepared anew side by side with the approval or after it, under the same name, is not the one that the approval describes.",
    example: "Prepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, … };\nExecute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, … };\nReview: Manual of [Prepare];",
    fix: "Put the approval between the action that prepares the change set and the one that executes it.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

/// Checks what the actions on a change set do around the approval `run` of it, which `made`
/// prepares.
pub(super) fn check<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    item: &Value<P>,
    made: &Run<'_, P>,
) {
    let Some((kind, pair)) = pair_of(made) else {
        return;
    };
    let Some(wanted) = object(made, kind, pair) else {
        return;
    };
    let with = |(key, value): (&str, &str)| {
        let runs = cx.index.runs();
        runs.filter(|other| {
            pair_of(other).is_some_and(|(own, _)| own == kind)
                && other.constant(key).as_deref() == Some(value)
                && object(other, kind, pair).as_ref() == Some(&wanted)
        })
        .collect::<Vec<_>>()
    };
    let prepare = with(pair.first);
    let execute = with(pair.second);
    // One that is prepared again after an execution is a new one.
    let again = |after: &Run<'_, P>| {
        let mut again = prepare.iter();
        again.any(|other| after.surely_before(other) && other.surely_before(run))
    };
    let too_early = execute.iter().find(|other| {
        other.beside(run) || made.surely_before(other) && other.surely_before(run) && !again(other)
    });
    if let Some(other) = too_early {
        let when = if other.beside(run) {
            "side by side with"
        } else {
            "before"
        };
        let message = format!(
            "`{}` executes the change set of `{}` {when} `{}`, which asks about it",
            other.name(),
            made.name(),
            run.name()
        );
        report(cx, run, item, other, message);
        return;
    }
    // The execution that the approval is about.
    let next = execute
        .iter()
        .filter(|other| run.surely_before(other))
        .min_by_key(|other| (other.stage_index, other.order));
    let Some(next) = next else {
        return;
    };
    let replaced = prepare.iter().find(|other| {
        !std::ptr::eq(other.action, made.action)
            && !other.surely_before(run)
            && other.surely_before(next)
    });
    if let Some(other) = replaced {
        let key = pair
            .same
            .last()
            .map_or(String::new(), |key| snake_case(key));
        let message = format!(
            "`{}` prepares a change set of the same `{key}` anew, so `{}` does not execute the one that `{}` asks about",
            other.name(),
            next.name(),
            run.name()
        );
        report(cx, run, item, other, message);
    }
}

fn report<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    item: &Value<P>,
    other: &Run<'_, P>,
    message: String,
) {
    let (name, approval) = (other.name(), run.name());
    let help = if other.surely_before(run) || other.beside(run) {
        format!("put `{approval}` before `{name}`")
    } else {
        format!("put `{approval}` after `{name}`, or give the other change set another name")
    };
    cx.report(&REVIEWED_GONE, item.at, message)
        .help(help)
        .related(format!("`{name}` is here"), other.action.name.at);
}
