//! Maps of strings, numbers and booleans.

use crate::catalogue::pattern;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::configuration::repeated;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::secrets::names;
use crate::rules::values::strings::{MALFORMED_TEXT, fits};
use crate::rules::values::types::wrong_type;
use crate::rules::values::{known, statements};
use crate::similar;

/// A map of texts that stays one.
pub(crate) fn map<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    if let ValueContext::Statement = subject.context {
        return statements::conditions(cx, subject, key, value);
    }
    for entry in entries(cx, key, value).into_iter().flatten() {
        let (key, at) = (&entry.key.text, entry.value.at);
        let text = scalar(cx, subject, key, &entry.value);
        // What a declared action type calls a secret has a rule of its own.
        if matches!(&subject.context, ValueContext::Action(run) if run.action_type.is_none()) {
            names::named(cx, "configuration key", entry, IN_A_REFERENCE);
        }
        if let (Some(text), ValueContext::Action(_)) = (text, &subject.context) {
            fits(cx, subject, key, at, &text, subject.value());
        }
        let of_action = matches!(subject.context, ValueContext::Action(_));
        if let Some(complaint) = pattern::CONFIG_KEY.complaint(key).filter(|_| of_action) {
            cx.report(
                &MALFORMED_TEXT,
                entry.key.at,
                format!("configuration key `{key}` {complaint}"),
            );
        }
    }
}

/// The entries of what has to be a map.
pub(crate) fn entries<'v, P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &'v Value<P>,
) -> Option<&'v [Entry<P>]> {
    let Data::Map(entries) = &value.data else {
        wrong_type(
            cx,
            key,
            value,
            "a map",
            Some("write `{ NAME: \"value\" }`".to_owned()),
        );
        return None;
    };
    repeated::once(cx, entries);
    Some(entries)
}

/// A value in a map as AWS is told it: all of them are texts there.
pub(crate) fn scalar<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) -> Option<String> {
    if !known::value(cx, value) {
        return None;
    }
    match &value.data {
        Data::String(text)
        | Data::Include {
            content: Ok(text), ..
        } => Some(text.clone()),
        Data::Number(number) => Some(number.to_string()),
        Data::Bool(truth) => Some(truth.to_string()),
        Data::Variable { namespace, name }
            if matches!(subject.context, ValueContext::Action(_)) =>
        {
            Some(format!("#{{{}.{}}}", namespace.text, name.text))
        }
        Data::Word(word) if matches!(subject.context, ValueContext::Statement) => {
            let help = format!("put it in quotes: `\"{word}\"`");
            wrong_type(cx, key, value, SCALAR, Some(help));
            None
        }
        Data::Word(word) => declared(cx, key, value, word),
        _ => {
            wrong_type(cx, key, value, SCALAR, None);
            None
        }
    }
}

const SCALAR: &str = "a text, a number, `true` or `false`";

/// What a declared name stands for in a map: a role's ARN, a project's name, a store's
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
    let names: Vec<&str> = DeclarationKind::ALL
        .into_iter()
        .flat_map(|kind| cx.index.names_of(kind))
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
    wrong_type(cx, key, value, SCALAR, Some(help));
    None
}

const IN_A_REFERENCE: &str =
    "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`";
