//! Triggers: of which action, and which filters go together.

use super::configuration::{self, Subject};
use super::context::{Check, Run};
use super::{records, words};
use crate::catalogue::{declared, limits};
use crate::codes;
use crate::model::{Data, Entry, Trigger, Value};
use crate::place::Place;
use crate::similar;
use std::collections::BTreeMap;

/// The kind of source that has triggers.
const CONNECTION: &str = "CodeConnection";

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let triggers = &cx.facts.model.triggers;
    if let Some(surplus) = triggers.get(limits::TRIGGERS_MAX) {
        cx.report(
            &codes::TOO_MANY_TRIGGERS,
            surplus.action.at,
            format!(
                "the pipeline has {} triggers, and AWS allows {}",
                triggers.len(),
                limits::TRIGGERS_MAX
            ),
        );
    }
    let mut seen = BTreeMap::new();
    for trigger in triggers {
        if source(cx, trigger) {
            once(cx, &mut seen, trigger);
        }
        filters(cx, trigger);
    }
    one_repository(cx);
}

fn once<'a, P: Place>(
    cx: &mut Check<'_, P>,
    seen: &mut BTreeMap<&'a str, P>,
    trigger: &'a Trigger<P>,
) {
    let action = &trigger.action;
    if let Some(first) = seen.get(action.text.as_str()) {
        cx.report(
            &codes::TRIGGER_TWICE,
            action.at,
            format!("action `{}` has two triggers", action.text),
        )
        .help("put their filters into one: `push` and `pull_request` take lists")
        .related("the first one is here", *first);
    } else {
        seen.insert(&action.text, action.at);
    }
}

/// The action is a source behind a connection, and leaves the detection to the trigger.
/// Whether there is such an action at all.
fn source<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) -> bool {
    let facts = cx.facts;
    let name = &trigger.action;
    // Sources stand in the first stage, and names are unique there.
    let runs = || facts.runs.iter().filter(|run| run.name() == name.text);
    let Some(run) = runs().find(|run| is_connection(run)).or(runs().next()) else {
        unknown(cx, trigger);
        return false;
    };
    if !is_connection(run) {
        // What an unknown kind is, nobody knows.
        let Some(kind) = run.kind else { return true };
        cx.report(
            &codes::NOT_A_CONNECTION,
            name.at,
            format!(
                "{} is of kind `{}`, which has no triggers",
                run.title(),
                kind.name
            ),
        )
        .help(format!("only sources of kind `{CONNECTION}` have them"))
        .related(format!("`{}` is here", name.text), run.action.name.at);
        return true;
    }
    if let Some(entry) = run.entry("DetectChanges")
        && matches!(entry.value.data, Data::Bool(true))
    {
        cx.report(
            &codes::DETECTION_REPLACED,
            entry.value.at,
            format!(
                "`detect_changes` has no effect: {} has a trigger",
                run.title()
            ),
        )
        .help("leave it out; for every push to a branch, add a filter to the trigger")
        .related("the trigger is here", name.at);
    }
    true
}

fn is_connection<P>(run: &Run<'_, P>) -> bool {
    run.kind.is_some_and(|kind| kind.name == CONNECTION)
}

fn unknown<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) {
    let facts = cx.facts;
    let name = &trigger.action;
    let connections = facts.runs.iter().filter(|run| is_connection(run));
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
    cx.report(&codes::UNKNOWN_TRIGGER_SOURCE, name.at, message)
        .help(help);
}

fn filters<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) {
    let subject = Subject::declared("the trigger of", &trigger.action);
    let known: Vec<_> = declared::TRIGGER.iter().collect();
    let meant = configuration::entries(cx, &subject, &known, &trigger.filters);
    if trigger.filters.is_empty() && meant.is_empty() {
        cx.report(
            &codes::NO_FILTER,
            trigger.action.at,
            format!("the trigger of `{}` has no filter", trigger.action.text),
        )
        .help("add `push: { branches: { includes: […] } }` or `pull_request: { … }`");
    }
    for entry in &trigger.filters {
        let filters = records::items(&entry.value);
        for (index, filter) in filters.iter().enumerate() {
            let Data::Map(parts) = &filter.data else {
                continue;
            };
            combination(cx, &entry.key.text, filter, parts);
            patterns(cx, parts);
            if let Some(first) = filters[..index].iter().find(|first| same(first, filter)) {
                cx.report(
                    &codes::FILTER_TWICE,
                    filter.at,
                    format!("this `{}` filter stands here twice", entry.key.text),
                )
                .help("leave one of them out")
                .related("the first one is here", first.at);
            }
        }
    }
}

/// Which parts of a filter AWS takes together.
///
/// Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html>,
/// <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitPullRequestFilter.html>
fn combination<P: Place>(
    cx: &mut Check<'_, P>,
    event: &str,
    filter: &Value<P>,
    parts: &[Entry<P>],
) {
    let part = |key: &str| parts.iter().find(|part| part.key.text == key);
    let (branches, paths) = (part("branches"), part("file_paths"));
    let tags = part("tags").filter(|_| event == "push");
    let (at, message, help) = match (tags, branches.or(paths)) {
        (Some(tags), Some(other)) => (
            tags.key.at,
            format!("a filter by `tags` takes no `{}`", other.key.text),
            "write two filters: `push: [{ tags: { … } }, { branches: { … } }]`",
        ),
        (None, Some(paths)) if branches.is_none() => (
            paths.key.at,
            "a filter by `file_paths` needs `branches`".to_owned(),
            "add `branches: { includes: [\"**\"] }` for those of every branch",
        ),
        // A part that is not known is reported by itself, and may be the one that is missing.
        (None, None) if parts.is_empty() => (
            filter.at,
            format!("this `{event}` filter is empty"),
            if event == "push" {
                "add `branches` or `tags`"
            } else {
                "add `branches: { includes: [\"**\"] }` for those into every branch"
            },
        ),
        _ => return,
    };
    cx.report(&codes::FILTER_COMBINATION, at, message)
        .help(help);
}

fn patterns<P: Place>(cx: &mut Check<'_, P>, parts: &[Entry<P>]) {
    for part in parts {
        if let Data::Map(patterns) = &part.value.data
            && patterns.is_empty()
        {
            let key = &part.key.text;
            cx.report(
                &codes::NO_PATTERN,
                part.key.at,
                format!("`{key}` names no pattern"),
            )
            .help(format!("write `{key}: {{ includes: [\"…\"] }}`"));
        }
    }
}

/// Whether two values say the same, in whatever order their keys stand.
fn same<P>(one: &Value<P>, other: &Value<P>) -> bool {
    match (&one.data, &other.data) {
        (Data::Map(one), Data::Map(other)) => {
            one.len() == other.len()
                && one.iter().all(|entry| {
                    other.iter().any(|found| {
                        found.key.text == entry.key.text && same(&found.value, &entry.value)
                    })
                })
        }
        (Data::List(one), Data::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (one, other) => one.constant().is_some() && one.constant() == other.constant(),
    }
}

/// Sources of one repository on different branches, each of which would start the
/// pipeline.
fn one_repository<P: Place>(cx: &mut Check<'_, P>) {
    let facts = cx.facts;
    let mut seen: BTreeMap<String, (&Run<'_, P>, String)> = BTreeMap::new();
    for run in facts.runs.iter().filter(|run| is_connection(run)) {
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
            &codes::ONE_REPOSITORY,
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
    cx.enter(0);
}
