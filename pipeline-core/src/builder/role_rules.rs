//! The rules for all roles that are made.

use super::{Name, Value, entry};
use crate::model;
use crate::place::Location;

/// Settings of all roles that are made for the pipeline, or of those of an account: a
/// permissions boundary, an IAM path, a prefix of their names, tags, managed policies in place
/// of inline ones. What a role says itself goes before what its account's `Roles` say, and
/// that before what the pipeline's say.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Roles, map};
/// # use pipewright::{Account, Action, Stage};
/// # use pipewright::Pipeline;
/// # let source = Action::new("Checkout", "CodeCommit").output("source")
/// #     .set("repository_name", "app").set("branch_name", "main");
/// # let copy = Action::new("Copy", "S3Deploy").input("source").account("prod")
/// #     .set("bucket_name", "www.example.com").set("extract", true);
/// let built = Pipeline::builder("app")
///     .account(Account::home("tools", "111111111111").region("us-east-1"))
///     .account(Account::new("prod", "444444444444"))
///     .roles(
///         Roles::new()
///             .set("permissions_boundary", "team-boundary")
///             .set("name_prefix", "team-")
///             .set("tags", map([("team", "web")])),
///     )
///     .roles(Roles::new().account("prod").set("path", "/delegated/"));
/// # let built = built.stage(Stage::new("Source").action(source));
/// # let built = built.stage(Stage::new("Copy").action(copy));
/// # built.build()?;
/// # Ok::<(), pipewright_core::finding::Findings<pipewright_core::place::Location>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Roles(pub(super) model::RoleRules<Location>);

impl Default for Roles {
    #[track_caller]
    fn default() -> Self {
        Roles::new()
    }
}

impl Roles {
    /// Settings of all roles, as long as no account is named.
    #[must_use]
    #[track_caller]
    pub fn new() -> Self {
        Roles(model::RoleRules {
            at: Location::here(),
            account: None,
            settings: Vec::new(),
        })
    }

    /// The account whose roles have these settings.
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
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}
