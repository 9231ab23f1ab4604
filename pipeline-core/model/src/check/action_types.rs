//! Action types that are declared, and the configuration of the actions that are of them.

mod properties;

pub(super) use properties::{configuration, required};

use super::configuration::{self, Subject};
use super::context::{Check, Sort};
use super::references::undeclared;
use super::values::wrong_type;
use crate::catalogue::action_type;
use crate::codes;
use crate::model::{ActionType, Data, Entry, Property, Value};
use crate::place::Place;
use crate::similar;
use std::collections::BTreeMap;

/// Every declaration.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    for found in &model.action_types {
        let keys = if found.is_imported() {
            action_type::IMPORTED
        } else {
            action_type::MANAGED
        };
        let known: Vec<_> = keys.iter().collect();
        let subject = Subject::declared("action type", &found.name);
        configuration::all(cx, &subject, &known, found.entries());
        for key in ["input_artifact_details", "output_artifact_details"] {
            range(cx, found, key);
        }
        queryable(cx, found);
        addresses(cx, found);
    }
    once(cx);
}

/// Category, provider and version are of one action type.
fn once<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.facts.model;
    let mut seen: BTreeMap<[&str; 3], &ActionType<P>> = BTreeMap::new();
    for found in &model.action_types {
        let said = |key| found.setting(key)?.value.data.constant();
        let (Some(category), Some(provider), Some(version)) =
            (said("category"), said("provider"), said("version"))
        else {
            continue;
        };
        let Some(first) = seen.get(&[category, provider, version]) else {
            seen.insert([category, provider, version], found);
            continue;
        };
        if first.name.text == found.name.text {
            continue;
        }
        cx.report(
            &codes::ACTION_TYPE_TWICE,
            found.name.at,
            format!(
                "action types `{}` and `{}` are both `{provider}` of category `{category}`, version `{version}`",
                first.name.text, found.name.text
            ),
        )
        .help(format!("use `{}` in both places, or give this one another version", first.name.text))
        .related(format!("`{}` is declared here", first.name.text), first.name.at);
    }
}

fn range<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>, key: &str) {
    let (Some(entry), Some((least, most))) = (found.setting(key), found.counts(key)) else {
        return;
    };
    if least > most {
        cx.report(
            &codes::ARTIFACT_RANGE,
            entry.value.at,
            format!("`{key}` is at least {least} and at most {most}"),
        )
        .help("no action could be of this type: turn the numbers round");
    }
}

/// At most one property can be polled for, and that one is required and no secret.
fn queryable<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>) {
    let properties = found.properties().unwrap_or_default();
    let mut first: Option<&Property<'_, P>> = None;
    for property in properties.iter().filter(|one| one.is("queryable")) {
        let (name, at) = (&property.name.text, property.name.at);
        if let Some(first) = first {
            cx.report(
                &codes::QUERYABLE,
                at,
                format!(
                    "properties `{}` and `{name}` are both queryable, and AWS allows one",
                    first.name.text
                ),
            )
            .help("leave `queryable` out of one of them")
            .related(format!("`{}` is said here", first.name.text), first.name.at);
            continue;
        }
        first = Some(property);
        if let Some(reason) = not_public(property) {
            cx.report(
                &codes::QUERYABLE,
                at,
                format!("property `{name}` is queryable and {reason}"),
            )
            .help("a job worker polls for a value that every action has and everybody may read: write `required: true`, and no `secret`");
        }
    }
}

/// Why a property's value is not there for everybody to read.
fn not_public<P: Place>(property: &Property<'_, P>) -> Option<&'static str> {
    if property.is("secret") {
        Some("secret")
    } else if property.is("required") || property.may_be("required") {
        None
    } else {
        Some("not required")
    }
}

/// `{Config:NAME}` in an address.
fn addresses<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>) {
    let (Some(settings), Some(properties)) = (found.setting("settings"), found.properties()) else {
        return;
    };
    let Data::Map(settings) = &settings.value.data else {
        return;
    };
    for entry in settings {
        for name in configured(entry.value.data.text().unwrap_or_default()) {
            address(cx, entry, name, &properties);
        }
    }
}

fn address<P: Place>(
    cx: &mut Check<'_, P>,
    entry: &Entry<P>,
    name: &str,
    properties: &[Property<'_, P>],
) {
    let known = properties.iter().find(|one| one.name.text == name);
    let reason = match known {
        Some(property) => match not_public(property) {
            Some(reason) => format!("is {reason}"),
            None => return,
        },
        None => "is not declared".to_owned(),
    };
    let finding = cx.report(
        &codes::URL_PROPERTY,
        entry.value.at,
        format!(
            "`{}` names property `{name}`, which {reason}",
            entry.key.text
        ),
    );
    let names = properties.iter().map(|one| one.name.text.as_str());
    match (known, similar::closest(name, names)) {
        (Some(property), _) => finding
            .help("only what every action has and everybody may read can stand in an address: `required: true`, and no `secret`")
            .related(format!("`{name}` is said here"), property.name.at),
        (None, Some(close)) => {
            finding.help(format!("a property with a similar name: `{close}`"))
        }
        (None, None) => finding.help(format!(
            "declare it: `configuration_properties: {{ {name}: {{ required: true }} }}`"
        )),
    };
}

/// The names after `{Config:` in an address.
fn configured(text: &str) -> impl Iterator<Item = &str> {
    text.split("{Config:")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// The action type that an action names.
pub(super) fn named<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    match &value.data {
        Data::Word(word) if cx.facts.action_types.contains_key(word.as_str()) => {}
        Data::Word(word) => undeclared(
            cx,
            &codes::UNDECLARED_ACTION_TYPE,
            Sort::ActionType,
            word,
            value.at,
        ),
        _ => {
            let help = "declare it, `action_type NAME { … }`, and write `NAME` here";
            wrong_type(
                cx,
                key,
                value,
                "a declared action type",
                Some(help.to_owned()),
            );
        }
    }
}
