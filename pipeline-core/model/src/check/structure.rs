//! Stages and actions: how many, in which order, under which names.

use super::context::{Check, Run};
use super::words;
use crate::catalogue::{self, KINDS, Kind, limits, pattern};
use crate::codes;
use crate::model::Stage;
use crate::place::Place;
use crate::similar;
use std::collections::BTreeMap;

/// The stages as a whole.
pub(super) fn pipeline<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let stages = model.stages.len();
    if stages < limits::STAGES_MIN {
        let at = model.stages.first().map_or(model.at, |stage| stage.name.at);
        let has = words::count(stages, "stage");
        cx.report(
            &codes::TOO_FEW_STAGES,
            at,
            format!(
                "the pipeline has {has}, and needs at least {}",
                limits::STAGES_MIN
            ),
        )
        .help("the first stage holds the sources; what is done with them goes into another one");
    }
    if let Some(surplus) = model.stages.get(limits::STAGES_MAX) {
        cx.report(
            &codes::TOO_MANY_STAGES,
            surplus.name.at,
            format!(
                "the pipeline has {stages} stages, and AWS allows {}",
                limits::STAGES_MAX
            ),
        )
        .help("actions that wait for nothing can share a stage, in a `parallel` block");
    }
    let actions = cx.facts.runs.len();
    if let Some(surplus) = cx.facts.runs.get(limits::PIPELINE_ACTIONS_MAX) {
        let at = surplus.action.name.at;
        cx.report(
            &codes::TOO_MANY_ACTIONS,
            at,
            format!(
                "the pipeline has {actions} actions, and AWS allows {}",
                limits::PIPELINE_ACTIONS_MAX
            ),
        );
    }
    stage_names(cx);
}

fn stage_names<P: Place>(cx: &mut Check<'_, P>) {
    let facts = cx.facts;
    let mut seen: BTreeMap<&str, P> = BTreeMap::new();
    for (index, stage) in facts.model.stages.iter().enumerate() {
        let name = &stage.name;
        if let Some(first) = seen.get(name.text.as_str()) {
            cx.enter(facts.stage_sections[index]);
            cx.report(
                &codes::STAGE_TWICE,
                name.at,
                format!("two stages are named `{}`", name.text),
            )
            .help("give each stage a name of its own")
            .related("the first one is here", *first);
        } else {
            seen.insert(&name.text, name.at);
        }
    }
    cx.enter(0);
}

/// One stage.
pub(super) fn stage<P: Place>(cx: &mut Check<'_, P>, index: usize, stage: &Stage<P>) {
    let name = &stage.name;
    if let Some(complaint) = pattern::STAGE_NAME.complaint(&name.text) {
        cx.report(
            &codes::STAGE_NAME,
            name.at,
            format!("{} {complaint}", words::named("stage name", &name.text)),
        )
        .maybe_help(words::remedy(&pattern::STAGE_NAME, &name.text));
    }
    for step in stage.steps.iter().filter(|step| step.actions.is_empty()) {
        cx.report(
            &codes::EMPTY_PARALLEL,
            step.at,
            "this `parallel` block holds no action",
        )
        .help("leave it out");
    }
    let runs = cx.facts.runs_of(index);
    if runs.is_empty() {
        cx.report(
            &codes::EMPTY_STAGE,
            name.at,
            format!("stage `{}` holds no action", name.text),
        )
        .help("AWS asks for at least one: add an action, or leave the stage out");
    }
    if let Some(surplus) = runs.get(limits::STAGE_ACTIONS_MAX) {
        cx.report(
            &codes::STAGE_TOO_LONG,
            surplus.action.name.at,
            format!(
                "stage `{}` has {} actions, and AWS allows {}",
                name.text,
                runs.len(),
                limits::STAGE_ACTIONS_MAX
            ),
        )
        .help("begin another stage before this action");
    }
    action_names(cx, stage, runs);
    if index == 0 {
        first_stage(cx, stage, runs);
    }
}

fn action_names<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>, runs: &[Run<'_, P>]) {
    let mut seen: BTreeMap<&str, P> = BTreeMap::new();
    for run in runs {
        let name = &run.action.name;
        match seen.get(name.text.as_str()) {
            Some(first) => {
                cx.report(
                    &codes::ACTION_TWICE,
                    name.at,
                    format!(
                        "stage `{}` has two actions named `{}`",
                        stage.name.text, name.text
                    ),
                )
                .help("give each action of a stage a name of its own")
                .related("the first one is here", *first);
            }
            None => {
                seen.insert(&name.text, name.at);
            }
        }
    }
}

fn first_stage<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>, runs: &[Run<'_, P>]) {
    let facts = cx.facts;
    if runs.is_empty() || runs.iter().any(|run| run.category.is_none()) {
        return;
    }
    if runs.iter().any(|run| run.is_source()) {
        return;
    }
    let later = facts.runs.iter().find(|run| run.is_source());
    let finding = cx.report(
        &codes::NO_SOURCE,
        stage.name.at,
        match stage.name.text.as_str() {
            "" => "the first stage has no source action".to_owned(),
            name => format!("the first stage, `{name}`, has no source action"),
        },
    );
    match later {
        Some(run) => finding
            .help("put the stage that holds the sources first")
            .related("a source action is here", run.action.name.at),
        None => finding.help(format!(
            "begin with a stage of sources: {}",
            words::list(&sources())
        )),
    };
}

