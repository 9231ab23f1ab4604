//! Maps, and how long AWS finds them.

use super::configuration::{self, Ground, Subject};
use super::context::{Check, Sort};
use super::secrets::Kept;
use super::values::{fits, wrong_type};
use super::{expressions, functions, secret_names, secrets, statements, words};
use crate::catalogue::VariableKind;
use crate::catalogue::{Key, Slot, pattern};
use crate::codes;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::similar;

const IN_THE_TEMPLATE: &str = "leave it out here, and let the deployed template fetch it: `{{resolve:secretsmanager:NAME:SecretString:KEY}}`";
const IN_A_REFERENCE: &str =
    "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`";

/// A map that AWS takes as the text of a JSON object.
pub(super) fn json<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    most: usize,
) {
    let Some(entries) = entries(cx, key, value) else {
        return;
    };
    let mut length = 2;
    for entry in entries {
        if let Data::Map(function) = &entry.value.data {
            functions::function(cx, subject, &entry.key.text, &entry.value, function);
            continue;
        }
        secret_names::named(cx, "parameter", entry, IN_THE_TEMPLATE);
        let text = scalar(cx, subject, &entry.key.text, &entry.value).unwrap_or_default();
        let plain = matches!(entry.value.data, Data::Number(_) | Data::Bool(_));
        let value = if plain { text.len() } else { quoted(&text) };
        length += quoted(&entry.key.text) + 1 + value + 1;
    }
    length -= usize::from(!entries.is_empty());
    if length > most {
        cx.report(
            &codes::TOO_LONG,
            value.at,
            format!("`{key}` is {length} bytes of JSON, and AWS allows {most}"),
        )
        .help("put values that are always the same into the template, or into a `template_configuration` file");
    }
}

/// A map of environment variables, that AWS takes as the text of a JSON list.
pub(super) fn variables<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    (slot, kinds): (Slot, &[&str]),
    key: &str,
    value: &Value<P>,
) {
    let Some(entries) = entries(cx, key, value) else {
        return;
    };
    let mut length = 2;
    for entry in entries {
        if let Some(complaint) = pattern::ENVIRONMENT_VARIABLE.complaint(&entry.key.text) {
            cx.report(
                &codes::MALFORMED_TEXT,
                entry.key.at,
                format!("environment variable `{}` {complaint}", entry.key.text),
            )
            .maybe_help(words::remedy(
                &pattern::ENVIRONMENT_VARIABLE,
                &entry.key.text,
            ));
        }
        let (kind, Entry { key: name, value }) = match secrets::kept(cx, kinds, entry) {
            Kept::Elsewhere(kind, place) => {
                secrets::is_known_before(cx, subject, entry, kind, &place.value);
                (kind, place)
            }
            Kept::Here => {
                secret_names::variable(cx, kinds, entry);
                (VariableKind::Plaintext, entry)
            }
            Kept::Unknown => continue,
        };
        let text = scalar(cx, subject, &name.text, value).unwrap_or_default();
        if slot == Slot::Configuration && kind != VariableKind::Plaintext {
            names_something(cx, entry, value, &text);
        }
        if slot != Slot::Configuration {
            let pattern = &pattern::ENVIRONMENT_VALUE;
            fits(cx, subject, &entry.key.text, value.at, &text, pattern);
        }
        length += r#"{"name":,"type":"","value":},"#.len()
            + kind.as_str().len()
            + quoted(&entry.key.text)
            + quoted(&text);
    }
    // A project's own variables are no text.
    if slot == Slot::Configuration && matches!(subject.ground, Ground::Action(_)) {
        length -= usize::from(!entries.is_empty());
        let help = "put variables that are always the same into the project";
        one_value(cx, subject, key, value, length, help);
    }
}

/// Where a variable's value is kept has a name.
fn names_something<P: Place>(
    cx: &mut Check<'_, P>,
    entry: &Entry<P>,
    value: &Value<P>,
    text: &str,
) {
    if !text.is_empty() || !matches!(&value.data, Data::String(_) | Data::Include { .. }) {
        return;
    }
    cx.report(
        &codes::MALFORMED_TEXT,
        value.at,
        format!("`{}` is empty", entry.key.text),
    )
    .help("say the name of the secret or the parameter that holds its value");
}

/// A map that AWS takes as the text of a JSON list of names and values.
pub(super) fn named_values<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Some(entries) = entries(cx, key, value) else {
        return;
    };
    let mut length = 2;
    for entry in entries {
        secret_names::named(cx, "variable", entry, secret_names::NOT_HERE);
        let text = scalar(cx, subject, &entry.key.text, &entry.value).unwrap_or_default();
        length += r#"{"name":,"value":},"#.len() + quoted(&entry.key.text) + quoted(&text);
    }
    length -= usize::from(!entries.is_empty());
    one_value(cx, subject, key, value, length, "say fewer of them here");
}

