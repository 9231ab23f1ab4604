//! Addresses in an action type that name properties of it.

use crate::code::code;
use crate::model::{ActionType, Entry, Property};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::queryable;
use crate::similar;

/// Checks `{Config:NAME}` in an address.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>) {
    let Some(properties) = found.properties() else {
        return;
    };
    let mut seen: Vec<(&str, Vec<&Entry<P>>)> = Vec::new();
    for (entry, name) in addresses(found) {
        match seen.iter_mut().find(|(known, _)| *known == name) {
            Some((_, entries)) => entries.push(entry),
            None => seen.push((name, vec![entry])),
        }
    }
    for (name, entries) in seen {
        address(cx, &entries, name, &properties);
    }
}

/// Returns whether an address names a property.
pub(crate) fn names<P: Place>(found: &ActionType<P>, property: &str) -> bool {
    addresses(found).any(|(_, name)| name == property)
}

/// The properties that addresses name, each with the setting that does.
fn addresses<P: Place>(found: &ActionType<P>) -> impl Iterator<Item = (&Entry<P>, &str)> {
    let settings = found.setting("settings");
    let settings = settings.and_then(|settings| settings.value.data.as_map());
    settings.unwrap_or_default().iter().flat_map(|entry| {
        let text = entry.value.data.text().unwrap_or_default();
        configured(text).map(move |name| (entry, name))
    })
}

code! {
    URL_PROPERTY = "P154" Error "a page's address names a property that it cannot",
    why: "In an address, `{Config:NAME}` stands for the value of a configuration property that every action has and everybody may read: one that is required and no secret. Of another one there is nothing to put there, and CodePipeline refuses the action type when the stack is deployed.",
    example: "settings: { entity_url_template: \"https://ci.example.com/{Config:Job}\" },",
    fix: "Correct the name, declare the property with `required: true`, or leave it out of the address.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
    lacking: Part,
}

fn address<P: Place>(
    cx: &mut Check<'_, P>,
    entries: &[&Entry<P>],
    name: &str,
    properties: &[Property<'_, P>],
) {
    let Some((entry, others)) = entries.split_first() else {
        return;
    };
    let known = properties.iter().find(|one| one.name.text == name);
    let reason = match known {
        Some(property) => match queryable::not_public(property) {
            Some(reason) => format!("is {reason}"),
            None => return,
        },
        None => "is not declared".to_owned(),
    };
    let finding = cx.report(
        &URL_PROPERTY,
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
            finding.help(format!("a property with a similar name: `{close}`"));
            let mut all = properties.iter();
            match all.find(|one| one.name.text == close) {
                Some(one) => finding.related(format!("`{close}` is declared here"), one.name.at),
                None => finding,
            }
        }
        (None, None) => finding.help(format!(
            "declare it: `configuration_properties: {{ {name}: {{ required: true }} }}`"
        )),
    };
    for other in others {
        if other.key.at.identity() != entry.key.at.identity() {
            finding.related("used here too", other.value.at);
        }
    }
}

/// The names after `{Config:` in an address.
fn configured(string: &str) -> impl Iterator<Item = &str> {
    string
        .split("{Config:")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
}
