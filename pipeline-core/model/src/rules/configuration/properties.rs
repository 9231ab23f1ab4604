//! Configuration of an action of a declared type, against the properties of the type.

use crate::catalogue::{action_type, pattern};
use crate::model::{ActionType, Data, Entry, Property, Value};
use crate::place::Place;
use crate::rules::configuration::missing::MISSING_KEY;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::configuration::unknown::UNKNOWN_KEY;
use crate::rules::context::{Check, DeclarationKind, Run};
use crate::rules::declarations::entity_urls;
use crate::rules::declarations::undeclared::undeclared;
use crate::rules::secrets::references;
use crate::rules::values::strings::{MALFORMED_STRING, fits};
use crate::rules::values::types::wrong_type;
use crate::rules::values::{known, maps};
use crate::rules::words;
use crate::similar;

/// Checks that an action of a declared type has the configuration that the type requires.
pub(crate) fn required<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(found) = run.action_type else { return };
    // The key of the map is misspelled, which has been reported.
    let here = run.action.kind.at.identity();
    let mut meant = cx.meant_keys.iter();
    if meant.any(|(key, at)| key == "configuration" && at.identity() == here) {
        return;
    }
    let said: &[Entry<P>] = match run
        .action
        .entry("configuration")
        .map(|entry| &entry.value.data)
    {
        Some(Data::Map(entries)) => entries,
        // It is not known yet, or no map, which has been reported.
        Some(_) => return,
        None => &[],
    };
    let properties = found.properties().unwrap_or_default();
    for property in properties.iter().filter(|one| one.is("required")) {
        let name = &property.name.text;
        let meant = |entry: &Entry<P>| {
            entry.key.text == *name
                || closest(&properties, &entry.key.text).is_some_and(|close| close == name)
        };
        if said.iter().any(meant) {
            continue;
        }
        cx.report(
            &MISSING_KEY,
            run.action.kind.at,
            format!(
                "the configuration of {} has no `{name}`, which action type `{}` requires",
                run.title(),
                found.name.text
            ),
        )
        .help(format!("add it: `configuration: {{ {name}: … }}`"))
        .related(format!("`{name}` is said here"), property.name.at);
    }
}

/// Checks a map of what the action type declares; of whatever it may be where that is not known.
pub(crate) fn configuration<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    maps::map(cx, subject, key, value);
    let ValueContext::Action(run) = subject.context else {
        return;
    };
    let Some((found, properties)) = run
        .action_type
        .and_then(|found| Some((found, found.properties()?)))
    else {
        return;
    };
    let Data::Map(entries) = &value.data else {
        return;
    };
    for entry in entries {
        let name = entry.key.text.as_str();
        match properties.iter().find(|one| one.name.text == name) {
            Some(property) if known::check_value(cx, &entry.value) => {
                property_value(cx, subject, property, entry);
            }
            Some(_) => {}
            None if name == action_type::JOB_LIST => {}
            // An address names it too, and has been reported.
            None if entity_urls::names(found, name) => {}
            None => unknown(cx, found, &properties, entry),
        }
    }
}

fn closest<'a, P>(properties: &[Property<'a, P>], name: &str) -> Option<&'a str> {
    similar::closest(name, properties.iter().map(|one| one.name.text.as_str()))
}

fn unknown<P: Place>(
    cx: &mut Check<'_, P>,
    found: &ActionType<P>,
    properties: &[Property<'_, P>],
    entry: &Entry<P>,
) {
    let names: Vec<&str> = properties
        .iter()
        .map(|one| one.name.text.as_str())
        .collect();
    let help = match closest(properties, &entry.key.text) {
        Some(close) => format!("a property with a similar name: `{close}`"),
        None if names.is_empty() => "it declares none".to_owned(),
        None => format!("its properties are {}", words::list(&names)),
    };
    let name = &found.name;
    cx.report(
        &UNKNOWN_KEY,
        entry.key.at,
        format!(
            "action type `{}` has no property `{}`",
            name.text, entry.key.text
        ),
    )
    .help(help)
    .related(format!("`{}` is declared here", name.text), name.at);
}

/// A value that a job worker polls for, which has to be a short word.
fn queryable<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    property: &Property<'_, P>,
    value: &Value<P>,
    string: &str,
) {
    let pattern = &pattern::QUERYABLE_VALUE;
    let key = property.name.text.as_str();
    let complaint = pattern.complaint(string).filter(|_| !string.contains("#{"));
    let Some(complaint) = complaint else {
        fits(cx, subject, key, value.at, string, pattern);
        return;
    };
    let message = format!("`{key}` {complaint}, since the property is `queryable`");
    cx.report(&MALFORMED_STRING, value.at, message)
        .help("a job worker polls for such a value: let another property be the queryable one, or give this one a short word")
        .related(format!("`{key}` is declared here"), property.name.at);
}

/// One value, against what its property takes.
fn property_value<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    property: &Property<'_, P>,
    entry: &Entry<P>,
) {
    let (key, value) = (entry.key.text.as_str(), &entry.value);
    if property.is("secret") {
        references::secret(cx, key, value);
        return;
    }
    if property.is("queryable")
        && let Some(string) = value.data.text()
    {
        queryable(cx, subject, property, value, string);
    }
    let said = property
        .setting("type")
        .and_then(|entry| entry.value.data.constant());
    let takes = match (said, &value.data) {
        (_, Data::Variable { .. }) => return,
        (Some("Number"), data) if !matches!(data, Data::Number(_)) => "a number",
        (Some("Boolean"), data) if !matches!(data, Data::Bool(_)) => "`true` or `false`",
        _ => return,
    };
    // A string that holds a variable is known at the run only.
    if value
        .data
        .text()
        .is_some_and(|string| string.contains("#{"))
    {
        return;
    }
    wrong_type(cx, key, value, takes);
}

/// The action type that an action names.
pub(crate) fn named<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    match &value.data {
        Data::Word(word) if cx.index.action_types.contains_key(word.as_str()) => {}
        Data::Word(word) => undeclared(cx, DeclarationKind::ActionType, word, value.at),
        _ => {
            let help = "declare it, `action_type NAME { … }`, and write `NAME` here";
            wrong_type(cx, key, value, "a declared action type").help(help);
        }
    }
}
