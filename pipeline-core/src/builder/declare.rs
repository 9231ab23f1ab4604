//! Declarations: accounts, roles, and the stores, projects and action types that have the
//! same calls.

use super::{Text, Value, entry, name, string};
use crate::model::{self, Environment, Origin};
use crate::place::Location;

/// An account that the pipeline uses.
///
/// ```
/// use pipewright_core::builder::Account;
///
/// let tools = Account::home("tools", "111111111111").region("us-east-1");
/// let prod = Account::new("prod", "444444444444").region("eu-west-1");
/// ```
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
            id: string(id.into()),
            region: None,
        })
    }

    /// The account's default region.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.region = Some(string(region.into()));
        self
    }
}

/// The constructors of a declared thing that is managed or imported, and its settings.
macro_rules! declared {
    ($name:ident { $($field:ident: $value:expr),* }, $managed:literal, $imported:literal) => {
        impl $name {
            #[doc = $managed]
            #[must_use]
            #[track_caller]
            pub fn managed(text: impl Into<String>) -> Self {
                $name(model::$name {
                    name: name(text),
                    $($field: $value,)*
                    origin: Origin::Managed(Vec::new()),
                })
            }

            #[doc = $imported]
            #[must_use]
            #[track_caller]
            pub fn imported(text: impl Into<String>) -> Self {
                $name(model::$name {
                    name: name(text),
                    $($field: $value,)*
                    origin: Origin::Imported(Vec::new()),
                })
            }

            /// A setting, by its key in the language.
            #[must_use]
            #[track_caller]
            pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
                let (Origin::Managed(entries) | Origin::Imported(entries)) = &mut self.0.origin;
                entries.push(entry(key, value.into()));
                self
            }
        }
    };
}

/// The place of a declared thing.
macro_rules! placed {
    ($($name:ident)*) => {$(
        impl $name {
            /// Its account, by name; home where none is said.
            #[must_use]
            #[track_caller]
            pub fn account(mut self, account: impl Into<String>) -> Self {
                self.0.environment.account = Some(name(account));
                self
            }

            /// Its region; the default of its account where none is said.
            #[must_use]
            #[track_caller]
            pub fn region(mut self, region: impl Into<Text>) -> Self {
                self.0.environment.region = Some(string(region.into()));
                self
            }
        }
    )*};
}

/// An artifact store.
///
/// ```
/// use pipewright_core::builder::Store;
///
/// let cache = Store::managed("cache").region("eu-west-1").set("expiration_in_days", 30);
/// let shared = Store::imported("shared").region("us-east-1").set("bucket", "shared-artifacts");
/// ```
#[derive(Clone, Debug)]
pub struct Store(pub(super) model::Store<Location>);

declared!(
    Store {
        environment: Environment::default()
    },
    "A store that these stacks make.",
    "A store that exists; it needs a `bucket`."
);

/// A build project.
///
/// ```
/// use pipewright_core::builder::Project;
///
/// let package = Project::managed("package").set("buildspec", "buildspec.yml");
/// ```
#[derive(Clone, Debug)]
pub struct Project(pub(super) model::Project<Location>);

declared!(
    Project {
        environment: Environment::default()
    },
    "A project that these stacks make.",
    "A project that exists; it needs a `name` and a `role`."
);

placed!(Store Project);

/// An action type of one's own, for custom actions.
///
/// ```
/// use pipewright_core::builder::{ActionType, word};
///
/// let scan = ActionType::managed("scan").set("category", word("Test"));
/// ```
#[derive(Clone, Debug)]
pub struct ActionType(pub(super) model::ActionType<Location>);

declared!(
    ActionType {},
    "An action type that these stacks make.",
    "An action type that exists in home's account and region."
);

/// A role that actions act with, or that they pass to a service.
///
/// ```
/// use pipewright_core::builder::Role;
///
/// let deploys = Role::managed("deploys")
///     .account("prod")
///     .set("managed_policies", ["arn:aws:iam::aws:policy/PowerUserAccess"]);
/// let audits = Role::imported("audits", "arn:aws:iam::444444444444:role/audits").account("prod");
/// ```
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
        let origin = Origin::Imported(string(arn.into()));
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
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Origin::Managed(entries) = &mut self.0.origin {
            entries.push(entry(key, value.into()));
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
