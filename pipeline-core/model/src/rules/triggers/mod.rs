//! Triggers: of which action, and how many.

pub(crate) mod filters;

use crate::catalogue::limits;
use crate::code::code;
use crate::model::{Data, Name, Trigger};
use crate::place::Place;
use crate::rules::context::{Check, Run, Section};
use crate::rules::names::Seen;
use crate::rules::words;
use crate::similar;
use std::collections::BTreeMap;

/// The kind of source that has triggers.
const CONNECTION: &str = "CodeConnection";

pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    too_many(cx);
    let mut seen = Seen::new();
    for trigger in &cx.index.model.triggers {
        if source(cx, trigger) {
            once(cx, &mut seen, trigger);
        }
        filters::check(cx, trigger);
    }
    one_repository(cx);
}

code! {
    TOO_MANY_TRIGGERS = "P357" Error "too many triggers",
    why: "A pipeline has at most 50 triggers. CodePipeline refuses more when the pipeline is created.",
    example: "trigger Source1 { … } … trigger Source51 { … }",
    fix: "Write two pipelines.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn too_many<P: Place>(cx: &mut Check<'_, P>) {
    let triggers = &cx.index.model.triggers;
    if let Some(surplus) = triggers.get(limits::TRIGGERS_MAX) {
        cx.report(
            &TOO_MANY_TRIGGERS,
            surplus.action.at,
            format!(
                "the pipeline has {} triggers, and AWS allows {}",
                triggers.len(),
                limits::TRIGGERS_MAX
            ),
        );
    }
}

code! {
    TRIGGER_TWICE = "P352" Error "two triggers of one action",
    why: "A source action has at most one trigger, with up to three filters for pushes and three for pull requests. CodePipeline refuses more when the pipeline is created.",
    example: "trigger Checkout { push: { … } }\ntrigger Checkout { pull_request: { … } }",
    fix: "Put the filters into one trigger.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
}

fn once<'a, P: Place>(cx: &mut Check<'_, P>, seen: &mut Seen<'a, P>, trigger: &'a Trigger<P>) {
    let action = &trigger.action;
    if let Some(first) = seen.add(action) {
        cx.report(
            &TRIGGER_TWICE,
            action.at,
            format!("action `{}` has two triggers", action.text),
        )
        .help("put their filters into one: `push` and `pull_request` take lists")
        .related("the first one is here", first);
    }
}

/// Checks the action of a trigger: a source behind a connection, which leaves the detection of
/// changes to the trigger. Returns whether there is such an action.
fn source<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) -> bool {
    let name = &trigger.action;
    // Sources stand in the first stage, and names are unique there.
    let runs = || cx.index.runs().filter(|run| run.name() == name.text);
    let Some(run) = runs().find(|run| is_connection(run)).or(runs().next()) else {
        unknown(cx, trigger);
        return false;
    };
    if is_connection(run) {
        detection(cx, run, name);
    } else {
        no_connection(cx, run, name);
    }
    true
}

code! {
    NOT_A_CONNECTION = "P351" Error "a trigger of a source that is no connection",
    why: "Only a source behind a connection, `CodeConnection`, can have a trigger. CodePipeline refuses others when the pipeline is created; CodeCommit, S3 and ECR sources start the pipeline by events, which have no filters.",
    example: "trigger Checkout { push: { tags: { includes: [\"v*\"] } } }\n…\nlet source = Checkout: CodeCommit { … };",
    fix: "Leave the trigger out, or take the source from behind a connection.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
}

fn no_connection<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &Name<P>) {
    // What an unknown kind is, nobody knows.
    let Some(kind) = run.kind else { return };
    cx.report(
        &NOT_A_CONNECTION,
        name.at,
        format!(
            "{} is of kind `{}`, which has no triggers",
            run.title(),
            kind.name
        ),
    )
    .help(format!("only sources of kind `{CONNECTION}` have them"))
    .related(format!("`{}` is here", name.text), run.action.name.at);
}

