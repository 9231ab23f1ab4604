//! Declarations: accounts, stores, roles, projects, action types.

use super::{entry, name, said};
use crate::model::{self, Environment, Origin, Text, Value};
use crate::place::Location;

/// An account.
#[derive(Clone, Debug)]
pub struct Account(pub(super) model::Account<Location>);

impl Account {
    /// The account that the pipeline lives in; it needs a region too.
    #[must_use]
    #[track_caller]
    pub fn home(name: impl Into<String>, id: impl Into<Text>) -> Self {
        Account::declared(name, id, true)
    }

    /// Another account.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>, id: impl Into<Text>) -> Self {
        Account::declared(name, id, false)
    }

    #[track_caller]
    fn declared(text: impl Into<String>, id: impl Into<Text>, home: bool) -> Self {
        Account(model::Account {
            name: name(text),
            home,
            id: said(id),
            region: None,
        })
    }

    /// The account's default region.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.region = Some(said(region));
        self
    }
}

/// An artifact store.
#[derive(Clone, Debug)]
pub struct Store(pub(super) model::Store<Location>);

impl Store {
    /// A store that we make.
    #[must_use]
    #[track_caller]
    pub fn managed(text: impl Into<String>) -> Self {
        Store::declared(text, Origin::Managed(Vec::new()))
    }

    /// A store that exists; it needs a `bucket`.
    #[must_use]
    #[track_caller]
    pub fn imported(text: impl Into<String>) -> Self {
        Store::declared(text, Origin::Imported(Vec::new()))
    }

    #[track_caller]
    fn declared(
        text: impl Into<String>,
        origin: Origin<Location, Vec<model::Entry<Location>>>,
    ) -> Self {
        Store(model::Store {
            name: name(text),
            environment: Environment::default(),
            origin,
        })
    }

    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.0.environment.account = Some(name(account));
        self
    }

    /// Its region.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(said(region));
        self
    }

    /// A setting.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: &str, value: impl Into<Value<()>>) -> Self {
        match &mut self.0.origin {
            Origin::Managed(entries) | Origin::Imported(entries) => entries.push(entry(key, value)),
        }
        self
    }
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role(pub(super) model::Role<Location>);

/// A role that exists: it can be placed, and has no settings.
#[derive(Clone, Debug)]
pub struct ImportedRole(Role);

impl Role {
    /// A role that we make.
    #[must_use]
    #[track_caller]
    pub fn managed(text: impl Into<String>) -> Self {
        Role(model::Role {
            name: name(text),
            account: None,
            origin: Origin::Managed(Vec::new()),
        })
    }

    /// A role that exists.
    #[must_use]
    #[track_caller]
    pub fn imported(text: impl Into<String>, arn: impl Into<Text>) -> ImportedRole {
        let origin = Origin::Imported(said(arn));
        ImportedRole(Role(model::Role {
            name: name(text),
            account: None,
            origin,
        }))
    }

    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.0.account = Some(name(account));
        self
    }

    /// A setting.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: &str, value: impl Into<Value<()>>) -> Self {
        if let Origin::Managed(entries) = &mut self.0.origin {
            entries.push(entry(key, value));
        }
        self
    }
}

impl ImportedRole {
    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(self, account: impl Into<String>) -> Self {
        ImportedRole(self.0.account(account))
    }
}

impl From<ImportedRole> for Role {
    fn from(imported: ImportedRole) -> Self {
        imported.0
    }
}

/// A build project.
#[derive(Clone, Debug)]
pub struct Project(pub(super) model::Project<Location>);

impl Project {
    /// A project that we make.
    #[must_use]
    #[track_caller]
    pub fn managed(text: impl Into<String>) -> Self {
        Project::declared(text, Origin::Managed(Vec::new()))
    }

    /// A project that exists; it needs a `name` and a `role`.
    #[must_use]
    #[track_caller]
    pub fn imported(text: impl Into<String>) -> Self {
        Project::declared(text, Origin::Imported(Vec::new()))
    }

    #[track_caller]
    fn declared(
        text: impl Into<String>,
        origin: Origin<Location, Vec<model::Entry<Location>>>,
    ) -> Self {
        Project(model::Project {
            name: name(text),
            environment: Environment::default(),
            origin,
        })
    }

    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.0.environment.account = Some(name(account));
        self
    }

    /// Its region.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(said(region));
        self
    }

    /// A setting.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: &str, value: impl Into<Value<()>>) -> Self {
        match &mut self.0.origin {
            Origin::Managed(entries) | Origin::Imported(entries) => entries.push(entry(key, value)),
        }
        self
    }
}

/// An action type of one's own.
#[derive(Clone, Debug)]
pub struct ActionType(pub(super) model::ActionType<Location>);

impl ActionType {
    /// An action type that we make.
    #[must_use]
    #[track_caller]
    pub fn managed(text: impl Into<String>) -> Self {
        ActionType(model::ActionType {
            name: name(text),
            origin: Origin::Managed(Vec::new()),
        })
    }

    /// An action type that exists in home's account and region.
    #[must_use]
    #[track_caller]
    pub fn imported(text: impl Into<String>) -> Self {
        ActionType(model::ActionType {
            name: name(text),
            origin: Origin::Imported(Vec::new()),
        })
    }

    /// A setting.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: &str, value: impl Into<Value<()>>) -> Self {
        match &mut self.0.origin {
            Origin::Managed(entries) | Origin::Imported(entries) => entries.push(entry(key, value)),
        }
        self
    }
}
