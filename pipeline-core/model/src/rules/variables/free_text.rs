//! Variables of free text in places that take no free text: JSON, and shell commands.

use crate::catalogue::{Key, Slot, Type, pattern};
use crate::code::code;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::variables::namespaces::Namespaces;
use crate::rules::variables::uses::{self, Used};

/// The text that a variable becomes a part of.
#[derive(Clone, Copy)]
enum Form {
    Json,
    Shorthand,
    Command,
}

/// Checks the variables in the value of one key.
pub(crate) fn entry<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
    entry: &Entry<P>,
) {
    let key = run.kind.and_then(|kind| kind.key(&entry.key.text));
    let form = key.and_then(form_of);
    value(cx, namespaces, &entry.value, form);
}

/// The form that AWS takes a key's whole value in.
fn form_of(key: &'static Key) -> Option<Form> {
    match &key.kind {
        Type::Json(_) | Type::NamedValues | Type::Records(_) => Some(Form::Json),
        Type::Variables(_) => (key.slot == Slot::Configuration).then_some(Form::Json),
        Type::Parameters | Type::FileOr(Type::Parameters) => Some(Form::Shorthand),
        Type::Buildspec(_) => Some(Form::Command),
        Type::Strings(of) if **of == pattern::COMMAND => Some(Form::Command),
        _ => None,
    }
}

fn value<P: Place>(
    cx: &mut Check<'_, P>,
    namespaces: &Namespaces<'_, P>,
    found: &Value<P>,
    form: Option<Form>,
) {
    match &found.data {
        Data::List(items) => items
            .iter()
            .for_each(|item| value(cx, namespaces, item, form)),
        Data::Map(entries) => entries
            .iter()
            .for_each(|entry| value(cx, namespaces, &entry.value, form)),
        data => {
            let Some(form) = form.or_else(|| own_form(data)) else {
                return;
            };
            let mut used = Vec::new();
            uses::collect(found, &mut used);
            if let Some(used) = used.iter().find(|used| is_free(namespaces, used)) {
                report(cx, used, form);
            }
        }
    }
}

/// The form of a text that the user writes as JSON.
fn own_form<P>(data: &Data<P>) -> Option<Form> {
    let string = data.text()?.trim_start();
    string.starts_with(['{', '[']).then_some(Form::Json)
}

/// Returns whether a person writes a variable's value as a text.
fn is_free<P>(namespaces: &Namespaces<'_, P>, used: &Used<'_, P>) -> bool {
    let producers = namespaces.by_name.get(used.namespace).into_iter().flatten();
    producers
        .filter_map(|producer| producer.kind)
        .any(|kind| kind.free_text.contains(&used.name))
}

code! {
    FREE_TEXT = "P230" Warning "a variable of free text where its quotes or line breaks count",
    why: "CodePipeline puts a variable's value into a text without escaping it. Whoever writes a commit's message writes that text. A quote or a line break in it makes the JSON invalid, and the action fails: `EnvironmentVariables specified in action config does not match expected format`. In a command, the shell runs what stands between `$(` and `)`.",
    example: "environment_variables: { MESSAGE: Checkout.CommitMessage },",
    fix: "Hand over the commit's id, `Checkout.CommitId`, and let what runs read the message by it. A `Commands` action takes a variable in `environment_variables`, which the shell does not run: `\"$MESSAGE\"`.",
    source: "https://github.com/aws/aws-cdk/issues/8458",
}

fn report<P: Place>(cx: &mut Check<'_, P>, used: &Used<'_, P>, form: Form) {
    let variable = format!("{}.{}", used.namespace, used.name);
    let (comes_of_it, help) = match form {
        Form::Json => (
            "a quote or a line break in it makes this JSON invalid",
            "hand over the commit's id, and let what runs read the text by it",
        ),
        Form::Shorthand => (
            "a blank, a comma or a quote in it ends the value",
            "hand over the commit's id, or write the parameters into a file of an input",
        ),
        Form::Command => (
            "the shell runs what is written in it",
            "hand over the commit's id, and let the command read the text by it",
        ),
    };
    cx.report(
        &FREE_TEXT,
        used.name_at,
        format!("`{variable}` is free text: {comes_of_it}"),
    )
    .help(help);
}
