//! An action's configuration, as AWS takes it: texts under AWS's own keys.

use serde_json::{Map, Number, Value as Json};

use crate::catalogue::{Condition, Default, Key, Type};
use crate::model::{Action, Data, Model, Value};

/// One configuration value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A text.
    Text(String),
    /// The ARN of a declared role.
    Role(usize),
    /// The name of a declared project.
    Project(usize),
}

/// An action's configuration: AWS's keys in the catalogue's order.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) entries: Vec<(String, Setting)>,
}

impl Config {
    /// The value of one of AWS's keys.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.entries
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value)
    }

    /// The value of one of AWS's keys, where it is a text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Setting::Text(text) => Some(text),
            Setting::Role(_) | Setting::Project(_) => None,
        }
    }

    /// Whether a condition of the catalogue holds; an absent key counts as empty.
    #[must_use]
    pub fn holds(&self, condition: Condition, inputs: usize) -> bool {
        match condition {
            Condition::Is(key, values) => values.contains(&self.text(key).unwrap_or_default()),
            Condition::Has(key) => self.get(key).is_some(),
            Condition::SeveralInputs => inputs > 1,
        }
    }

    /// The configuration of an action that has passed the checks.
    pub(super) fn resolve<P>(
        model: &Model<P>,
        action: &Action<P>,
        keys: &'static [Key],
    ) -> Option<Config> {
        let mut entries = Vec::new();
        for key in keys {
            let setting = match action.entry(&key.written()) {
                Some(entry) => Some(setting(model, &key.kind, &entry.value)?),
                None => default(key, action),
            };
            if let Some(setting) = setting {
                entries.push((key.name.to_owned(), setting));
            }
        }
        Some(Config { entries })
    }

    /// The configuration of a custom action: its own keys, as they are written.
    pub(super) fn of_custom<P>(action: &Action<P>) -> Option<Config> {
        let Some(entry) = action.entry("configuration") else {
            return Some(Config::default());
        };
        let Data::Map(written) = &entry.value.data else {
            return None;
        };
        let entries = written
            .iter()
            .map(|entry| Some((entry.key.text.clone(), Setting::Text(scalar(&entry.value)?))))
            .collect::<Option<_>>()?;
        Some(Config { entries })
    }
}

fn default<P>(key: &Key, action: &Action<P>) -> Option<Setting> {
    match key.default {
        Default::Nothing => None,
        Default::Text(text) => Some(Setting::Text(text.to_owned())),
        Default::FirstInput if action.inputs.len() > 1 => {
            Some(Setting::Text(action.inputs.first()?.text.clone()))
        }
        Default::FirstInput => None,
    }
}

fn setting<P>(model: &Model<P>, kind: &Type, value: &Value<P>) -> Option<Setting> {
    let text = match kind {
        Type::PassedRole(_) | Type::Role => {
            if let Data::Word(name) = &value.data {
                let role = model
                    .roles
                    .iter()
                    .position(|role| &role.name.text == name)?;
                return Some(Setting::Role(role));
            }
            scalar(value)?
        }
        Type::Project => {
            if let Data::Word(name) = &value.data {
                let project = model
                    .projects
                    .iter()
                    .position(|known| &known.name.text == name)?;
                return Some(Setting::Project(project));
            }
            scalar(value)?
        }
        Type::SetOf(_) | Type::Texts(_) => match &value.data {
            Data::List(items) => items
                .iter()
                .map(scalar)
                .collect::<Option<Vec<_>>>()?
                .join(","),
            _ => scalar(value)?,
        },
        Type::Json(_) | Type::Map => match &value.data {
            Data::Map(_) => json(value)?.to_string(),
            _ => scalar(value)?,
        },
        Type::Variables => match &value.data {
            Data::Map(_) => environment_variables(value)?,
            _ => scalar(value)?,
        },
        Type::Text(_)
        | Type::Number(..)
        | Type::Bool
        | Type::OneOf(_)
        | Type::File
        | Type::Artifact
        | Type::Statements => scalar(value)?,
    };
    Some(Setting::Text(text))
}

/// A value that is one text for AWS.
pub(super) fn scalar<P>(value: &Value<P>) -> Option<String> {
    match &value.data {
        Data::Text(text) | Data::Word(text) => Some(text.clone()),
        Data::Number(number) => Some(number.to_string()),
        Data::Bool(truth) => Some(truth.to_string()),
        Data::Include { content, .. } => content.as_ref().ok().cloned(),
        Data::File { artifact, path } => Some(format!("{}::{}", artifact.text, path.known()?)),
        Data::Variable { namespace, name } => {
            Some(format!("#{{{}.{}}}", namespace.text, name.text))
        }
        Data::List(_) | Data::Map(_) | Data::Later(_) | Data::Failed(_) => None,
    }
}

/// A value as JSON; texts stay texts.
fn json<P>(value: &Value<P>) -> Option<Json> {
    Some(match &value.data {
        Data::Number(number) => Json::Number(Number::from(*number)),
        Data::Bool(truth) => Json::Bool(*truth),
        Data::List(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Data::Map(entries) => Json::Object(
            entries
                .iter()
                .map(|entry| Some((entry.key.text.clone(), json(&entry.value)?)))
                .collect::<Option<Map<_, _>>>()?,
        ),
        _ => Json::String(scalar(value)?),
    })
}

/// The JSON list that CodeBuild takes for environment variables.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html>
fn environment_variables<P>(value: &Value<P>) -> Option<String> {
    let Data::Map(entries) = &value.data else {
        return None;
    };
    let list = entries
        .iter()
        .map(|entry| {
            let mut item = Map::new();
            item.insert("name".to_owned(), Json::String(entry.key.text.clone()));
            item.insert("type".to_owned(), Json::String("PLAINTEXT".to_owned()));
            item.insert("value".to_owned(), Json::String(scalar(&entry.value)?));
            Some(Json::Object(item))
        })
        .collect::<Option<Vec<_>>>()?;
    Some(Json::Array(list).to_string())
}
