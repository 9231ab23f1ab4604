//! Variables in places where CodePipeline puts in none.

use crate::catalogue::Type;
use crate::code::code;
use crate::model::{Data, Entry, Origin, Value, variable_reference, variables_in};
use crate::place::Place;
use crate::rules::context::{Check, Run, Section};
use crate::rules::variables::namespaces::Namespaces;

/// Checks the declarations and the triggers.
pub(crate) fn declarations<P: Place>(cx: &mut Check<'_, P>, namespaces: &Namespaces<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let model = cx.index.model;
    let variables = model.variables.iter();
    let mut entries: Vec<&Entry<P>> = variables.flat_map(|it| &it.settings).collect();
    for role in &model.roles {
        if let Origin::Managed(settings) = &role.origin {
            entries.extend(settings.iter().filter(|entry| takes_any_text(entry)));
        }
    }
    let projects = model.projects.iter().flat_map(|it| it.origin.entries());
    entries.extend(projects.filter(|entry| takes_any_text(entry)));
    entries.extend(model.triggers.iter().flat_map(|trigger| &trigger.filters));
    entries.extend(model.notifications.iter().flat_map(|it| &it.settings));
    entries.extend(model.schedules.iter().flat_map(|it| &it.settings));
    entries.extend(model.events.iter().flat_map(|it| &it.settings));
    for entry in entries {
        value(cx, namespaces, &entry.value);
    }
    for variable in &model.variables {
        if let Some(default) = &variable.default {
            let string = default.known().unwrap_or_default();
            self::string(cx, namespaces, default.at, string);
        }
    }
}

/// Returns whether a setting has no form that would refuse a variable.
fn takes_any_text<P>(entry: &Entry<P>) -> bool {
    matches!(
        entry.key.text.as_str(),
        "description" | "environment_variables"
    )
}

/// Checks the keys of an action's own configuration.
pub(crate) fn keys<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    for (key, entry) in run.keys() {
        if !matches!(key.kind, Type::Map | Type::Configuration) {
            continue;
        }
        for entry in entry.value.data.as_map().unwrap_or_default() {
            string(cx, namespaces, entry.key.at, &entry.key.text);
        }
    }
}

fn value<P: Place>(cx: &mut Check<'_, P>, namespaces: &Namespaces<'_, P>, found: &Value<P>) {
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| value(cx, namespaces, item)),
        Data::Map(entries) => {
            for entry in entries {
                string(cx, namespaces, entry.key.at, &entry.key.text);
                value(cx, namespaces, &entry.value);
            }
        }
        // A file that is included has a language of its own.
        Data::String(string) => self::string(cx, namespaces, found.at, string),
        _ => {}
    }
}

code! {
    NOT_PUT_IN = "P232" Error "a variable where CodePipeline puts in none",
    why: "CodePipeline puts variables into the configuration of actions and rules when they run. What is declared is made before: a project, a role and a trigger get `#{Checkout.CommitId}` as it stands.",
    example: "project packing {\n    environment_variables: { TAG: \"#{variables.TAG}\" },\n}",
    fix: "Write the value; or hand the variable to the action that starts the build, `environment_variables: { TAG: variables.TAG }`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html",
}

/// Reports the first variable of the pipeline's own in a string. What another language writes
/// like this stays.
fn string<P: Place>(cx: &mut Check<'_, P>, namespaces: &Namespaces<'_, P>, at: P, string: &str) {
    let known = |(namespace, name): &(&str, &str)| match *namespace {
        "variables" => cx.index.variables.contains_key(name),
        "codepipeline" => true,
        namespace => namespaces.by_name.contains_key(namespace),
    };
    if let Some(variable) = variables_in(string).find(known) {
        not_put_in(cx, at, variable);
    }
}

/// Checks a text of a policy. No other language stands in it, so that whatever is written like a
/// variable is one.
pub(crate) fn in_policy<P: Place>(cx: &mut Check<'_, P>, at: P, string: &str) {
    if let Some(variable) = variables_in(string).next() {
        not_put_in(cx, at, variable);
    }
}

fn not_put_in<P: Place>(cx: &mut Check<'_, P>, at: P, (namespace, name): (&str, &str)) {
    if namespace == "variables" {
        cx.mark_meant(name);
    }
    let variable = variable_reference(namespace, name);
    cx.report(
        &NOT_PUT_IN,
        at,
        format!("`{variable}` stays as it is here: variables are put into what actions configure"),
    )
    .help("write the value, or set it where an action can");
}
