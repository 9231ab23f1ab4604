//! What an approval is about: change sets that are prepared before it.

use super::review_order;
use crate::catalogue::{limits, pattern, snake_case};
use crate::code::code;
use crate::model::{Action, Reviewed, Stage, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::deploy_time::place;
use crate::rules::values::known;
use crate::rules::values::types::wrong_type;
use crate::rules::words;
use crate::similar;
use std::collections::BTreeMap;

const TAKES: &str = "actions, `[Deploy.Prepare]`";

/// The stages and names of actions that stood before, each with its place.
type Seen<P> = BTreeMap<(String, String), P>;

/// Checks what stands behind the `of` of an action.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(of) = &run.action.of else {
        return;
    };
    match run.kind {
        Some(kind) if kind.reviews => {}
        Some(_) => return no_approval(cx, run, of),
        None => return,
    }
    named(cx, run);
    room(cx, run);
    if !known::check_value(cx, of) {
        return;
    }
    let items = of.items();
    if items.is_empty() {
        nothing(cx, run, of);
    }
    let mut seen = BTreeMap::new();
    for item in items {
        if known::check_value(cx, item) {
            reviewed(cx, run, item, &mut seen);
        }
    }
}

code! {
    NO_APPROVAL = "P384" Error "`of` on an action that is no approval",
    why: "`of` says which change sets a person is asked about. It belongs to a `Manual` action.",
    example: "Build: CodeBuild(source) of [Prepare] { project_name: build };",
    fix: "Write it at the approval: `Review: Manual of [Prepare];`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
}

fn no_approval<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, of: &Value<P>) {
    let kind = words::with_article(&run.action.kind.text);
    let message = format!("{} is {kind}, and `of` belongs to an approval", run.title());
    cx.report(&NO_APPROVAL, of.at, message)
        .help("write it at the approval: `Review: Manual of […];`");
}

code! {
    NOTHING_REVIEWED = "P389" Error "an approval of nothing",
    why: "`of` names the actions whose change sets the approval is about. Without any, there is nothing to describe.",
    example: "Review: Manual of [];",
    fix: "Name an action with `action_mode: CHANGE_SET_REPLACE`, or leave `of` out.",
    source: "",
    lacking: Part,
}

fn nothing<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, of: &Value<P>) {
    let message = format!("{} is about no change set", run.title());
    cx.report(&NOTHING_REVIEWED, of.at, message)
        .help("name an action with `action_mode: CHANGE_SET_REPLACE`, or leave `of` out");
}

fn reviewed<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    item: &Value<P>,
    seen: &mut Seen<P>,
) {
    if cx.index.model.is_deploy_time(item) {
        return place::too_late(cx, "of", item, place::WRITE_IT_OUT);
    }
    let index = cx.index;
    match index.model.reviewed(run.stage, item) {
        Reviewed::Action(stage, action) => found(cx, run, item, (stage, action), seen),
        Reviewed::NoStage(name, at) => {
            let stages = index.model.stages.iter();
            let names: Vec<&str> = stages.map(|stage| stage.name.text.as_str()).collect();
            let message = format!("no stage is named `{name}`");
            let help = advice("a stage", name, &names);
            cx.report(&UNKNOWN_REVIEWED, at, message).maybe_help(help);
        }
        Reviewed::NoAction(stage, name, at) => no_action(cx, stage, name, at),
        Reviewed::Several(name) => {
            let message = format!("several actions are named `{name}`");
            let runs = index.runs().filter(|other| other.name() == name);
            let names = runs.map(|other| qualified(other.stage, other.action));
            let names: Vec<String> = names.take(3).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            cx.report(&UNKNOWN_REVIEWED, item.at, message).help(format!(
                "say which stage it is of: {}",
                words::choice(&names)
            ));
        }
        Reviewed::NoName => {
            wrong_type(cx, "of", item, TAKES);
        }
    }
}

code! {
    UNKNOWN_REVIEWED = "P385" Error "an approval of an action that does not exist",
    why: "`of` names actions of this pipeline: `Prepare` in the same stage, or one that has the name alone; `Deploy.Prepare` in another stage, or `\"Deploy-to-prod/Prepare\"`.",
    example: "Prepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, … };\nReview: Manual of [Prepair];",
    fix: "Correct the name, or say the stage too.",
    source: "",
    lacking: Named,
}

fn no_action<P: Place>(cx: &mut Check<'_, P>, stage: Option<&str>, name: &str, at: P) {
    let index = cx.index;
    let of_stage = |run: &&Run<'_, P>| stage.is_none_or(|stage| run.stage.name.text == stage);
    let names: Vec<&str> = index.runs().filter(of_stage).map(Run::name).collect();
    let message = match stage {
        Some(stage) => format!("no action of stage `{stage}` is named `{name}`"),
        None => format!("no action is named `{name}`"),
    };
    let help = match index.runs().find(|run| run.name() == name) {
        Some(run) => Some(format!("it is one of stage `{}`", run.stage.name.text)),
        None => advice("an action", name, &names),
    };
    cx.report(&UNKNOWN_REVIEWED, at, message).maybe_help(help);
}

