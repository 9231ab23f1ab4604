//! Secrets that would stand in a template, for everyone to read.

pub(crate) mod kept;
pub(crate) mod keys;
pub(crate) mod names;
mod properties;
pub(crate) mod references;
pub(crate) mod spots;

use crate::catalogue::{Type, declared};
use crate::code::code;
use crate::model::{Data, Entry, Origin, OutputValue, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run, Section};
use crate::rules::secrets::spots::Spot;
use keys::REPLACE;

/// The call that shows what a pipeline is made of.
const PIPELINE: &str = "GetPipeline";

/// The call that shows what a project is made of.
const PROJECT: &str = "BatchGetProjects";

/// Checks all literal strings: for those that have the form of a key, and references to secrets
/// that CloudFormation replaces where everyone can read it.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    declarations(cx);
    projects(cx);
    for stage in &cx.index.stages {
        cx.enter(stage.section);
        for reason in &stage.stage.disabled {
            let string = reason.known().unwrap_or_default();
            literal(cx, reason.at, string, Spot::Elsewhere);
        }
    }
    for run in cx.index.runs_and_rules() {
        cx.enter(run.section);
        action(cx, run);
    }
}

/// The declarations apart from projects, none of which is shown by a call.
fn declarations<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let defaults = model.variables.iter().filter_map(|it| it.default.as_ref());
    for default in defaults {
        let string = default.known().unwrap_or_default();
        literal(cx, default.at, string, Spot::Execution);
        resolved(cx, (default.at, string), Spot::Execution, PIPELINE);
    }
    let mut entries: Vec<&Entry<P>> = model.settings.iter().collect();
    entries.extend(model.stores.iter().flat_map(|store| store.origin.entries()));
    entries.extend(model.action_types.iter().flat_map(|found| found.entries()));
    for role in &model.roles {
        if let Origin::Managed(settings) = &role.origin {
            entries.extend(settings);
        }
    }
    entries.extend(model.role_rules.iter().flat_map(|rules| &rules.settings));
    entries.extend(model.variables.iter().flat_map(|found| &found.settings));
    entries.extend(model.parameters.iter().flat_map(|found| &found.settings));
    entries.extend(model.outputs.iter().flat_map(|output| &output.settings));
    entries.extend(model.resources.iter().flat_map(|found| &found.entries));
    entries.extend(model.overrides.iter().flat_map(|found| &found.entries));
    entries.extend(model.triggers.iter().flat_map(|trigger| &trigger.filters));
    entries.extend(model.notifications.iter().flat_map(|it| &it.settings));
    entries.extend(model.schedules.iter().flat_map(|it| &it.settings));
    entries.extend(model.events.iter().flat_map(|it| &it.settings));
    for entry in entries {
        value(cx, &entry.value, Spot::Elsewhere, None);
    }
    for default in model.parameters.iter().filter_map(|it| it.default.as_ref()) {
        value(cx, default, Spot::Elsewhere, None);
    }
    for output in &model.outputs {
        if let OutputValue::Text(text) = &output.value {
            value(cx, text, Spot::Elsewhere, None);
        }
    }
    for entry in model.resources.iter().flat_map(|found| &found.entries) {
        properties::check(cx, entry);
    }
}

fn projects<P: Place>(cx: &mut Check<'_, P>) {
    let keys = declared::MANAGED_PROJECT;
    let projects = cx.index.model.projects.iter();
    for entry in projects.flat_map(|project| project.origin.entries()) {
        let key = keys.iter().find(|key| key.is_written(&entry.key.text));
        value(cx, &entry.value, Spot::of(key, keys), Some(PROJECT));
    }
}

fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let keys = run.kind.map_or(&[][..], |kind| kind.keys);
    for entry in &run.action.config {
        let key = run.kind.and_then(|kind| kind.key(&entry.key.text));
        match key.map(|key| &key.kind) {
            // What a secret may be is said where its value is looked at.
            Some(Type::Secret) => {}
            Some(Type::Configuration) => configuration(cx, run, &entry.value),
            // Which of its keys are secrets nobody knows.
            Some(Type::Map) => value(cx, &entry.value, Spot::Custom, None),
            _ => value(cx, &entry.value, Spot::of(key, keys), Some(PIPELINE)),
        }
    }
}

