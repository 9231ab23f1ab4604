//! A pipeline that has passed the checks: names are resolved, and what it cannot be
//! has no value.

mod action;
mod builds;
mod config;
mod declared;
mod deploy_time;
mod events;
mod identity;
mod ids;
mod made;
mod number;
mod resolve;
mod start;

pub(crate) use action::{Action, Condition, Input, Stage};
pub(crate) use builds::{
    Batch, BucketPath, BuildSettings, Cache, CloudWatchLogs, DockerServer, FileSystem, ReportGroup,
    S3Logs, Vpc,
};
pub(crate) use config::{Config, Setting, Tree, Variable};
pub(crate) use declared::{
    Account, ActionType, Boundary, BoundaryDocument, Counts, OnePer, Project, ProjectOrigin,
    ProjectSettings, Property, Role, RoleOrigin, RoleRules, RoleSettings, SharingPipeline, Store,
    StoreOrigin, StoreSettings, UserStatement,
};
#[cfg(feature = "compare")]
pub(crate) use deploy_time::{CLOSE, OPEN};
pub(crate) use deploy_time::{
    DeployValue, DeployValues, Parameter, Part, Used, is_token, list_token,
};
pub(crate) use events::{Event, Notification, Schedule, State};
pub(crate) use ids::{
    AccountIndex, ActionId, ActionTypeId, DeclaredStoreId, ProjectId, RoleId, ids,
};
pub(crate) use made::{
    Attribute, Named, Node, Output, OutputValue, OverriddenPath, Override, Resource,
    ResourceProperty, Target, ThingId,
};
pub(crate) use number::Number;
pub(crate) use start::{Filter, Patterns, PipelineVariable, Settings, Trigger};

pub use identity::{AccountId, Region};

use crate::arn::ArnEnvironment;
use crate::finding::Findings;
use crate::iam_path::IamPath;
use crate::place::Location;

/// A checked pipeline, ready to be synthesized.
///
/// It is made by `pipeline!` or by [`Pipeline::builder`].
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Account, Action, Pipeline, Stage};
///
/// let checkout = Action::new("Checkout", "CodeCommit")
///     .output("pages")
///     .set("repository_name", "site")
///     .set("branch_name", "main");
/// let copy = Action::new("Copy", "S3Deploy")
///     .input("pages")
///     .set("bucket_name", "www.example.com")
///     .set("extract", true);
/// let pipeline = Pipeline::builder("site")
///     .account(Account::home("tools", "111111111111").region("us-east-1"))
///     .stage(Stage::new("Source").action(checkout))
///     .stage(Stage::new("Publish").action(copy))
///     .build()?;
///
/// // The pipeline's stack, and the store of its region.
/// assert_eq!(pipeline.synthesize()?.templates().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pipeline {
    pub(crate) name: String,
    pub(crate) accounts: Vec<Account>,
    pub(crate) home: AccountIndex,
    pub(crate) organization: Option<String>,
    pub(crate) stores: Vec<Store>,
    pub(crate) roles: Vec<Role>,
    /// The rules for the roles of each account, in the order of the accounts.
    pub(crate) role_rules: Vec<RoleRules>,
    pub(crate) projects: Vec<Project>,
    pub(crate) action_types: Vec<ActionType>,
    pub(crate) settings: Settings,
    pub(crate) variables: Vec<PipelineVariable>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) schedules: Vec<Schedule>,
    pub(crate) events: Vec<Event>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) resources: Vec<Resource>,
    pub(crate) stages: Vec<Stage>,
    /// The values that are known only when a stack is deployed.
    pub(crate) deploy_values: DeployValues,
    pub(crate) source: Source,
    pub(crate) warnings: Findings<Location>,
    /// The environment variables that it depends on.
    pub(crate) reads: &'static [&'static str],
}

impl Pipeline {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The account and region that it lives in.
    #[must_use]
    pub fn home(&self) -> Environment {
        Environment {
            account: self.home,
            region: self.accounts[self.home].region.clone(),
        }
    }

    /// The warnings: what is legal but suspicious in it.
    pub fn warnings(&self) -> &Findings<Location> {
        &self.warnings
    }

    pub(crate) fn reading(mut self, names: &'static [&'static str]) -> Self {
        self.reads = names;
        self
    }

    /// Returns whether another account than home is declared. Every store has a key then.
    pub(crate) fn has_foreign_accounts(&self) -> bool {
        self.accounts.len() > 1
    }

    pub(crate) fn home_id(&self) -> &AccountId {
        &self.accounts[self.home].id
    }

    pub(crate) fn partition(&self) -> &'static str {
        self.accounts[self.home].region.partition()
    }

    /// The fields that the ARNs of an environment's resources share.
    pub(crate) fn arns<'a>(&'a self, environment: &'a Environment) -> ArnEnvironment<'a> {
        ArnEnvironment {
            partition: self.partition(),
            region: environment.region.as_str(),
            account: self.accounts[environment.account].id.as_str(),
        }
    }

    /// The pipeline's own ARN.
    pub(crate) fn arn(&self) -> String {
        self.arns(&self.home()).pipeline(&self.name).to_string()
    }

    /// The account of the declared resource whose value a string is, if it is one.
    pub(crate) fn account_of_value(&self, string: &str) -> Option<AccountIndex> {
        let DeployValue::Resource(name, _) = &self.deploy_values.of_token(string)?.value else {
            return None;
        };
        let resource = self.resources.iter().find(|one| one.name == *name)?;
        Some(resource.environment.account)
    }

    /// The rules for the roles that we make in an account.
    pub(crate) fn role_rules(&self, account: AccountIndex) -> &RoleRules {
        &self.role_rules[account.0]
    }

    /// The IAM path of the roles that we make for it.
    pub(crate) fn iam_path(&self) -> IamPath {
        IamPath::of_pipeline(
            &self.name,
            self.home_id().as_str(),
            self.home().region.as_str(),
        )
    }

    pub(crate) fn actions(&self) -> impl Iterator<Item = &Action> {
        self.stages.iter().flat_map(|stage| &stage.actions)
    }

    /// The action of this identity.
    pub(crate) fn action(&self, id: ActionId) -> &Action {
        &self.stages[id.stage].actions[id.position]
    }

    /// The rules of every stage's conditions.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Action> {
        self.stages
            .iter()
            .flat_map(|stage| &stage.conditions)
            .flat_map(|condition| &condition.rules)
    }

    /// The actions, then the rules.
    pub(crate) fn actions_and_rules(&self) -> impl Iterator<Item = &Action> {
        self.actions().chain(self.rules())
    }
}

/// An account and a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Environment {
    pub(crate) account: AccountIndex,
    pub(crate) region: Region,
}

/// The place in the user's source that a thing comes from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its declaration in words, which do not change when lines move: `stage Build, action
    /// Package`.
    pub(crate) words: String,
    /// The place.
    pub(crate) at: Location,
}

impl Source {
    /// File and words. The file is named without its folder, so that the same source gives
    /// the same bytes wherever it is built.
    pub(crate) fn stable(&self) -> String {
        format!("{}: {}", self.file(), self.words)
    }

    /// File, line and column.
    pub(crate) fn exact(&self) -> String {
        format!("{}:{}:{}", self.file(), self.at.line(), self.at.column())
    }

    fn file(&self) -> &'static str {
        let path = self.at.file();
        path.rsplit(['/', '\\']).next().unwrap_or(path)
    }
}