fn advice(what: &str, name: &str, names: &[&str]) -> Option<String> {
    let close = similar::closest(name, names.iter().copied());
    close.map(|close| format!("{what} with a similar name: `{close}`"))
}

/// An action as a user can name it from anywhere.
fn qualified<P>(stage: &Stage<P>, action: &Action<P>) -> String {
    let (stage, name) = (&stage.name.text, &action.name.text);
    let plain = |name: &str| words::title(name) == name;
    if plain(stage) && plain(name) {
        format!("{stage}.{name}")
    } else {
        format!("\"{stage}/{name}\"")
    }
}

fn found<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    item: &Value<P>,
    (stage, action): (&Stage<P>, &Action<P>),
    seen: &mut Seen<P>,
) {
    let name = (stage.name.text.clone(), action.name.text.clone());
    if let Some(first) = seen.get(&name) {
        return twice(cx, run, item, action, *first);
    }
    seen.insert(name, item.at);
    let index = cx.index;
    let mut runs = index.runs();
    let Some(made) = runs.find(|other| std::ptr::eq(other.action, action)) else {
        return;
    };
    let Some(kind) = made.kind else {
        return;
    };
    let prepares = kind.pair.as_ref().filter(|pair| {
        // What is not known yet may be the right one; a missing key is a finding of its own.
        let value = made.constant(pair.first.0);
        value.is_none_or(|value| value.is_empty() || value == pair.first.1)
    });
    let Some(pair) = prepares else {
        return no_change_set(cx, item, made);
    };
    if !made.surely_before(run) {
        return too_late(cx, run, item, made);
    }
    review_order::check(cx, run, item, made);
    for key in pair.same {
        let entry = made.entry(key);
        if let Some(variable) = entry.and_then(|entry| entry.value.data.first_variable()) {
            at_run(cx, item, made, key, &variable);
        }
    }
}

code! {
    REVIEWED_TWICE = "P388" Error "an approval of one change set twice",
    why: "Each change set is described once. The second name may be meant for another action.",
    example: "Review: Manual of [Prepare, Prepare];",
    fix: "Leave one of them out, or correct it.",
    source: "",
}

fn twice<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    item: &Value<P>,
    action: &Action<P>,
    first: P,
) {
    let message = format!("{} names `{}` twice", run.title(), action.name.text);
    cx.report(&REVIEWED_TWICE, item.at, message)
        .help("leave one of them out")
        .related("first named here", first);
}

