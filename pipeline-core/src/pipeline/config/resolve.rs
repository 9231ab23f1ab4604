//! What a user wrote to what AWS is told, once it has passed the checks.

use super::{Config, Setting, Tree, Variable};
use crate::catalogue::{DefaultValue, Key, Slot, Type, VariableKind};
use crate::model::{Action, Data, Entry, Model, Value};

impl Config {
    /// The configuration of an action that has passed the checks.
    pub(in crate::pipeline) fn resolve<P>(
        model: &Model<P>,
        action: &Action<P>,
        keys: &'static [Key],
    ) -> Option<Config> {
        let mut config = Config::default();
        for key in keys {
            let mut entries = action.config.iter();
            let setting = match entries.find(|entry| key.is_written(&entry.key.text)) {
                Some(entry) => Some(setting(model, key.slot, &key.kind, &entry.value)?),
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
        config.entries.extend(own_entries(model, action)?);
        Some(config)
    }
}

/// The configuration of an action type that is not of the catalogue: its own keys, as
/// they are written.
fn own_entries<P>(model: &Model<P>, action: &Action<P>) -> Option<Vec<(String, Setting)>> {
    let Some(entry) = action.entry("configuration") else {
        return Some(Vec::new());
    };
    let Data::Map(written) = &entry.value.data else {
        return None;
    };
    written
        .iter()
        .map(|entry| Some((entry.key.text.clone(), leaf(model, &entry.value)?)))
        .collect()
}

fn default<P>(key: &Key, action: &Action<P>) -> Option<Setting> {
    match key.default {
        DefaultValue::Nothing => None,
        DefaultValue::Text(text) => Some(Setting::Text(text.to_owned())),
        DefaultValue::FirstInput if action.inputs.len() > 1 => {
            Some(Setting::Text(action.inputs.first()?.text.clone()))
        }
        DefaultValue::FirstInput => None,
    }
}

fn setting<P>(model: &Model<P>, slot: Slot, kind: &Type, value: &Value<P>) -> Option<Setting> {
    let json = |tree| Some(Setting::Json(Box::new(tree)));
    match (kind, &value.data) {
        (Type::FileOr(_), Data::File { .. }) => Some(Setting::Text(scalar(value)?)),
        (Type::FileOr(other), _) => setting(model, slot, other, value),
        (Type::PassedRole(_) | Type::Role | Type::Project, Data::Word(name)) => named(model, name),
        (Type::SetOf(_) | Type::Texts(_), Data::List(items)) if slot == Slot::Configuration => {
            let texts: Vec<String> = items.iter().map(scalar).collect::<Option<_>>()?;
            Some(Setting::Text(texts.join(",")))
        }
        (
            Type::SetOf(_) | Type::Texts(_) | Type::PassedRoles(_) | Type::Readers(_),
            Data::List(_),
        )
        | (Type::Json(_) | Type::Map, Data::Map(_)) => json(tree(model, value)?),
        (Type::NamedValues, Data::Map(entries)) => json(named_values(model, entries)?),
        (Type::Records(keys), Data::List(items)) => json(Tree::List(
            items
                .iter()
                .map(|item| record(model, keys, item))
                .collect::<Option<_>>()?,
        )),
        (Type::Parameters, Data::Map(entries)) => {
            let parameters: Vec<String> = entries
                .iter()
                .map(|entry| {
                    let (key, value) = (&entry.key.text, scalar(&entry.value)?);
                    Some(format!("ParameterKey={key},ParameterValue={value}"))
                })
                .collect::<Option<_>>()?;
            Some(Setting::Text(parameters.join(" ")))
        }
        (Type::Variables(_), Data::Map(entries)) => {
            Some(Setting::Variables(variables(model, entries)?))
        }
        _ => Some(Setting::Text(scalar(value)?)),
    }
}

/// What a declared name stands for as a value.
fn named<P>(model: &Model<P>, name: &str) -> Option<Setting> {
    if let Some(role) = model.roles.iter().position(|role| role.name.text == name) {
        return Some(Setting::Role(role));
    }
    if let Some(project) = model
        .projects
        .iter()
        .position(|project| project.name.text == name)
    {
        return Some(Setting::Project(project));
    }
    if let Some(store) = model
        .stores
        .iter()
        .position(|store| store.name.text == name)
    {
        return Some(Setting::Store(store));
    }
    if let Some(account) = model.account(name) {
        return Some(Setting::Text(account.id.known()?.to_owned()));
    }
    // An artifact, among the arguments of a function of CloudFormation's.
    Some(Setting::Text(name.to_owned()))
}

/// A value that stands for itself, or for what a declared name stands for.
pub(in crate::pipeline) fn leaf<P>(model: &Model<P>, value: &Value<P>) -> Option<Setting> {
    match &value.data {
        Data::Word(name) => named(model, name),
        _ => Some(Setting::Text(scalar(value)?)),
    }
}

/// A value that is one string for AWS.
pub(in crate::pipeline) fn scalar<P>(value: &Value<P>) -> Option<String> {
    match &value.data {
        Data::Word(word) => Some(word.clone()),
        Data::File { artifact, path } => Some(format!("{}::{}", artifact.text, path.known()?)),
        data => data.scalar(),
    }
}

/// A value inside of JSON; numbers stay numbers there.
fn tree<P>(model: &Model<P>, value: &Value<P>) -> Option<Tree> {
    Some(match &value.data {
        Data::Number(number) => Tree::Number(*number),
        Data::Bool(truth) => Tree::Bool(*truth),
        Data::List(items) => Tree::List(
            items
                .iter()
                .map(|item| tree(model, item))
                .collect::<Option<_>>()?,
        ),
        Data::Map(entries) => Tree::Map(
            entries
                .iter()
                .map(|entry| Some((entry.key.text.clone(), tree(model, &entry.value)?)))
                .collect::<Option<_>>()?,
        ),
        _ => Tree::Leaf(leaf(model, value)?),
    })
}

/// Environment variables of a build.
pub(in crate::pipeline) fn variables<P>(
    model: &Model<P>,
    entries: &[Entry<P>],
) -> Option<Vec<Variable>> {
    entries
        .iter()
        .map(|entry| {
            let (kind, value) = match &entry.value.data {
                Data::Map(kept) => {
                    let kept = kept.first()?;
                    (VariableKind::kept_in(&kept.key.text)?, &kept.value)
                }
                _ => (VariableKind::Plaintext, &entry.value),
            };
            let value = leaf(model, value)?;
            Some(Variable {
                name: entry.key.text.clone(),
                kind,
                value,
            })
        })
        .collect()
}

/// A list of names and values, as AWS takes the variables of a pipeline that is started.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html>
fn named_values<P>(model: &Model<P>, entries: &[Entry<P>]) -> Option<Tree> {
    let list = entries
        .iter()
        .map(|entry| {
            let name = Setting::Text(entry.key.text.clone());
            let value = leaf(model, &entry.value)?;
            Some(Tree::Map(vec![
                ("name".to_owned(), Tree::Leaf(name)),
                ("value".to_owned(), Tree::Leaf(value)),
            ]))
        })
        .collect::<Option<_>>()?;
    Some(Tree::List(list))
}

/// One map of a list, under AWS's own keys.
fn record<P>(model: &Model<P>, keys: &[Key], value: &Value<P>) -> Option<Tree> {
    let Data::Map(entries) = &value.data else {
        return None;
    };
    let mut fields = Vec::new();
    for key in keys {
        let mut entries = entries.iter();
        if let Some(entry) = entries.find(|entry| key.is_written(&entry.key.text)) {
            let setting = setting(model, key.slot, &key.kind, &entry.value)?;
            fields.push((key.name.to_owned(), Tree::Leaf(setting)));
        }
    }
    Some(Tree::Map(fields))
}