code! {
    DETECTION_REPLACED = "P358" Warning "change detection beside a trigger",
    why: "A trigger takes the place of the source's own change detection: what its filters leave out does not start the pipeline, whatever `detect_changes` says.",
    example: "trigger Checkout { push: { tags: { includes: [\"v*\"] } } }\n…\nlet source = Checkout: CodeConnection { detect_changes: true, … };",
    fix: "Leave `detect_changes` out; for a branch that is to start the pipeline as well, add a filter.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineTriggerDeclaration.html",
}

fn detection<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &Name<P>) {
    if let Some(entry) = run.entry("DetectChanges")
        && matches!(entry.value.data, Data::Bool(true))
    {
        cx.report(
            &DETECTION_REPLACED,
            entry.value.at,
            format!(
                "`detect_changes` has no effect: {} has a trigger",
                run.title()
            ),
        )
        .help("leave it out; for every push to a branch, add a filter to the trigger")
        .related("the trigger is here", name.at);
    }
}

fn is_connection<P>(run: &Run<'_, P>) -> bool {
    run.kind.is_some_and(|kind| kind.name == CONNECTION)
}

code! {
    UNKNOWN_TRIGGER_SOURCE = "P350" Error "a trigger of an action that does not exist",
    why: "Behind `trigger` stands the name of a source action: its repository is the one whose pushes and pull requests start the pipeline. CodePipeline refuses another name when the pipeline is created.",
    example: "trigger Chekout { push: { branches: { includes: [\"main\"] } } }",
    fix: "Correct the name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    lacking: Maker,
}

fn unknown<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) {
    let name = &trigger.action;
    let connections = cx.index.runs().filter(|run| is_connection(run));
    let names: Vec<&str> = connections
        .map(|run| run.action.name.text.as_str())
        .collect();
    let help = match similar::closest(&name.text, names.iter().copied()) {
        Some(close) => format!("a source with a similar name: `{close}`"),
        None if names.is_empty() => {
            format!("no source of kind `{CONNECTION}` is there, and only those have triggers")
        }
        None => format!("sources that can have a trigger: {}", words::list(&names)),
    };
    let message = format!("no action is named `{}`", name.text);
    cx.report(&UNKNOWN_TRIGGER_SOURCE, name.at, message)
        .help(help);
}

code! {
    ONE_REPOSITORY = "P359" Warning "several branches of one repository",
    why: "Where several sources take different branches of one repository from behind a connection, only one of the branches starts the pipeline reliably.",
    example: "let main = Main: CodeConnection { full_repository_id: \"o/r\", branch_name: \"main\", … };\nlet next = Next: CodeConnection { full_repository_id: \"o/r\", branch_name: \"next\", … };",
    fix: "Write a pipeline for each branch, or turn the detection of changes off for all but one: `detect_changes: false`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
}

/// Sources of one repository on different branches, each of which would start the
/// pipeline.
fn one_repository<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<String, (&Run<'_, P>, String)> = BTreeMap::new();
    for run in cx.index.runs().filter(|run| is_connection(run)) {
        let repository = run.constant("FullRepositoryId").unwrap_or_default();
        let branch = run.constant("BranchName").unwrap_or_default();
        let detects = run.constant("DetectChanges").as_deref() != Some("false");
        if repository.is_empty() || branch.is_empty() || !detects {
            continue;
        }
        let Some((first, other)) = seen.get(&repository) else {
            seen.insert(repository, (run, branch));
            continue;
        };
        if *other == branch {
            continue;
        }
        cx.enter(run.section);
        cx.report(
            &ONE_REPOSITORY,
            run.action.name.at,
            format!(
                "`{}` and `{}` take two branches of `{repository}`, and only one of them starts the pipeline reliably",
                first.name(),
                run.name()
            ),
        )
        .help("turn it off for all but one: `detect_changes: false`")
        .related("the other one is here", first.action.name.at);
    }
    cx.enter(Section::DECLARATIONS);
}
