//! Declarations: accounts, stores, roles, projects and action types.

use super::{
    AccountId, AccountIndex, BuildSettings, Environment, Number, Region, RoleId, Source, Variable,
};
use crate::place::Location;

/// A declared account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) id: AccountId,
    /// Its default region.
    pub(crate) region: Region,
    pub(crate) source: Source,
}

/// A declared store.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) region: Region,
    pub(crate) origin: StoreOrigin,
    pub(crate) source: Source,
}

/// The origin of a store: made by us, or imported.
#[derive(Clone, Debug)]
pub(crate) enum StoreOrigin {
    Managed(StoreSettings),
    Imported {
        bucket: String,
        key: Option<String>,
        /// True where other pipelines write into it too.
        shared: bool,
    },
}

/// A pipeline of another crate that shares a store, and lives in its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SharingPipeline {
    pub(crate) name: String,
    pub(crate) region: String,
    /// The ids of its other accounts.
    pub(crate) accounts: Vec<String>,
    /// The ARNs of its roles that are not in its own IAM path.
    pub(crate) roles: Vec<String>,
}

/// The settings of a managed store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StoreSettings {
    /// The name of a store that several pipelines share.
    pub(crate) shared: Option<String>,
    /// The pipelines of other crates that share it.
    pub(crate) sharing: Vec<SharingPipeline>,
    pub(crate) bucket_name: Option<String>,
    pub(crate) alias_name: Option<String>,
    pub(crate) expiration_in_days: Option<Number>,
    pub(crate) encryption_key: bool,
    pub(crate) key_administrators: Vec<String>,
    pub(crate) delete: bool,
}

/// A declared role.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) account: AccountIndex,
    pub(crate) origin: RoleOrigin,
    pub(crate) source: Source,
}

/// The origin of a role: made by us, or imported.
#[derive(Clone, Debug)]
pub(crate) enum RoleOrigin {
    Managed(RoleSettings),
    Imported { arn: String },
}

/// The settings of a managed role.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleSettings {
    pub(crate) managed_policies: Vec<String>,
    pub(crate) statements: Vec<UserStatement>,
    pub(crate) permissions_boundary: Option<Boundary>,
    pub(crate) path: Option<String>,
    /// Its name in IAM, in place of one that we make.
    pub(crate) name: Option<String>,
}

/// The rules for all roles that we make in an account.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleRules {
    pub(crate) permissions_boundary: Option<Boundary>,
    pub(crate) path: Option<String>,
    pub(crate) name_prefix: Option<String>,
    pub(crate) tags: Vec<(String, String)>,
    /// Roles have managed policies in place of inline ones.
    pub(crate) managed_only: bool,
    pub(crate) one_per: OnePer,
    /// The place where that is said.
    pub(crate) one_per_at: Option<Location>,
}

/// What has one role in an account, where an action does not name one after `as`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OnePer {
    #[default]
    Action,
    /// The actions and rules of a stage that run in the account.
    Stage,
    /// The actions and rules that run in a region of the account.
    AccountAndRegion,
}

impl OnePer {
    /// The word for it in the source.
    pub(crate) fn word(self) -> &'static str {
        match self {
            OnePer::Action => "ACTION",
            OnePer::Stage => "STAGE",
            OnePer::AccountAndRegion => "ACCOUNT_AND_REGION",
        }
    }
}

/// A permissions boundary.
#[derive(Clone, Debug)]
pub(crate) struct Boundary {
    /// The ARN of the managed policy.
    pub(crate) policy: String,
    /// What the policy says, as the user tells it.
    pub(crate) document: Option<BoundaryDocument>,
    pub(crate) at: Location,
}

/// What a permissions boundary says.
#[derive(Clone, Debug)]
pub(crate) enum BoundaryDocument {
    /// The text of the policy.
    Text(String),
    Statements(Vec<UserStatement>),
}

/// An IAM statement as a user wrote it.
#[derive(Clone, Debug)]
pub(crate) struct UserStatement {
    pub(crate) at: Location,
    pub(crate) deny: bool,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<String>,
    /// Operator, key, values.
    pub(crate) conditions: Vec<(String, String, Vec<String>)>,
}

/// A declared build project.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) name: String,
    pub(crate) environment: Environment,
    pub(crate) origin: ProjectOrigin,
    pub(crate) source: Source,
}

/// The origin of a build project: made by us, or imported.
#[derive(Clone, Debug)]
pub(crate) enum ProjectOrigin {
    Managed(Box<ProjectSettings>),
    Imported { name: String, role: RoleId },
}

/// The settings of a managed project.
#[derive(Clone, Debug)]
pub(crate) struct ProjectSettings {
    pub(crate) image: String,
    pub(crate) buildspec: Option<String>,
    pub(crate) compute_type: Option<String>,
    pub(crate) environment_type: Option<String>,
    /// The ARN of the fleet of reserved machines.
    pub(crate) fleet: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) environment_variables: Vec<Variable>,
    pub(crate) privileged_mode: bool,
    pub(crate) timeout_in_minutes: Option<Number>,
    pub(crate) builds: BuildSettings,
    /// Its name in CodeBuild, in place of one that we make.
    pub(crate) name: Option<String>,
    /// The declared role of its builds, in place of one that we make.
    pub(crate) given_role: Option<RoleId>,
    /// The declared role of its batches, in place of one that we make.
    pub(crate) given_batch_role: Option<RoleId>,
    pub(crate) role: RoleSettings,
}

/// A declared action type.
#[derive(Clone, Debug)]
pub(crate) struct ActionType {
    /// It exists, and is not ours to make.
    pub(crate) imported: bool,
    pub(crate) category: String,
    pub(crate) provider: String,
    pub(crate) version: String,
    pub(crate) inputs: Counts,
    pub(crate) outputs: Counts,
    pub(crate) properties: Vec<Property>,
    /// AWS's keys, and the addresses.
    pub(crate) settings: Vec<(&'static str, String)>,
    pub(crate) source: Source,
}

/// The least and the greatest number of artifacts.
pub(crate) type Counts = (i64, i64);

/// A key of an action type's configuration.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) key: bool,
    pub(crate) secret: bool,
    pub(crate) queryable: Option<bool>,
    pub(crate) description: Option<String>,
    pub(crate) kind: Option<String>,
}
