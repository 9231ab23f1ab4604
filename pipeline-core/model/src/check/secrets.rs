//! Secrets that would stand in a template, for everyone to read.

mod kept;
mod keys;
mod spots;

use super::braces;
use super::context::{Check, Run};
use super::secret_names;
use super::values::wrong_type;
use crate::catalogue::{Type, declared};
use crate::codes;
use crate::model::{Data, Entry, Origin, TextExpr, Value};
use crate::place::Place;
pub(super) use kept::{Kept, is_known_before, kept};
use spots::Spot;

/// The references that CloudFormation resolves in any property.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
const REFERENCES: [&str; 2] = ["{{resolve:secretsmanager:", "{{resolve:ssm:"];

/// A reference that CloudFormation resolves in a few properties, none of them a
/// pipeline's.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html>
const SECURE_STRING: &str = "{{resolve:ssm-secure:";

/// The calls that show what a pipeline or a project is made of.
const PIPELINE: &str = "GetPipeline";
const PROJECT: &str = "BatchGetProjects";

/// What is written in a source has been read.
const REPLACE: &str = "and replace it, since it is in your source";

/// Literal texts anywhere that have the form of a key, and references to secrets that
/// CloudFormation replaces where everyone can read it.
pub(super) fn literals<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let mut entries: Vec<&Entry<P>> = model.settings.iter().collect();
    for store in &model.stores {
        let (Origin::Managed(found) | Origin::Imported(found)) = &store.origin;
        entries.extend(found);
    }
    for found in &model.action_types {
        entries.extend(found.entries());
    }
    for role in &model.roles {
        match &role.origin {
            Origin::Managed(found) => entries.extend(found),
            Origin::Imported(_) => {}
        }
    }
    for variable in &model.variables {
        entries.extend(&variable.settings);
    }
    for trigger in &model.triggers {
        entries.extend(&trigger.filters);
    }
    cx.enter(0);
    for default in model
        .variables
        .iter()
        .filter_map(|found| found.default.as_ref())
    {
        let text = default.known().unwrap_or_default();
        literal(cx, default.at, text, Spot::Execution);
        resolved(cx, (default.at, text), Spot::Execution, PIPELINE);
    }
    for entry in entries {
        value(cx, &entry.value, Spot::Elsewhere, None);
    }
    for project in &model.projects {
        let (Origin::Managed(found) | Origin::Imported(found)) = &project.origin;
        for entry in found {
            let keys = declared::MANAGED_PROJECT;
            let key = keys.iter().find(|key| key.is_written(&entry.key.text));
            value(cx, &entry.value, Spot::of(key, keys), Some(PROJECT));
        }
    }
    let facts = cx.facts;
    for (index, stage) in model.stages.iter().enumerate() {
        cx.enter(facts.stage_sections[index]);
        for reason in &stage.disabled {
            let text = reason.known().unwrap_or_default();
            literal(cx, reason.at, text, Spot::Elsewhere);
        }
    }
    for run in facts.runs_and_rules() {
        cx.enter(run.section);
        for entry in &run.action.config {
            let key = run.kind.and_then(|kind| kind.key(&entry.key.text));
            match key.map(|key| &key.kind) {
                // What a secret may be is said where its value is looked at.
                Some(Type::Secret) => {}
                Some(Type::Configuration) => configuration(cx, run, &entry.value),
                // Which of its keys are secrets nobody knows.
                Some(Type::Map) => value(cx, &entry.value, Spot::Custom, None),
                _ => {
                    let keys = run.kind.map_or(&[][..], |kind| kind.keys);
                    value(cx, &entry.value, Spot::of(key, keys), Some(PIPELINE));
                }
            }
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
    let mut one = |at: P, text: &str| {
        literal(cx, at, text, spot);
        if let Some(shown) = shown {
            resolved(cx, (at, text), spot, shown);
        }
    };
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| value(cx, item, spot, shown)),
        Data::Map(entries) => entries
            .iter()
            .for_each(|entry| value(cx, &entry.value, spot.under(&entry.key), shown)),
        Data::File {
            path:
                TextExpr {
                    text: crate::model::Text::Known(text),
                    ..
                },
            ..
        } => one(found.at, text),
        other => one(found.at, other.text().unwrap_or_default()),
    }
}

fn literal<P: Place>(cx: &mut Check<'_, P>, at: P, text: &str, spot: Spot<'_>) {
    braces::references(cx, at, text);
    if let Spot::Command(_) = spot {
        for (name, text) in spots::assigned(text) {
            let what = ("the command's variable", name);
            secret_names::value(cx, what, at, text, &spot.instead("NAME"));
        }
    }
    if let Some(sort) = keys::key_in(text) {
        cx.report(
            &codes::SECRET_LITERAL,
            at,
            format!("this text holds what looks like {sort}"),
        )
        .help(format!(
            "keep it in Secrets Manager: {}; {REPLACE}",
            spot.instead("NAME")
        ));
    }
}

/// A secret that CloudFormation puts in where everyone can read it.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html>
fn resolved<P: Place>(
    cx: &mut Check<'_, P>,
    (at, text): (P, &str),
    spot: Spot<'_>,
    shown: &'static str,
) {
    if let Some(secret) = spots::secrets_in(text).next() {
        cx.report(
            &codes::SECRET_RESOLVED,
            at,
            format!("CloudFormation puts the secret `{secret}` in here, and `{shown}` shows it"),
        )
        .help(spot.instead(&secret));
    }
}

/// A value that nobody may read.
pub(super) fn secret<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    let example = "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`";
    let Some(text) = value.data.text() else {
        let takes = "a reference to a secret";
        wrong_type(cx, key, value, takes, Some(example.to_owned()));
        return;
    };
    if REFERENCES.iter().any(|start| is_reference(text, start)) {
        return;
    }
    let service = text.strip_prefix("{{resolve:");
    let service = service.and_then(|rest| rest.split([':', '}']).next());
    if service.is_some_and(|service| !matches!(service, "secretsmanager" | "ssm" | "ssm-secure")) {
        return braces::references(cx, value.at, text);
    }
    if let Some(meant) = unbalanced(text) {
        let message = format!(
            "`{key}` is no reference to a secret: its braces are not closed, or not opened"
        );
        cx.report(&codes::SECRET_IN_THE_OPEN, value.at, message)
            .help(format!("write `\"{meant}\"`"));
        return;
    }
    let message = if is_reference(text, SECURE_STRING) {
        format!(
            "`{key}` cannot be a secure string: CloudFormation does not resolve those in a pipeline"
        )
    } else if matches!(value.data, Data::Include { .. }) {
        format!("`{key}` is a secret, and this writes the file into the template for all to read")
    } else {
        format!("`{key}` is a secret, and this writes it into the template for all to read")
    };
    let help = match keys::key_in(text) {
        Some(_) => format!("{example}; {REPLACE}"),
        None => example.to_owned(),
    };
    cx.report(&codes::SECRET_IN_THE_OPEN, value.at, message)
        .help(help);
}

/// The reference that a text is but for its braces.
fn unbalanced(text: &str) -> Option<String> {
    let inside = text.trim_matches(['{', '}']);
    let meant = format!("{{{{{inside}}}}}");
    let is = |start: &&str| is_reference(&meant, start);
    (meant != text && REFERENCES.iter().any(is)).then_some(meant)
}

/// Whether the whole text is one reference that names something.
fn is_reference(text: &str, start: &str) -> bool {
    text.strip_prefix(start)
        .and_then(|rest| rest.strip_suffix("}}"))
        .is_some_and(|name| !name.is_empty() && !name.contains(['{', '}']))
}
