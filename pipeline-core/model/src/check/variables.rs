//! Variables: `Checkout.CommitId`, and `#{Checkout.CommitId}` in a text.

mod pipeline;

pub(super) use pipeline::{declarations, pipeline_variables_used};

use super::context::{Check, Run};
use super::namespaces::{self, Namespaces};
use super::words;
use super::{braces, configuration};
use crate::catalogue::{Variables, pattern};
use crate::codes;
use crate::model::{Data, Text, Value, variables_in};
use crate::place::Place;
use crate::similar;
use std::collections::BTreeSet;

/// The variables of the pipeline's execution.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>
const EXECUTION: &str = "PipelineExecutionId";

/// The namespace that an action says, and every variable that it uses.
pub(super) fn action<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    if run.kind.is_none() {
        return;
    }
    namespaces::explicit(cx, run, namespaces);
    uses(cx, run, namespaces);
}

/// Every variable that an action or a rule uses.
pub(super) fn uses<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    let mut collisions = BTreeSet::new();
    for entry in &run.action.config {
        braces::value(cx, &entry.value);
        let mut used = Vec::new();
        collect(&entry.value, &mut used);
        for variable in used {
            self::variable(cx, run, namespaces, &variable, &mut collisions);
        }
    }
}

struct Used<'v, P> {
    namespace: &'v str,
    name: &'v str,
    namespace_at: P,
    name_at: P,
}

fn collect<'v, P: Place>(value: &'v Value<P>, used: &mut Vec<Used<'v, P>>) {
    match &value.data {
        Data::Variable { namespace, name } => used.push(Used {
            namespace: &namespace.text,
            name: &name.text,
            namespace_at: namespace.at,
            name_at: name.at,
        }),
        Data::String(text)
        | Data::Include {
            content: Ok(text), ..
        } => {
            in_text(text, value.at, used);
        }
        Data::File { path, .. } => {
            if let Text::Known(text) = &path.text {
                in_text(text, path.at, used);
            }
        }
        Data::List(items) => items.iter().for_each(|item| collect(item, used)),
        Data::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, used)),
        _ => {}
    }
}

/// What is never closed, or has no dot, is reported by itself.
fn in_text<'v, P: Place>(text: &'v str, at: P, used: &mut Vec<Used<'v, P>>) {
    used.extend(variables_in(text).map(|(namespace, name)| Used {
        namespace,
        name,
        namespace_at: at,
        name_at: at,
    }));
}

fn variable<'v, P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
    used: &Used<'v, P>,
    collisions: &mut BTreeSet<&'v str>,
) {
    match used.namespace {
        "codepipeline" if used.name != EXECUTION => {
            cx.report(
                &codes::UNKNOWN_VARIABLE,
                used.name_at,
                format!("`codepipeline` has no variable `{}`", used.name),
            )
            .help(format!("it has `{EXECUTION}` only"));
        }
        "codepipeline" => {}
        "variables" => pipeline::used(cx, run, used),
        namespace => match namespaces.by_name.get(namespace).map(Vec::as_slice) {
            Some([producer]) => {
                produced(cx, run, producer, used);
                if collisions.insert(namespace) {
                    implicit(cx, producer, used);
                }
            }
            Some(several) => ambiguous(cx, several, used),
            None => unknown(cx, namespaces, used),
        },
    }
}

/// The variable is there by the time that the action runs.
fn produced<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    producer: &Run<'_, P>,
    used: &Used<'_, P>,
) {
    let Some(kind) = producer.kind else {
        return;
    };
    if let Some(condition) = &kind.sets_nothing
        && producer.holds(condition) == Some(true)
    {
        let because = configuration::because(producer, condition);
        let title = producer.title();
        cx.report(
            &codes::UNKNOWN_VARIABLE,
            used.name_at,
            format!("{title} sets no variable `{}` {because}", used.name),
        )
        .help("use a variable of another action, or write the value itself");
        return;
    }
    let names = match kind.variables {
        Variables::Named(names) => Some(names.to_vec()),
        Variables::Listed(key) => listed(producer, key),
        Variables::Free(_) => None,
    };
    if let Some(names) = names.filter(|names| !names.contains(&used.name)) {
        unset(cx, producer, &names, used);
        return;
    }
    if producer.surely_before(run) {
        if producer.may_be_missing_for(run) {
            maybe_skipped(cx, producer, used);
        }
        return;
    }
    let when = if std::ptr::eq(producer.action, run.action) {
        "it is this action's own".to_owned()
    } else if producer.beside(run) {
        format!(
            "`{}` runs side by side with `{}`",
            producer.name(),
            run.name()
        )
    } else {
        format!("`{}` runs later", producer.name())
    };
    cx.report(
        &codes::VARIABLE_TOO_EARLY,
        used.namespace_at,
        format!("`{}.{}` is not set yet: {when}", used.namespace, used.name),
    )
    .help("use variables of actions that are done by then: of an earlier stage, or earlier in this one")
    .related(format!("`{}` is here", producer.name()), producer.action.name.at);
}

