//! Secrets in the properties of resources beside the pipeline.

use super::names;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;

/// Properties of CloudFormation that are called like secrets, and are none: tokens of a request,
/// settings, and names of what is called.
const NO_SECRETS: [&str; 7] = [
    "BillingToken",
    "ClientToken",
    "EventSourceToken",
    "HttpTokens",
    "RequestToken",
    "ServiceToken",
    "VersionToken",
];

const HELP: &str = "keep it in Secrets Manager, and write `\"{{resolve:secretsmanager:NAME}}\"`, or hand it over by a `parameter` with `no_echo: true`; let AWS make a new secret by `GenerateSecretString`";

/// Checks a property, and what stands in it.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>) {
    let name = entry.key.text.as_str();
    let none = NO_SECRETS.iter().any(|known| name.ends_with(known)) || name.ends_with("Auth");
    match &entry.value.data {
        Data::List(items) if !none => items.iter().for_each(|item| literal(cx, name, item)),
        _ if !none => literal(cx, name, &entry.value),
        _ => {}
    }
    within(cx, &entry.value);
}

fn within<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    match &value.data {
        Data::List(items) => items.iter().for_each(|item| within(cx, item)),
        Data::Map(entries) => entries.iter().for_each(|entry| check(cx, entry)),
        _ => {}
    }
}

fn literal<P: Place>(cx: &mut Check<'_, P>, name: &str, value: &Value<P>) {
    if let Data::String(string)
    | Data::Include {
        content: Ok(string),
        ..
    } = &value.data
    {
        // A new secret's content, as Secrets Manager calls it.
        let name = name.strip_suffix("SecretString").map_or(name, |_| "Secret");
        names::value(cx, ("property", name), value.at, string, HELP);
    }
}
