//! From the values that a user wrote to those that AWS takes.

use super::entries::{is_one_value, map, scalar};
use super::names::Names;
use super::unresolved::{Resolved, Unresolved, known};
use crate::catalogue::{DefaultValue, Key, Slot, Type, VariableKind};
use crate::model::{Action, Data, Entry, Value};
use crate::pipeline::{Config, Setting, Tree, Variable, list_token};
use crate::place::Location;

/// The configuration of an action.
pub(super) fn config(
    names: &Names<'_>,
    action: &Action<Location>,
    keys: &'static [Key],
) -> Resolved<Config> {
    let mut config = Config::default();
    for key in keys {
        let mut entries = action.config.iter();
        let setting = match entries.find(|entry| key.is_written(&entry.key.text)) {
            Some(entry) => Some(setting(names, key.slot, &key.kind, &entry.value)?),
            None => default(key, action),
        };
        match (setting, key.slot) {
            (None, _) => {}
            (Some(setting), Slot::Configuration) => {
                config.entries.push((key.name.to_owned(), setting));
            }
            (Some(setting), slot) => {
                config.elsewhere.push((key.name.to_owned(), slot, setting));
            }
        }
    }
    config.entries.extend(own_entries(names, action)?);
    Ok(config)
}

/// The configuration of an action type that is not of the catalogue: its own keys, as
/// they are written.
fn own_entries(names: &Names<'_>, action: &Action<Location>) -> Resolved<Vec<(String, Setting)>> {
    let Some(entry) = action.entry("configuration") else {
        return Ok(Vec::new());
    };
    map(&entry.value)?
        .iter()
        .map(|entry| Ok((entry.key.text.clone(), leaf(names, &entry.value)?)))
        .collect()
}

fn default(key: &Key, action: &Action<Location>) -> Option<Setting> {
    match key.default {
        DefaultValue::Nothing => None,
        DefaultValue::Text(string) => Some(Setting::String(string.to_owned())),
        DefaultValue::FirstInput if action.inputs.len() > 1 => {
            Some(Setting::String(action.inputs.first()?.text.clone()))
        }
        DefaultValue::FirstInput => None,
    }
}

fn setting(
    names: &Names<'_>,
    slot: Slot,
    kind: &Type,
    value: &Value<Location>,
) -> Resolved<Setting> {
    let json = |tree| Ok(Setting::Json(Box::new(tree)));
    match (kind, &value.data) {
        (Type::FileOr(_), Data::File { .. }) => Ok(Setting::String(scalar(value)?)),
        (Type::FileOr(other), _) => setting(names, slot, other, value),
        (Type::PassedRole(_) | Type::Role | Type::Project, Data::Word(name)) => named(names, name),
        (Type::SetOf(_) | Type::Strings(_), Data::List(items)) if slot == Slot::Configuration => {
            let strings: Vec<String> = items.iter().map(scalar).collect::<Resolved<_>>()?;
            Ok(Setting::String(strings.join(",")))
        }
        (Type::Strings(_), _) if slot != Slot::Configuration && is_one_value(value) => {
            let items = Setting::String(list_token(&scalar(value)?));
            json(Tree::List(vec![Tree::Leaf(items)]))
        }
        (
            Type::SetOf(_) | Type::Strings(_) | Type::PassedRoles(_) | Type::Readers(_),
            Data::List(_),
        )
        | (Type::Json(_) | Type::Map, Data::Map(_)) => json(tree(names, value)?),
        (Type::NamedValues, Data::Map(entries)) => json(named_values(names, entries)?),
        (Type::Records(keys), Data::List(items)) => json(Tree::List(
            items
                .iter()
                .map(|item| record(names, keys, item))
                .collect::<Resolved<_>>()?,
        )),
        (Type::Parameters, Data::Map(entries)) => {
            let parameters: Vec<String> = entries
                .iter()
                .map(|entry| {
                    let (key, value) = (&entry.key.text, scalar(&entry.value)?);
                    Ok(format!("ParameterKey={key},ParameterValue={value}"))
                })
                .collect::<Resolved<_>>()?;
            Ok(Setting::String(parameters.join(" ")))
        }
        (Type::Variables(_), Data::Map(entries)) => {
            Ok(Setting::Variables(variables(names, entries)?))
        }
        _ => Ok(Setting::String(scalar(value)?)),
    }
}

