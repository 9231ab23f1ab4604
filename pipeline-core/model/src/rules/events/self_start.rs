//! Events that a pipeline brings about itself: a pattern that matches them starts it again and again.

use crate::catalogue::declared::{ACTION_STATES, PIPELINE_STATES, STAGE_STATES};
use crate::code::code;
use crate::model::{Data, Entry, Event, Value};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    STARTS_ITSELF = "P539" Warning "a pipeline that starts itself",
    why: "CodePipeline sends EventBridge an event when the state of an execution, of a stage or of an action changes. A pattern that matches one of these events of the pipeline itself starts it anew each time: executions go on without an end, and each of them costs. So does an action of kind `CodePipeline` that names the pipeline which it is in, or another pipeline of the same build by which that one is started again, and pipelines of a build that start by events after each other.",
    example: "on_event finished { pattern: { source: [\"aws.codepipeline\"], detail: { state: [\"SUCCEEDED\"] } } }",
    fix: "Name the pipeline that is meant: `detail: { pipeline: [\"other\"], … }`; or leave this one out, `detail: { pipeline: [{ \"anything-but\": \"app\" }], … }`. If it is meant, such as for a failure, a name of the event or the action that begins with `_` silences the warning.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
}

/// The kinds of events that tell of an execution, and their states.
const KINDS: [(&str, &[&str]); 3] = [
    ("Pipeline", PIPELINE_STATES),
    ("Stage", STAGE_STATES),
    ("Action", ACTION_STATES),
];

/// Checks that an event is none of the pipeline's own.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, event: &Event<P>) {
    let model = cx.index.model;
    let home = cx.index.home.map(|home| home.name.text.as_str());
    let account = event
        .environment
        .account
        .as_ref()
        .map(|it| it.text.as_str());
    let is_elsewhere = account.is_some_and(|account| Some(account) != home)
        || model
            .region_of(&event.environment)
            .and_then(|it| it.known())
            != cx.index.home_region().and_then(|it| it.known())
        || event.setting("event_bus_name").is_some();
    let Some(entry) = event.setting("pattern") else {
        return;
    };
    let Data::Map(entries) = &entry.value.data else {
        return;
    };
    if is_elsewhere || event.name.text.starts_with('_') || !names_some(entries) {
        return;
    }
    let name = model.setting("name");
    let name = name.and_then(|entry| entry.value.data.text());
    let stages = || model.stages.iter();
    let found = KINDS.iter().find_map(|(kind, states)| {
        let title = format!("CodePipeline {kind} Execution State Change");
        states.iter().find(|state| {
            let field = |field: &str| -> Vec<&str> {
                match (field, *kind) {
                    ("version", _) => vec!["0"],
                    ("source", _) => vec!["aws.codepipeline"],
                    ("detail-type", _) => vec![&title],
                    ("detail.pipeline", _) => name.into_iter().collect(),
                    ("detail.state", _) => vec![**state],
                    ("detail.stage", "Stage" | "Action") => {
                        stages().map(|it| it.name.text.as_str()).collect()
                    }
                    ("detail.action", "Action") => {
                        let actions = stages().flat_map(|stage| stage.actions());
                        actions.map(|it| it.name.text.as_str()).collect()
                    }
                    _ => Vec::new(),
                }
            };
            matches(entries, "", &field)
        })
    });
    if let Some(state) = found {
        let whose = name.map_or(String::new(), |name| format!(" `{name}`"));
        let message = format!(
            "event `{}` takes in what this pipeline{whose} does itself, such as `{state}`: it would start again and again",
            event.name.text
        );
        cx.report(&STARTS_ITSELF, entry.value.at, message).help(
            "name the pipeline that is meant: `detail: { pipeline: [\"…\"] }`; if it is this one, begin the event's name with `_`",
        );
    }
}

/// Returns whether a pattern says whose events it matches, or which; else that is an error.
fn names_some<P>(entries: &[Entry<P>]) -> bool {
    let some = ["source", "detail-type", "detail", "resources", "$or"];
    entries
        .iter()
        .any(|entry| some.contains(&entry.key.text.as_str()))
}

/// The values that a field of the pipeline's own events can have; none where it is not known.
type Field<'f, 'v> = &'f dyn Fn(&str) -> Vec<&'v str>;

/// Returns whether a pattern surely matches an event of the pipeline.
fn matches<P>(entries: &[Entry<P>], within: &str, field: Field<'_, '_>) -> bool {
    entries.iter().all(|entry| {
        let path = format!("{within}{}", entry.key.text);
        match &entry.value.data {
            Data::List(items) if entry.key.text == "$or" => {
                items.iter().any(|item| match &item.data {
                    Data::Map(inner) => matches(inner, within, field),
                    _ => false,
                })
            }
            Data::List(items) => items.iter().any(|item| is(item, &path, field)),
            Data::Map(inner) => matches(inner, &format!("{path}."), field),
            _ => false,
        }
    })
}

/// Fields that each of these events has, with values that are not known here.
const OPEN: &[&str] = &[
    "id",
    "time",
    "resources",
    "detail.execution-id",
    "detail.version",
];

/// Returns whether a field can have a value, or fits a comparison.
fn is<P>(item: &Value<P>, path: &str, field: Field<'_, '_>) -> bool {
    let found = field(path);
    let Data::Map(comparison) = &item.data else {
        let Data::String(text) = &item.data else {
            return false;
        };
        let mut own = field("detail.pipeline").into_iter();
        let is_own_arn = path == "resources"
            && text.starts_with("arn:")
            && own.any(|own| text.ends_with(&format!(":{own}")));
        return is_own_arn || found.contains(&text.as_str());
    };
    let [only] = comparison.as_slice() else {
        return false;
    };
    let is_open = OPEN.contains(&path);
    let operator = only.key.text.as_str();
    match (&only.value.data, operator) {
        (Data::Bool(wanted), "exists") => *wanted == (is_open || !found.is_empty()),
        (Data::Map(turned), "anything-but") => found.iter().any(|found| {
            let mut turned = turned.iter();
            turned.all(|entry| !compares(&entry.key.text, &entry.value, found))
        }),
        (_, "anything-but") => found.iter().any(|found| !compares("", &only.value, found)),
        (Data::String(text), "prefix" | "suffix") if is_open => text.is_empty(),
        _ => found
            .iter()
            .any(|found| compares(operator, &only.value, found)),
    }
}

/// Returns whether a text compares to one of the texts of a comparison.
fn compares<P>(operator: &str, value: &Value<P>, found: &str) -> bool {
    let mut texts = value.items().iter().filter_map(|item| item.data.text());
    texts.any(|text| match operator {
        "prefix" => found.starts_with(text),
        "suffix" => found.ends_with(text),
        "equals-ignore-case" => found.eq_ignore_ascii_case(text),
        "wildcard" => fits(text, found),
        "" => text == found,
        _ => false,
    })
}

/// Returns whether a text fits one in which `*` stands for any characters.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, rest)) => text.strip_prefix(before).is_some_and(|text| {
            (0..=text.len())
                .filter_map(|from| text.get(from..))
                .any(|text| fits(rest, text))
        }),
    }
}
