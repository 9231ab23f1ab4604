//! Values: whether each is what its key takes.

mod artifacts;
mod texts;

pub(super) use texts::{fits, text};

use super::configuration::{Ground, Subject};
use super::context::Check;
use super::{
    action_types, buildspecs, expressions, maps, projects, records, references, regions, secrets,
    statements, words,
};
use crate::catalogue::pattern;
use crate::catalogue::{Key, Type};
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::similar;

/// A value that is known, against what its key takes.
pub(super) fn value<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    value: &Value<P>,
) {
    of_type(cx, subject, key, &key.kind, written, value);
    item_count(cx, subject, key, written, value);
}

fn of_type<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    kind: &'static Type,
    written: &str,
    value: &Value<P>,
) {
    match kind {
        Type::Text(pattern) => text(cx, subject, written, value, pattern),
        Type::Number(least, most) => number(cx, written, value, (*least, *most)),
        Type::Bool => truth(cx, written, value),
        Type::OneOf(constants) => constant(cx, written, value, constants, "one of its constants"),
        Type::SetOf(constants) => {
            for item in list(cx, written, value, "a list of constants") {
                constant(cx, written, item, constants, "a list of constants");
            }
        }
        Type::Texts(pattern) => {
            for item in list(cx, written, value, "a list of texts") {
                if std::ptr::eq(*pattern, &pattern::REGION) {
                    listed_region(cx, item);
                }
                text(cx, subject, written, item, pattern);
            }
        }
        Type::Record(keys) => records::record(cx, subject, keys, written, value),
        Type::OneOrMore(keys) => records::one_or_more(cx, subject, keys, written, value),
        Type::Named(keys) => records::named(cx, subject, keys, written, value),
        Type::File => artifacts::file(cx, subject, written, value),
        Type::FileOr(other) => match &value.data {
            Data::File { .. } => artifacts::file(cx, subject, written, value),
            _ => of_type(cx, subject, key, other, written, value),
        },
        Type::Artifact => artifacts::artifact(cx, subject, written, value),
        Type::Json(most) => maps::json(cx, subject, written, value, *most),
        Type::Variables(kinds) => {
            maps::variables(cx, subject, (key.slot, kinds), written, value);
        }
        Type::NamedValues => maps::named_values(cx, subject, written, value),
        Type::Parameters => maps::parameters(cx, subject, written, value),
        Type::Map => maps::map(cx, subject, written, value),
        Type::Records(keys) => {
            for item in list(cx, written, value, "a list of maps") {
                maps::record(cx, subject, written, keys, item);
            }
        }
        Type::Buildspec(pattern) => buildspecs::buildspec(cx, subject, written, value, pattern),
        Type::Secret => secrets::secret(cx, written, value),
        Type::PassedRole(_) => references::passed_role(cx, subject, written, value),
        Type::PassedRoles(_) | Type::Readers(_) => {
            for item in list(cx, written, value, "a list of roles") {
                references::passed_role(cx, subject, written, item);
            }
        }
        Type::Project => projects::project(cx, subject, written, value),
        Type::Role => projects::role(cx, subject, written, value),
        Type::ActionType => action_types::named(cx, written, value),
        Type::Configuration => action_types::configuration(cx, subject, written, value),
        Type::Statements => statements::statements(cx, subject, written, value),
    }
}

/// A region in a list: CodePipeline need not be there, but there must be such a one.
fn listed_region<P: Place>(cx: &mut Check<'_, P>, item: &Value<P>) {
    if let Some(name) = item.data.text() {
        regions::slip(cx, item.at, name);
    }
}

/// A list or map, against how many items AWS takes.
fn item_count<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    value: &Value<P>,
) {
    let count = match &value.data {
        Data::List(items) => items.len(),
        // A single map in place of a list of them.
        Data::Map(_) if matches!(key.kind, Type::OneOrMore(_)) => 1,
        Data::Map(entries) => entries.len(),
        _ => return,
    };
    let (least, most) = key.items;
    let has = words::count(count, "item");
    let message = if count > most {
        format!("`{written}` has {has}, and AWS allows {most}")
    } else if count < least {
        format!("`{written}` has {has}, and needs at least {least}")
    } else if count == 0 && key.is_joined() && matches!(subject.ground, Ground::Action(_)) {
        empty_list(cx, written, value);
        return;
    } else {
        return;
    };
    cx.report(&codes::ITEM_COUNT, value.at, message);
}