fn maybe_skipped<P: Place>(cx: &mut Check<'_, P>, producer: &Run<'_, P>, used: &Used<'_, P>) {
    let stage = &producer.stage.name;
    cx.report(
        &codes::FROM_A_SKIPPED_STAGE,
        used.namespace_at,
        format!(
            "`{}.{}` is not set where stage `{}` is skipped",
            used.namespace, used.name, stage.text
        ),
    )
    .help("let this stage be skipped by the same rules, or use a variable of a stage that always runs")
    .related(format!("stage `{}` is here", stage.text), stage.at);
}

/// The variables that a key of an action lists, unless one of them is not known yet.
fn listed<'a, P: Place>(producer: &'a Run<'_, P>, key: &str) -> Option<Vec<&'a str>> {
    let Some(entry) = producer.entry(key) else {
        return Some(Vec::new());
    };
    match &entry.value.data {
        Data::List(items) => items.iter().map(|item| item.data.text()).collect(),
        _ => None,
    }
}

fn unset<P: Place>(
    cx: &mut Check<'_, P>,
    producer: &Run<'_, P>,
    names: &[&str],
    used: &Used<'_, P>,
) {
    let kind = &producer.action.kind.text;
    let help = match similar::closest(used.name, names.iter().copied()) {
        Some(close) => format!("a variable with a similar name: `{close}`"),
        None if names.is_empty() => {
            format!("{} action has no variables", words::with_article(kind))
        }
        None => format!("its variables are {}", words::list(names)),
    };
    cx.report(
        &codes::UNKNOWN_VARIABLE,
        used.name_at,
        format!("{} has no variable `{}`", producer.title(), used.name),
    )
    .help(help);
}

/// An action's name serves as its namespace only if it can be one.
fn implicit<P: Place>(cx: &mut Check<'_, P>, producer: &Run<'_, P>, used: &Used<'_, P>) {
    if producer.entry("Namespace").is_some() {
        return;
    }
    let facts = cx.facts;
    let name = used.namespace;
    let help = format!(
        "give {} a name for its variables: `namespace: \"…\"`",
        producer.title()
    );
    if let Some(made) = facts.artifacts.get(name) {
        cx.report(
            &codes::NAMESPACE_TAKEN,
            used.namespace_at,
            format!(
                "`{name}` is an action and an artifact, so it cannot name the action's variables"
            ),
        )
        .help(help)
        .related(format!("artifact `{name}` is made here"), made.name.at);
    } else if let Some(complaint) = pattern::NAMESPACE.complaint(name) {
        cx.report(
            &codes::MALFORMED_TEXT,
            used.namespace_at,
            format!("`{name}` cannot be a namespace: it {complaint}"),
        )
        .help(help);
    }
}

fn ambiguous<P: Place>(cx: &mut Check<'_, P>, several: &[&Run<'_, P>], used: &Used<'_, P>) {
    // Two that say the same namespace are reported where they say it.
    if several.iter().all(|run| run.entry("Namespace").is_some()) {
        return;
    }
    let finding = cx.report(
        &codes::AMBIGUOUS_NAMESPACE,
        used.namespace_at,
        format!(
            "`{}` could be one of {} actions",
            used.namespace,
            several.len()
        ),
    );
    finding.help("give the one that you mean a name for its variables: `namespace: \"…\"`");
    for run in several.iter().take(3) {
        finding.related(
            format!("one is here, in stage `{}`", run.stage.name.text),
            run.action.name.at,
        );
    }
}

/// An action with a dot in its name, of which a variable has only what stands before it.
fn dotted<P: Place>(cx: &Check<'_, P>, used: &Used<'_, P>) -> Option<String> {
    let written = format!("{}.{}", used.namespace, used.name);
    let producer = cx.facts.runs.iter().find(|run| {
        run.name().contains('.')
            && (written == run.name()
                || written
                    .strip_prefix(run.name())
                    .is_some_and(|rest| rest.starts_with('.')))
    })?;
    Some(format!(
        "the name of action `{}` holds a dot, so it cannot name its variables: give it one that can, `namespace: \"…\"`",
        producer.name()
    ))
}

fn unknown<P: Place>(cx: &mut Check<'_, P>, namespaces: &Namespaces<'_, P>, used: &Used<'_, P>) {
    if namespaces.open {
        return;
    }
    let name = used.namespace;
    let mut names: Vec<&str> = namespaces.by_name.keys().copied().collect();
    names.sort();
    let help = match namespaces.renamed.get(name) {
        Some(namespace) => Some(format!(
            "action `{name}` has the namespace `{namespace}`: write `{namespace}.{}`",
            used.name
        )),
        None if matches!(name, "variable" | "vars" | "var") => Some(format!(
            "a pipeline variable is written `variables.{}`",
            used.name
        )),
        None => dotted(cx, used).or_else(|| {
            similar::closest(name, names.iter().copied())
                .map(|close| format!("an action with a similar name: `{close}`"))
        }),
    };
    cx.report(
        &codes::UNKNOWN_NAMESPACE,
        used.namespace_at,
        format!("no action is named `{name}`, and none has that namespace"),
    )
    .maybe_help(help);
}
