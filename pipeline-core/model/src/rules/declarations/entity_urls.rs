//! Addresses in an action type that name properties of it.

use crate::code::code;
use crate::model::{ActionType, Data, Entry, Property};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::queryable;
use crate::similar;

/// Checks `{Config:NAME}` in an address.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>) {
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
    entry: &Entry<P>,
    name: &str,
    properties: &[Property<'_, P>],
) {
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
            finding.help(format!("a property with a similar name: `{close}`"))
        }
        (None, None) => finding.help(format!(
            "declare it: `configuration_properties: {{ {name}: {{ required: true }} }}`"
        )),
    };
}

/// The names after `{Config:` in an address.
fn configured(string: &str) -> impl Iterator<Item = &str> {
    string
        .split("{Config:")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
}