/// What AWS takes as a text with commas is an empty text where the list is empty.
fn empty_list<P: Place>(cx: &mut Check<'_, P>, written: &str, value: &Value<P>) {
    cx.report(
        &codes::MALFORMED_TEXT,
        value.at,
        format!("`{written}` is empty, and AWS takes no empty value"),
    )
    .help(format!("name at least one, or leave `{written}` out"));
}

/// Reports that a value is of the wrong type.
pub(super) fn wrong_type<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    takes: &str,
    help: Option<String>,
) {
    cx.report(
        &codes::WRONG_TYPE,
        value.at,
        format!(
            "`{key}` takes {takes}, and this is {}",
            described(&value.data)
        ),
    )
    .maybe_help(help);
}

fn described<P>(data: &Data<P>) -> String {
    match data {
        Data::String(_) | Data::Include { .. } => "a text".to_owned(),
        Data::Number(number) => format!("the number `{number}`"),
        Data::Bool(truth) => format!("`{truth}`"),
        Data::List(_) => "a list".to_owned(),
        Data::Map(_) => "a map".to_owned(),
        Data::Word(word) => format!("the bare word `{word}`"),
        Data::File { .. } => "a file in an artifact".to_owned(),
        Data::Variable { namespace, name } => {
            format!("the variable `{}.{}`", namespace.text, name.text)
        }
        Data::Deferred(_) | Data::Failed(_) | Data::Missing => "not known yet".to_owned(),
    }
}

fn number<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>, (least, most): (i64, i64)) {
    match &value.data {
        Data::Number(number) if (least..=most).contains(number) => {}
        Data::Number(number) => {
            cx.report(
                &codes::NUMBER_OUT_OF_RANGE,
                value.at,
                format!("`{key}` is {number}, and goes from {least} to {most}"),
            );
        }
        data => {
            let help = match data {
                Data::String(text) if text.parse::<i64>().is_ok() => {
                    Some(format!("without quotes: `{text}`"))
                }
                _ => None,
            };
            wrong_type(cx, key, value, "a whole number", help);
        }
    }
}

fn truth<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    if let Data::Bool(_) = value.data {
        return;
    }
    let said = value.data.constant().map(str::to_ascii_lowercase);
    let meant = match said.as_deref() {
        Some("true" | "yes" | "on") => Some("true"),
        Some("false" | "no" | "off") => Some("false"),
        _ => None,
    };
    let help = meant.map(|plain| {
        let quoted = matches!(value.data, Data::String(_));
        let quotes = if quoted { ", without quotes" } else { "" };
        format!("write `{plain}`{quotes}")
    });
    wrong_type(cx, key, value, "`true` or `false`", help);
}

fn constant<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    constants: &[&str],
    takes: &str,
) {
    if !expressions::is_known(cx, value) {
        return;
    }
    let Some(found) = value.data.constant() else {
        wrong_type(cx, key, value, takes, Some(one_of(constants)));
        return;
    };
    if constants.contains(&found) {
        return;
    }
    let begun = || {
        let mut begun = constants.iter().copied();
        begun.find(|known| {
            known
                .strip_prefix(found)
                .is_some_and(|rest| rest.starts_with('_'))
        })
    };
    let close = begun().or_else(|| similar::closest(found, constants.iter().copied()));
    let help = match close {
        Some(close) => format!("a value with a similar name: `{close}`"),
        None => one_of(constants),
    };
    cx.report(
        &codes::UNKNOWN_CONSTANT,
        value.at,
        format!("`{key}` cannot be `{found}`"),
    )
    .help(help);
}

fn one_of(constants: &[&str]) -> String {
    format!("it can be {}", words::choice(constants))
}

/// The items of a list that are known.
fn list<'v, P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &'v Value<P>,
    takes: &str,
) -> Vec<&'v Value<P>> {
    let Data::List(items) = &value.data else {
        let help = match &value.data {
            Data::String(text) => {
                let items: Vec<&str> = text.split(',').map(str::trim).collect();
                let items = items.join("\", \"");
                Some(format!("put it in brackets: `[\"{items}\"]`"))
            }
            Data::Word(word) => Some(format!("put it in brackets: `[{word}]`")),
            _ => None,
        };
        wrong_type(cx, key, value, takes, help);
        return Vec::new();
    };
    items
        .iter()
        .filter(|item| expressions::is_known(cx, item))
        .collect()
}