/// The value that a declared name stands for.
fn named(names: &Names<'_>, name: &str) -> Resolved<Setting> {
    let declared = names
        .role(name)
        .map(Setting::Role)
        .or_else(|| names.project(name).map(Setting::Project))
        .or_else(|| names.store(name).map(Setting::Store));
    Ok(match (declared, names.model.account(name)) {
        (Some(setting), _) => setting,
        (None, Some(account)) => Setting::String(known(&account.id)?.to_owned()),
        // An artifact, among the arguments of a function of CloudFormation's.
        (None, None) => Setting::String(name.to_owned()),
    })
}

/// A value that stands for itself, or for what a declared name stands for.
fn leaf(names: &Names<'_>, value: &Value<Location>) -> Resolved<Setting> {
    match &value.data {
        Data::Word(name) => named(names, name),
        _ => Ok(Setting::String(scalar(value)?)),
    }
}

/// A value inside of JSON; numbers stay numbers there.
fn tree(names: &Names<'_>, value: &Value<Location>) -> Resolved<Tree> {
    Ok(match &value.data {
        Data::Number(number) => Tree::Number(*number),
        Data::Bool(found) => Tree::Bool(*found),
        Data::List(items) => Tree::List(
            items
                .iter()
                .map(|item| tree(names, item))
                .collect::<Resolved<_>>()?,
        ),
        Data::Map(entries) => Tree::Map(
            entries
                .iter()
                .map(|entry| Ok((entry.key.text.clone(), tree(names, &entry.value)?)))
                .collect::<Resolved<_>>()?,
        ),
        _ => Tree::Leaf(leaf(names, value)?),
    })
}

/// Environment variables of a build.
pub(super) fn variables(names: &Names<'_>, entries: &[Entry<Location>]) -> Resolved<Vec<Variable>> {
    entries
        .iter()
        .map(|entry| {
            let (kind, value) = kept(&entry.value)?;
            Ok(Variable {
                name: entry.key.text.clone(),
                kind,
                value: leaf(names, value)?,
            })
        })
        .collect()
}

/// The kind of a variable's value, and the value: itself, or a map with the name of what
/// holds it.
fn kept(value: &Value<Location>) -> Resolved<(VariableKind, &Value<Location>)> {
    let Data::Map(entries) = &value.data else {
        return Ok((VariableKind::Plaintext, value));
    };
    entries
        .first()
        .and_then(|kept| Some((VariableKind::kept_in(&kept.key.text)?, &kept.value)))
        .ok_or_else(|| Unresolved::new(value.at, "nothing holds this variable's value"))
}

/// A list of names and values, as AWS takes the variables of a pipeline that is started.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html>
fn named_values(names: &Names<'_>, entries: &[Entry<Location>]) -> Resolved<Tree> {
    let list = entries
        .iter()
        .map(|entry| {
            let name = Setting::String(entry.key.text.clone());
            let value = leaf(names, &entry.value)?;
            Ok(Tree::Map(vec![
                ("name".to_owned(), Tree::Leaf(name)),
                ("value".to_owned(), Tree::Leaf(value)),
            ]))
        })
        .collect::<Resolved<_>>()?;
    Ok(Tree::List(list))
}

/// One map of a list, under AWS's own keys.
fn record(names: &Names<'_>, keys: &[Key], value: &Value<Location>) -> Resolved<Tree> {
    let entries = map(value)?;
    let mut fields = Vec::new();
    for key in keys {
        let written = entries.iter().find(|entry| key.is_written(&entry.key.text));
        if let Some(entry) = written {
            let setting = setting(names, key.slot, &key.kind, &entry.value)?;
            fields.push((key.name.to_owned(), Tree::Leaf(setting)));
        }
    }
    Ok(Tree::Map(fields))
}
