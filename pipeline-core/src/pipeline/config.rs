//! An action's configuration, as AWS takes it: strings under AWS's own keys.

use super::{DeclaredStoreId, ProjectId, RoleId};
use crate::catalogue::{Condition, Slot, VariableKind};

/// One configuration value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// A string.
    String(String),
    /// The ARN of a declared role.
    Role(RoleId),
    /// The name of a declared project.
    Project(ProjectId),
    /// The bucket of a declared store.
    Store(DeclaredStoreId),
    /// A string that holds JSON.
    Json(Box<Tree>),
    /// Environment variables of a build.
    Variables(Vec<Variable>),
}

/// An environment variable of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    /// Its name.
    pub(crate) name: String,
    /// The kind of its value.
    pub(crate) kind: VariableKind,
    /// The value, or the name of what holds it.
    pub(crate) value: Setting,
}

/// A value inside of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    /// A string.
    Leaf(Setting),
    /// A number.
    Number(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Map(Vec<(String, Tree)>),
}

impl Setting {
    /// The value, or each one of a list.
    pub(crate) fn each(&self) -> Vec<&Setting> {
        match self {
            Setting::Json(tree) => match tree.as_ref() {
                Tree::List(items) => items.iter().filter_map(Tree::leaf).collect(),
                _ => Vec::new(),
            },
            other => vec![other],
        }
    }
}

impl Tree {
    fn leaf(&self) -> Option<&Setting> {
        match self {
            Tree::Leaf(setting) => Some(setting),
            _ => None,
        }
    }
}

/// An action's configuration: AWS's keys in the catalogue's order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) entries: Vec<(String, Setting)>,
    /// Values that go elsewhere than into the configuration.
    pub(crate) elsewhere: Vec<(String, Slot, Setting)>,
}

impl Config {
    /// The value of one of AWS's keys.
    pub(crate) fn get(&self, key: &str) -> Option<&Setting> {
        let elsewhere = self
            .elsewhere
            .iter()
            .map(|(known, _, value)| (known, value));
        self.entries
            .iter()
            .map(|(known, value)| (known, value))
            .chain(elsewhere)
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }

    /// The value of one of AWS's keys, where it is a string.
    pub(crate) fn string(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Setting::String(string) => Some(string),
            _ => None,
        }
    }

    /// Returns whether a condition of the catalogue holds; an absent key counts as empty.
    pub(crate) fn holds(&self, condition: Condition, inputs: usize) -> bool {
        match condition {
            Condition::Is(key, values) => values.contains(&self.string(key).unwrap_or_default()),
            Condition::Has(key) => self.get(key).is_some(),
            Condition::Lacks(key) => self.get(key).is_none(),
            Condition::SeveralInputs => inputs > 1,
            Condition::NoInputs => inputs == 0,
            Condition::All(all) => all.iter().all(|one| self.holds(*one, inputs)),
        }
    }

    /// Every value, wherever it goes.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &Setting> {
        let elsewhere = self.elsewhere.iter().map(|(_, _, setting)| setting);
        self.entries
            .iter()
            .map(|(_, setting)| setting)
            .chain(elsewhere)
    }

    /// The values of one place other than the configuration, under AWS's own keys.
    pub(crate) fn in_slot(&self, slot: Slot) -> impl Iterator<Item = (&str, &Setting)> {
        self.elsewhere
            .iter()
            .filter(move |(_, at, _)| *at == slot)
            .map(|(key, _, setting)| (key.as_str(), setting))
    }
}