/// The configuration of a declared action type, which may have secrets of its own.
fn configuration<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, found: &Value<P>) {
    let properties = run.action_type.and_then(|found| found.properties());
    let Data::Map(entries) = &found.data else {
        return value(cx, found, Spot::Custom, None);
    };
    for entry in entries {
        let property = properties
            .iter()
            .flatten()
            .find(|property| property.name.text == entry.key.text);
        match property {
            Some(property) if property.is("secret") => {}
            Some(_) => value(cx, &entry.value, Spot::Custom, Some(PIPELINE)),
            None => value(cx, &entry.value, Spot::Custom, None),
        }
    }
}

/// A value, and the call by which what it becomes can be read, where it can be.
fn value<P: Place>(
    cx: &mut Check<'_, P>,
    found: &Value<P>,
    spot: Spot<'_>,
    shown: Option<&'static str>,
) {
    let mut one = |at: P, string: &str| {
        literal(cx, at, string, spot);
        if let Some(shown) = shown {
            resolved(cx, (at, string), spot, shown);
        }
    };
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| value(cx, item, spot, shown)),
        Data::Map(entries) => entries
            .iter()
            .for_each(|entry| value(cx, &entry.value, spot.under(&entry.key), shown)),
        Data::File { path, .. } => one(found.at, path.known().unwrap_or_default()),
        other => one(found.at, other.text().unwrap_or_default()),
    }
}

code! {
    SECRET_LITERAL = "P425" Error "a text that looks like a key",
    why: "What is written in a pipeline stands in its template, which everyone can read who may read the stack, the build's log and the repository. AWS would take it when it is deployed; nobody should.",
    example: "user_parameters: \"AKIA…\"",
    fix: "Keep the key in Secrets Manager or Parameter Store and let what runs read it there; then replace it, since it has been in your source.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
}

fn literal<P: Place>(cx: &mut Check<'_, P>, at: P, string: &str, spot: Spot<'_>) {
    references::services(cx, at, string);
    if let Spot::Command(_) = spot {
        for (name, string) in spots::assigned(string) {
            let what = ("the command's variable", name);
            names::value(cx, what, at, string, &spot.instead("NAME"));
        }
    }
    if let Some(kind) = keys::key_in(string) {
        cx.report(
            &SECRET_LITERAL,
            at,
            format!("this text holds what looks like {kind}"),
        )
        .help(format!(
            "keep it in Secrets Manager: {}; {REPLACE}",
            spot.instead("NAME")
        ));
    }
}

code! {
    SECRET_RESOLVED = "P441" Warning "a secret that is put in where it can be read",
    why: "CloudFormation replaces `{{resolve:secretsmanager:…}}` by the secret itself when it makes the pipeline or the project. Neither it nor Secrets Manager logs the value, but AWS says that it may show up in the service whose resource it is used in: a command, `user_parameters` or a plain environment variable is shown, with the secret in it, to whoever may call `GetPipeline` or `BatchGetProjects`, and in the console. Only keys that are made for a secret, like `o_auth_token`, are masked. A parameter, `ssm` and `import_value` are put in the same way, also where the parameter has `no_echo`; under a name that says that the value is a secret, they are told too.",
    example: "environment_variables: { PASSWORD: \"{{resolve:secretsmanager:app/db}}\" },",
    fix: "Let what runs fetch it: `environment_variables: { PASSWORD: { secrets_manager: \"app/db\" } }`, and `$PASSWORD` in a command. What has no environment variables, a function say, reads it from Secrets Manager itself.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
}

/// A secret that CloudFormation puts in where everyone can read it.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html>
fn resolved<P: Place>(
    cx: &mut Check<'_, P>,
    (at, string): (P, &str),
    spot: Spot<'_>,
    shown: &'static str,
) {
    if let Some(secret) = spots::secrets_in(string).next() {
        cx.report(
            &SECRET_RESOLVED,
            at,
            format!("CloudFormation puts the secret `{secret}` in here, and `{shown}` shows it"),
        )
        .help(spot.instead(&secret));
    }
}