/// Template parameters in the shorthand of AWS's command line, which has no quotes.
pub(super) fn parameters<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Some(entries) = entries(cx, key, value) else {
        return;
    };
    let mut length = 0;
    for entry in entries {
        let (name, at) = (&entry.key.text, entry.value.at);
        secret_names::named(cx, "parameter", entry, IN_THE_TEMPLATE);
        let text = scalar(cx, subject, &entry.key.text, &entry.value).unwrap_or_default();
        if let Some(complaint) = pattern::SHORTHAND
            .complaint(&text)
            .filter(|_| !text.is_empty())
        {
            cx.report(&codes::MALFORMED_TEXT, at, format!("`{name}` {complaint}"))
                .help("write the parameters into a file of an input: `ARTIFACT / \"PATH\"`");
        }
        length += "ParameterKey=,ParameterValue= ".len() + name.len() + text.len();
    }
    let help = "write the parameters into a file of an input: `ARTIFACT / \"PATH\"`";
    one_value(cx, subject, key, value, length.saturating_sub(1), help);
}

/// One of several maps with the same keys.
pub(super) fn record<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    keys: &'static [Key],
    value: &Value<P>,
) {
    if let Some(entries) = entries(cx, key, value) {
        let subject = Subject {
            what: format!("an item of `{key}`"),
            at: value.at,
            ground: subject.ground.again(),
        };
        let keys: Vec<&'static Key> = keys.iter().collect();
        configuration::all(cx, &subject, &keys, entries);
    }
}

/// Reports a text that is longer than a configuration value may be.
fn one_value<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    length: usize,
    help: &str,
) {
    let most = subject.value().max;
    if length > most {
        cx.report(
            &codes::TOO_LONG,
            value.at,
            format!("`{key}` is {length} characters of JSON, and AWS allows {most}"),
        )
        .help(help);
    }
}

/// A map of texts that stays one.
pub(super) fn map<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    if let Ground::Statement = subject.ground {
        return statements::conditions(cx, subject, key, value);
    }
    for entry in entries(cx, key, value).into_iter().flatten() {
        let (key, at) = (&entry.key.text, entry.value.at);
        let text = scalar(cx, subject, key, &entry.value);
        // What a declared action type calls a secret has a rule of its own.
        if matches!(&subject.ground, Ground::Action(run) if run.action_type.is_none()) {
            secret_names::named(cx, "configuration key", entry, IN_A_REFERENCE);
        }
        if let (Some(text), Ground::Action(_)) = (text, &subject.ground) {
            fits(cx, subject, key, at, &text, subject.value());
        }
        let of_action = matches!(subject.ground, Ground::Action(_));
        if let Some(complaint) = pattern::CONFIG_KEY.complaint(key).filter(|_| of_action) {
            cx.report(
                &codes::MALFORMED_TEXT,
                entry.key.at,
                format!("configuration key `{key}` {complaint}"),
            );
        }
    }
}

/// The entries of what has to be a map.
pub(super) fn entries<'v, P: Place>(
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
    configuration::once(cx, entries);
    Some(entries)
}

/// A value in a map as AWS is told it: all of them are texts there.
pub(super) fn scalar<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) -> Option<String> {
    if !expressions::is_known(cx, value) {
        return None;
    }
    match &value.data {
        Data::String(text)
        | Data::Include {
            content: Ok(text), ..
        } => Some(text.clone()),
        Data::Number(number) => Some(number.to_string()),
        Data::Bool(truth) => Some(truth.to_string()),
        Data::Variable { namespace, name } if matches!(subject.ground, Ground::Action(_)) => {
            Some(format!("#{{{}.{}}}", namespace.text, name.text))
        }
        Data::Word(word) if matches!(subject.ground, Ground::Statement) => {
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
    if cx.facts.is_declared(word) {
        let account = cx
            .facts
            .accounts
            .get(word)
            .and_then(|account| account.id.known());
        return Some(account.unwrap_or(word).to_owned());
    }
    let names: Vec<&str> = Sort::ALL
        .into_iter()
        .flat_map(|sort| cx.facts.names_of(sort))
        .collect();
    let similar = similar::closest(word, names);
    let help = match similar {
        Some(name) => {
            format!("did you mean the declared `{name}`? a text goes in quotes: `\"{word}\"`")
        }
        None => format!("put it in quotes: `\"{word}\"`"),
    };
    if let Some(name) = similar {
        cx.excuse(name);
    }
    wrong_type(cx, key, value, SCALAR, Some(help));
    None
}

/// The bytes of a text as JSON, with its quotes.
fn quoted(text: &str) -> usize {
    let escaped = |c: char| match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if (c as u32) < 0x20 => 6,
        c => c.len_utf8(),
    };
    2 + text.chars().map(escaped).sum::<usize>()
}