code! {
    NO_CHANGE_SET = "P386" Error "an approval of an action that prepares no change set",
    why: "What a deployment changes is known before it only where it is prepared as a change set: `action_mode: CHANGE_SET_REPLACE`. Another mode changes the stack at once.",
    example: "Update: CloudFormation(source) { action_mode: CREATE_UPDATE, … };\nReview: Manual of [Update];",
    fix: "Prepare the change set before the approval with `CHANGE_SET_REPLACE`, and execute it behind the approval with `CHANGE_SET_EXECUTE`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

fn no_change_set<P: Place>(cx: &mut Check<'_, P>, item: &Value<P>, made: &Run<'_, P>) {
    let because = match made.kind.and_then(|kind| kind.pair.as_ref()) {
        Some(pair) => {
            let value = made.constant(pair.first.0).unwrap_or_default();
            format!("its `{}` is `{value}`", snake_case(pair.first.0))
        }
        None => format!("it is {}", words::with_article(&made.action.kind.text)),
    };
    let message = format!("{} prepares no change set: {because}", made.title());
    cx.report(&NO_CHANGE_SET, item.at, message)
        .help("name an action with `action_mode: CHANGE_SET_REPLACE`")
        .related(format!("`{}` is here", made.name()), made.action.name.at);
}

code! {
    REVIEWED_TOO_LATE = "P387" Error "an approval of a change set that is not prepared yet",
    why: "The change set is described right before the approval, so it has to be prepared by then: in an earlier stage, or with a lower run order in the same stage.",
    example: "Review: Manual of [Prepare];\nPrepare: CloudFormation(source) { action_mode: CHANGE_SET_REPLACE, … };",
    fix: "Move the action that prepares it before the approval.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

fn too_late<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, item: &Value<P>, made: &Run<'_, P>) {
    let (name, approval) = (made.name(), run.name());
    let when = if made.beside(run) {
        format!("runs side by side with `{approval}`")
    } else {
        format!("runs after `{approval}`")
    };
    let message = format!("`{name}` {when}, so its change set is not there yet");
    cx.report(&REVIEWED_TOO_LATE, item.at, message)
        .help(format!("move `{name}` before `{approval}`"))
        .related(format!("`{name}` is here"), made.action.name.at);
}

code! {
    REVIEWED_AT_RUN = "P509" Error "an approval of a change set whose name is known only when the pipeline runs",
    why: "The role that describes the change set may describe this one and no other, so that its stack and its name have to be in the policy. A value with a variable is known only when the pipeline runs.",
    example: "Prepare: CloudFormation(source) { stack_name: \"orders-#{variables.CELL}\", … };\nReview: Manual of [Prepare];",
    fix: "Write the names out; with a `for`, one action for each. Or describe the change set with a project of your own, whose statements say what it may describe.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html",
}

fn at_run<P: Place>(
    cx: &mut Check<'_, P>,
    item: &Value<P>,
    made: &Run<'_, P>,
    key: &str,
    variable: &str,
) {
    let (name, key) = (made.name(), snake_case(key));
    let message = format!(
        "`{key}` of `{name}` takes `{variable}`, which is known only when the pipeline runs"
    );
    let finding = cx.report(&REVIEWED_AT_RUN, item.at, message);
    finding.help(format!("write `{key}` out, so that the role can be narrow"));
    finding.related(format!("`{name}` is here"), made.action.name.at);
}

code! {
    DESCRIBING_NAME = "P507" Error "no name for the action that describes the changes",
    why: "An approval with `of` has an action before it that describes the change sets. Its name is the approval's and `Changes`: `ReviewChanges`. CodePipeline takes a name once in a stage, of 100 characters at most.",
    example: "ReviewChanges: Lambda { … };\nReview: Manual of [Prepare];",
    fix: "Rename the other action, or the approval.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Checks that the describing action has a name.
fn named<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let name = run.action.describing_name();
    let approval = &run.action.name;
    if pattern::ACTION_NAME.complaint(&approval.text).is_some() {
        return;
    }
    let what = format!("the action that describes the changes is named `{name}`");
    let mut runs = cx.index.stage_of(run).runs.iter();
    if let Some(other) = runs.find(|other| other.name() == name) {
        let at = other.action.name.at;
        cx.report(
            &DESCRIBING_NAME,
            approval.at,
            format!("{what}, as is another one of the stage"),
        )
        .help("rename the other one, or the approval")
        .related(format!("`{name}` is here"), at);
    } else if let Some(complaint) = pattern::ACTION_NAME.complaint(&name) {
        let message = format!("{what}, which {complaint}");
        cx.report(&DESCRIBING_NAME, approval.at, message)
            .help("give the approval a shorter name");
    }
}

code! {
    NO_ROOM = "P508" Error "no room for the action that describes the changes",
    why: "An approval with `of` has an action before it that describes the change sets. It counts among the 50 actions of a stage and the 1,000 of a pipeline, and those behind it have a higher run order, of 999 at most.",
    example: "stage Deploy { /* 49 actions */ Review: Manual of [Prepare]; }",
    fix: "Begin another stage, or say a lower `run_order`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Checks that the last approval of a stage has room for what is added to the stage. What is too
/// long without that is reported by itself.
fn room<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let index = cx.index;
    let reviews = |run: &&Run<'_, P>| run.action.of.is_some();
    let runs = &index.stage_of(run).runs;
    let mut others = runs.iter().filter(reviews);
    if !others
        .next_back()
        .is_some_and(|last| std::ptr::eq(last.action, run.action))
    {
        return;
    }
    let fits = |count: usize, added: usize, most: usize| count > most || count + added <= most;
    let added = runs.iter().filter(reviews).count();
    let mut orders: Vec<i64> = runs.iter().filter(reviews).map(|run| run.order).collect();
    orders.sort_unstable();
    orders.dedup();
    let highest = runs.iter().map(|run| run.order).max().unwrap_or(0);
    let highest = usize::try_from(highest).unwrap_or(0);
    let most = usize::try_from(limits::RUN_ORDER_MAX).unwrap_or(usize::MAX);
    let all = index.runs().count();
    let more = index.runs().filter(reviews).count();
    let stage = &run.stage.name.text;
    let message = if !fits(runs.len(), added, limits::STAGE_ACTIONS_MAX) {
        let (count, most) = (runs.len() + added, limits::STAGE_ACTIONS_MAX);
        format!("stage `{stage}` would have {count} actions, and AWS allows {most}")
    } else if !fits(all, more, limits::PIPELINE_ACTIONS_MAX) {
        let (count, most) = (all + more, limits::PIPELINE_ACTIONS_MAX);
        format!("the pipeline would have {count} actions, and AWS allows {most}")
    } else if !fits(highest, orders.len(), most) {
        let highest = highest + orders.len();
        format!("stage `{stage}` would have run order {highest}, and AWS allows {most}")
    } else {
        return;
    };
    cx.report(&NO_ROOM, run.action.name.at, message)
        .help("each approval with `of` adds an action that describes the changes");
}
