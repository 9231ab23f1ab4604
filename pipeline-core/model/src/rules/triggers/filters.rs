//! Filters of a trigger: which of them go together.

use crate::catalogue::declared;
use crate::code::{Lacking, code};
use crate::model::{Data, Entry, Trigger, Value};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;

/// Checks the filters of a trigger.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) {
    let subject = Subject::declared("the trigger of", &trigger.action);
    let meant = configuration::present(cx, &subject, &[declared::TRIGGER], &trigger.filters);
    if trigger.filters.is_empty() && meant.is_empty() {
        none(cx, trigger);
    }
    for entry in &trigger.filters {
        let filters = entry.value.items();
        for (index, filter) in filters.iter().enumerate() {
            let Some(parts) = filter.data.as_map() else {
                continue;
            };
            combination(cx, &entry.key.text, filter, parts);
            patterns(cx, parts);
            let mut before = filters.iter().take(index);
            if let Some(first) = before.find(|first| first.is_same(filter)) {
                twice(cx, &entry.key.text, filter, first);
            }
        }
    }
}

code! {
    NO_FILTER = "P353" Error "a trigger without filters",
    why: "A trigger says which pushes or pull requests start the pipeline. For every push to the source's branch, none is needed: one without filters would change nothing when it is deployed.",
    example: "trigger Checkout { }",
    fix: "Add `push` or `pull_request`, or leave the trigger out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
}

fn none<P: Place>(cx: &mut Check<'_, P>, trigger: &Trigger<P>) {
    cx.report(
        &NO_FILTER,
        trigger.action.at,
        format!("the trigger of `{}` has no filter", trigger.action.text),
    )
    .help("add `push: { branches: { includes: […] } }` or `pull_request: { … }`");
}

code! {
    FILTER_COMBINATION = "P355" Error "a filter of parts that do not go together",
    why: "A push is filtered by tags, or by branches, or by branches and file paths; a pull request by its events, by branches, or by branches and file paths. CodePipeline refuses anything else, and an empty filter, when the pipeline is created.",
    example: "push: { tags: { includes: [\"v*\"] }, branches: { includes: [\"main\"] } },",
    fix: "Write one filter for tags and another for branches: `push: [{ tags: { … } }, { branches: { … } }]`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    lacking: Part,
}

/// Checks the parts of a filter that AWS does not take together.
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
    let finding = cx.report(&FILTER_COMBINATION, at, message).help(help);
    if tags.is_none() {
        // What is beside it may be among what could not be read.
        finding.lacking(Lacking::Part);
    }
}

code! {
    NO_PATTERN = "P356" Error "a filter without patterns",
    why: "Branches, tags or file paths are said by patterns that they match, `includes`, or do not match, `excludes`. CodePipeline refuses neither of them when the pipeline is created.",
    example: "push: { branches: { } },",
    fix: "Add `includes: [\"main\"]`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
}

fn patterns<P: Place>(cx: &mut Check<'_, P>, parts: &[Entry<P>]) {
    for part in parts {
        if let Data::Map(patterns) = &part.value.data
            && patterns.is_empty()
        {
            let key = &part.key.text;
            cx.report(
                &NO_PATTERN,
                part.key.at,
                format!("`{key}` names no pattern"),
            )
            .help(format!("write `{key}: {{ includes: [\"…\"] }}`"));
        }
    }
}

code! {
    FILTER_TWICE = "P354" Error "two filters that are the same",
    why: "CodePipeline refuses a filter that stands twice under one event type when the pipeline is created.",
    example: "push: [{ tags: { includes: [\"v*\"] } }, { tags: { includes: [\"v*\"] } }],",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
}

fn twice<P: Place>(cx: &mut Check<'_, P>, event: &str, filter: &Value<P>, first: &Value<P>) {
    cx.report(
        &FILTER_TWICE,
        filter.at,
        format!("this `{event}` filter stands here twice"),
    )
    .help("leave one of them out")
    .related("the first one is here", first.at);
}
