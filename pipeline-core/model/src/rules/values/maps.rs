//! Maps of strings, numbers and booleans.

use crate::catalogue::pattern;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::configuration::repeated;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::undeclared::{undeclared, used_as};
use crate::rules::deploy_time;
use crate::rules::secrets::names;
use crate::rules::values::strings::{self, fits, malformed};
use crate::rules::values::types::wrong_type;
use crate::rules::values::{known, pairs};
use crate::similar;

const IN_A_REFERENCE: &str =
    "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`";
const SCALAR: &str = "a text, a number, `true` or `false`";

/// Checks a map of strings that stays one.
pub(crate) fn map<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    for entry in entries(cx, key, value).into_iter().flatten() {
        let key = &entry.key;
        let string = scalar(cx, subject, &key.text, &entry.value);
        let ValueContext::Action(run) = subject.context else {
            continue;
        };
        // What a declared action type calls a secret has a rule of its own.
        if run.action_type.is_none() {
            names::named(cx, "configuration key", entry, IN_A_REFERENCE);
        }
        if let Some(string) = string {
            let at = entry.value.at;
            fits(cx, subject, &key.text, at, &string, subject.value());
        }
        let what = format!("configuration key `{}`", key.text);
        malformed(cx, &what, key.at, &key.text, &pattern::CONFIG_KEY);
    }
}

/// The entries of what has to be a map.
pub(crate) fn entries<'v, P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &'v Value<P>,
) -> Option<&'v [Entry<P>]> {
    let Data::Map(entries) = &value.data else {
        let help = pairs::as_map(value);
        let help = help.unwrap_or_else(|| "{ NAME: \"value\" }".to_owned());
        wrong_type(cx, key, value, "a map").help(format!("write `{help}`"));
        return None;
    };
    repeated::once(cx, entries);
    Some(entries)
}

/// The string that AWS gets for an entry of a map that keeps to no pattern. Neither it nor its key
/// holds characters that nobody sees.
pub(crate) fn visible<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    entry: &Entry<P>,
) -> Option<String> {
    let what = format!("`{}`", entry.key.text);
    strings::visible(cx, "this key", entry.key.at, &entry.key.text);
    let string = scalar(cx, subject, &entry.key.text, &entry.value)?;
    strings::visible(cx, &what, entry.value.at, &string);
    Some(string)
}

/// The string that AWS gets for a value in a map.
pub(crate) fn scalar<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) -> Option<String> {
    if !known::check_value(cx, value) || deploy_time::text(cx, subject, key, value, &pattern::ANY) {
        return None;
    }
    match &value.data {
        Data::Variable { .. } if !matches!(subject.context, ValueContext::Action(_)) => {
            wrong_type(cx, key, value, SCALAR);
            None
        }
        Data::Word(word) if matches!(subject.context, ValueContext::Statement) => {
            let help = format!("put it in quotes: `\"{word}\"`");
            wrong_type(cx, key, value, SCALAR).help(help);
            None
        }
        Data::Word(word) => declared(cx, key, value, word),
        data => {
            let scalar = data.scalar();
            if scalar.is_none() {
                wrong_type(cx, key, value, SCALAR);
            }
            scalar
        }
    }
}

/// The string that a declared name stands for in a map: a role's ARN, a project's name, a store's
/// bucket, an account's id. Of the first three, only what is imported is known yet.
fn declared<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    word: &str,
) -> Option<String> {
    if cx.index.declaration(word).is_some() {
        let account = cx
            .index
            .accounts
            .get(word)
            .and_then(|account| account.id.known());
        return Some(account.unwrap_or(word).to_owned());
    }
    // It is used as something that has to be declared, and one mistake is told once.
    if let Some(kind) = used_as(cx, word) {
        undeclared(cx, kind, word, value.at);
        return None;
    }
    let names: Vec<&str> = DeclarationKind::ALL
        .into_iter()
        .flat_map(|kind| cx.index.names_of(kind))
        .map(|name| name.text.as_str())
        .collect();
    let similar = similar::closest(word, names);
    let help = match similar {
        Some(name) => {
            format!("did you mean the declared `{name}`? a text goes in quotes: `\"{word}\"`")
        }
        None => format!("put it in quotes: `\"{word}\"`"),
    };
    if let Some(name) = similar {
        cx.mark_meant(name);
    }
    wrong_type(cx, key, value, SCALAR).help(help);
    None
}