fn sources() -> Vec<&'static str> {
    KINDS
        .iter()
        .filter(|kind| kind.is_source())
        .map(|kind| kind.name)
        .collect()
}

/// One action, apart from its configuration.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let name = &run.action.name;
    if let Some(complaint) = pattern::ACTION_NAME.complaint(&name.text) {
        cx.report(
            &codes::ACTION_NAME,
            name.at,
            format!("{} {complaint}", words::named("action name", &name.text)),
        )
        .maybe_help(words::remedy(&pattern::ACTION_NAME, &name.text));
    }
    if is_first_beyond(cx, run) {
        cx.report(
            &codes::RUN_ORDER,
            name.at,
            format!(
                "{} would have run order {}, and AWS allows {}",
                run.title(),
                run.order,
                limits::RUN_ORDER_MAX
            ),
        )
        .help("the `run_order` of an action before it is too high");
    }
    match run.kind {
        Some(kind) => {
            source_in_its_place(cx, run);
            if let Some(ended) = &kind.ended {
                cx.report(
                    &codes::KIND_ENDED,
                    run.action.kind.at,
                    format!("`{}` {}", kind.name, ended.what),
                )
                .help(ended.instead);
            }
        }
        None => unknown_kind(cx, run),
    }
}

/// Whether it is the first action of its stage that comes after the last possible one.
fn is_first_beyond<P: Place>(cx: &Check<'_, P>, run: &Run<'_, P>) -> bool {
    let beyond = |run: &Run<'_, P>| run.order > limits::RUN_ORDER_MAX;
    let mut runs = cx.facts.runs_of(run.stage_index).iter();
    beyond(run)
        && runs
            .find(|run| beyond(run))
            .is_some_and(|first| std::ptr::eq(first, run))
}

fn unknown_kind<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let kind = &run.action.kind;
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let such = |is: &dyn Fn(&Kind) -> bool| -> Vec<&str> {
        let kinds = KINDS.iter().filter(|known| is(known));
        kinds.map(|known| known.name).collect()
    };
    let provider = |text: &str| such(&|known| known.provider.eq_ignore_ascii_case(text));
    let by_case = such(&|known| known.name.eq_ignore_ascii_case(&kind.text));
    let by_provider = provider(&kind.text);
    let by_category = such(&|known| known.category == kind.text);
    let begun = such(&|known| kind.text.starts_with(known.name));
    let help = if by_case.is_empty() && !by_provider.is_empty() {
        format!(
            "AWS's provider `{}` is called {} here",
            kind.text,
            words::choice(&by_provider)
        )
    } else if catalogue::rule(&kind.text).is_some() {
        "that is a rule, which stands in a condition of the stage: `before_entry FAIL { … }`"
            .to_owned()
    } else if !by_category.is_empty() {
        let s = if by_category.len() == 1 { "" } else { "s" };
        format!(
            "that is a category, with the kind{s} {}",
            words::list(&by_category)
        )
    } else if let Some(close) = similar::closest(&kind.text, names.iter().copied())
        .or_else(|| begun.into_iter().max_by_key(|name| name.len()))
    {
        format!("a kind with a similar name: `{close}`")
    } else {
        format!(
            "the kinds are {}; `Custom` names any other action type",
            words::list(&names)
        )
    };
    cx.report(
        &codes::UNKNOWN_KIND,
        kind.at,
        format!("there is no action kind `{}`", kind.text),
    )
    .help(help);
}

/// Sources stand in the first stage, and nothing else does.
fn source_in_its_place<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let facts = cx.facts;
    let Some(category) = run.category else {
        return;
    };
    // A first stage without any source is one finding of its own.
    let Some(first) = facts.model.stages.first() else {
        return;
    };
    if !first
        .actions()
        .any(|action| facts.model.category_of(action) == Some("Source"))
    {
        return;
    }
    let at = run.action.kind.at;
    if run.stage_index == 0 && category != "Source" {
        cx.report(
            &codes::NOT_A_SOURCE,
            at,
            format!(
                "{} is of category `{category}`, and the first stage holds sources only",
                run.title()
            ),
        )
        .help("move it to a stage of its own after this one");
    } else if run.stage_index > 0 && category == "Source" {
        cx.report(
            &codes::SOURCE_TOO_LATE,
            at,
            format!("source {} stands after the first stage", run.title()),
        )
        .help(format!("move it to the first stage, `{}`", first.name.text))
        .related("the first stage is here", first.name.at);
    }
}

/// The kind of an action as AWS names its parts, for messages about its artifacts.
pub(super) fn kind_name<P>(run: &Run<'_, P>) -> &'static str {
    run.kind
        .map_or("", |kind: &'static catalogue::Kind| kind.name)
}
