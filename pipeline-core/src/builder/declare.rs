//! Declarations: accounts, stores, roles, projects, action types.

use super::{Name, Text, Value, entry};
use crate::model::{self, Origin};
use crate::place::Location;

/// An account.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Account, Pipeline};
///
/// let pipeline = Pipeline::builder("app")
///     .account(Account::home("tools", "111111111111").region("us-east-1"))
///     .account(Account::new("prod", "444444444444").region("eu-west-1"));
/// ```
#[derive(Clone, Debug)]
pub struct Account(pub(super) model::Account<Location>);

impl Account {
    /// The account that the pipeline lives in; it needs a region too.
    #[must_use]
    #[track_caller]
    pub fn home(name: impl Into<Name>, id: impl Into<Text>) -> Self {
        Account::declared(name.into(), id.into(), true)
    }

    /// Another account.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>, id: impl Into<Text>) -> Self {
        Account::declared(name.into(), id.into(), false)
    }

    #[track_caller]
    fn declared(name: Name, id: Text, home: bool) -> Self {
        let at = Location::here();
        Account(model::Account {
            name: name.or_at(at),
            home,
            id: id.or_at(at),
            region: None,
        })
    }

    /// The account's default region.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.region = Some(region.into().or_at(Location::here()));
        self
    }
}

/// The calls of a thing that is managed or imported, with settings in both cases.
macro_rules! declared {
    ($(#[$doc:meta])* $thing:ident, $made:literal, $exists:literal, { $($field:ident),* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $thing(pub(super) model::$thing<Location>);

        impl $thing {
            #[doc = $made]
            #[must_use]
            #[track_caller]
            pub fn managed(name: impl Into<Name>) -> Self {
                $thing::declared(name.into(), Origin::Managed(Vec::new()))
            }

            #[doc = $exists]
            #[must_use]
            #[track_caller]
            pub fn imported(name: impl Into<Name>) -> Self {
                $thing::declared(name.into(), Origin::Imported(Vec::new()))
            }

            #[track_caller]
            fn declared(name: Name, origin: Origin<Location, Vec<model::Entry<Location>>>) -> Self {
                $thing(model::$thing {
                    name: name.or_at(Location::here()),
                    $($field: Default::default(),)*
                    origin,
                })
            }

            /// A setting.
            #[must_use]
            #[track_caller]
            pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
                let (Origin::Managed(settings) | Origin::Imported(settings)) = &mut self.0.origin;
                settings.extend(entry(key.into(), value.into()));
                self
            }
        }
    };
}

declared! {
    /// An artifact store.
    ///
    /// ```
    /// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
    /// use pipewright::Store;
    ///
    /// let artifacts = Store::managed("artifacts").region("us-east-1").set("expiration_in_days", 30);
    /// let existing = Store::imported("existing")
    ///     .region("eu-west-1")
    ///     .set("bucket", "acme-artifacts-eu")
    ///     .set("kms_key", "arn:aws:kms:eu-west-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef");
    /// ```
    Store, "A store that we make.", "A store that exists; it needs a `bucket`.", { environment }
}
declared! {
    /// A build project.
    ///
    /// ```
    /// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
    /// use pipewright::{Action, Project, word};
    ///
    /// let checks = Project::managed("checks")
    ///     .set("image", "aws/codebuild/standard:7.0")
    ///     .set("buildspec", "buildspec.yml");
    /// let check = Action::new("Check", "CodeBuild").input("source").set("project_name", word("checks"));
    /// ```
    Project, "A project that we make.", "A project that exists; it needs a `name` and a `role`.",
    { environment }
}
declared! {
    /// An action type of one's own.
    ///
    /// ```
    /// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
    /// use pipewright::{Action, ActionType};
    ///
    /// let scan = ActionType::imported("scan")
    ///     .set("category", "Test")
    ///     .set("owner", "Custom")
    ///     .set("provider", "Scanner")
    ///     .set("version", "1");
    /// let scanned = Action::new("Scan", "scan").input("source");
    /// ```
    ActionType, "An action type that we make.",
    "An action type that exists in home's account and region.", {}
}

/// The calls of a thing that has an account and a region.
macro_rules! placed {
    ($($thing:ident)*) => {$(
        impl $thing {
            /// Its account.
            #[must_use]
            #[track_caller]
            pub fn account(mut self, account: impl Into<Name>) -> Self {
                self.0.environment.account = Some(account.into().or_at(Location::here()));
                self
            }

            /// Its region.
            #[must_use]
            #[track_caller]
            pub fn region(mut self, region: impl Into<Text>) -> Self {
                self.0.environment.region = Some(region.into().or_at(Location::here()));
                self
            }
        }
    )*};
}

placed!(Store Project);

/// A role.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Role, word};
///
/// let deploys = Role::managed("deploys")
///     .account("prod")
///     .set("managed_policies", ["arn:aws:iam::aws:policy/PowerUserAccess"]);
/// let update = Action::new("Update", "CloudFormation").set("role_arn", word("deploys"));
/// ```
#[derive(Clone, Debug)]
pub struct Role(pub(super) model::Role<Location>);

/// A role that exists: it can be placed, and has no settings.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Role};
///
/// let deployer = Role::imported("deployer", "arn:aws:iam::444444444444:role/deployer").account("prod");
/// let copy = Action::new("Copy", "S3Deploy").account("prod").role("deployer");
/// ```
#[derive(Clone, Debug)]
pub struct ImportedRole(Role);

impl Role {
    /// A role that we make.
    #[must_use]
    #[track_caller]
    pub fn managed(name: impl Into<Name>) -> Self {
        Role(model::Role {
            name: name.into().or_at(Location::here()),
            account: None,
            origin: Origin::Managed(Vec::new()),
        })
    }

    /// A role that exists.
    #[must_use]
    #[track_caller]
    pub fn imported(name: impl Into<Name>, arn: impl Into<Value>) -> ImportedRole {
        let origin = Origin::Imported(arn.into().or_failed(Location::here()));
        ImportedRole(Role(model::Role {
            name: name.into().or_at(Location::here()),
            account: None,
            origin,
        }))
    }

    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<Name>) -> Self {
        self.0.account = Some(account.into().or_at(Location::here()));
        self
    }

    /// A setting.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        if let Origin::Managed(entries) = &mut self.0.origin {
            entries.extend(entry(key.into(), value.into()));
        }
        self
    }
}

impl ImportedRole {
    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(self, account: impl Into<Name>) -> Self {
        ImportedRole(self.0.account(account))
    }
}

impl From<ImportedRole> for Role {
    fn from(imported: ImportedRole) -> Self {
        imported.0
    }
}
