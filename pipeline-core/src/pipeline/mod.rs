//! A pipeline that has passed the checks: names are resolved, and what it cannot be
//! has no value.

mod action_type;
mod acts;
mod config;
mod declared;
mod identity;
mod resolve;
mod settings;
mod start;

pub(crate) use start::{Filter, Patterns, PipelineVariable, Settings, Trigger};

pub use crate::catalogue::VariableKind;
pub use config::{Config, Setting, Tree, Variable};
pub use identity::{AccountId, Region};

use crate::arn::ArnEnvironment;
use crate::catalogue::Kind;
use crate::finding::Findings;
use crate::iam_path::IamPath;
use crate::model::Moment;
use crate::place::Location;

/// A checked pipeline, ready to be synthesized.
///
/// It is made by `pipeline!` or by [`Pipeline::builder`].
#[derive(Clone, Debug)]
pub struct Pipeline {
    pub(crate) name: String,
    pub(crate) accounts: Vec<Account>,
    pub(crate) home: usize,
    pub(crate) organization: Option<String>,
    pub(crate) stores: Vec<Store>,
    pub(crate) roles: Vec<Role>,
    pub(crate) projects: Vec<Project>,
    pub(crate) action_types: Vec<ActionType>,
    pub(crate) settings: Settings,
    pub(crate) variables: Vec<PipelineVariable>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) stages: Vec<Stage>,
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

    /// What is legal but suspicious in it.
    pub fn warnings(&self) -> &Findings<Location> {
        &self.warnings
    }

    pub(crate) fn reading(mut self, names: &'static [&'static str]) -> Self {
        self.reads = names;
        self
    }

    /// Whether another account than home is declared: then every store has a key.
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

    /// The rules of every stage's conditions.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Action> {
        self.stages
            .iter()
            .flat_map(|stage| &stage.conditions)
            .flat_map(|condition| &condition.rules)
    }

    /// All that acts: the actions, then the rules.
    pub(crate) fn actions_and_rules(&self) -> impl Iterator<Item = &Action> {
        self.actions().chain(self.rules())
    }
}

/// An account and a region. The account is an index of the pipeline's accounts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Environment {
    pub(crate) account: usize,
    pub(crate) region: Region,
}

/// Where in the user's source a thing comes from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// What it is there, in words that do not change when lines move: `stage Build,
    /// action Package`.
    pub(crate) words: String,
    /// The place.
    pub(crate) at: Location,
}

impl Source {
    /// File and words. The file's name only, so that the same source gives the same
    /// bytes wherever it is built.
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

/// How a store comes into being.
#[derive(Clone, Debug)]
pub(crate) enum StoreOrigin {
    Managed(StoreSettings),
    Imported { bucket: String, key: Option<String> },
}

/// What a user can set of a managed store.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoreSettings {
    pub(crate) bucket_name: Option<String>,
    pub(crate) expiration_in_days: Option<i64>,
    pub(crate) encryption_key: bool,
    pub(crate) key_administrators: Vec<String>,
    pub(crate) delete: bool,
}

/// A declared role.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) account: usize,
    pub(crate) origin: RoleOrigin,
    pub(crate) source: Source,
}

/// How a role comes into being.
#[derive(Clone, Debug)]
pub(crate) enum RoleOrigin {
    Managed(RoleSettings),
    Imported { arn: String },
}

/// What a user can set of a managed role.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleSettings {
    pub(crate) managed_policies: Vec<String>,
    pub(crate) statements: Vec<UserStatement>,
    pub(crate) permissions_boundary: Option<String>,
    pub(crate) path: Option<String>,
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

/// How a build project comes into being.
#[derive(Clone, Debug)]
pub(crate) enum ProjectOrigin {
    Managed(Box<ProjectSettings>),
    Imported { name: String, role: usize },
}

/// What a user can set of a managed project.
#[derive(Clone, Debug)]
pub(crate) struct ProjectSettings {
    pub(crate) image: String,
    pub(crate) buildspec: Option<String>,
    pub(crate) compute_type: Option<String>,
    pub(crate) environment_type: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) environment_variables: Vec<Variable>,
    pub(crate) privileged_mode: bool,
    pub(crate) timeout_in_minutes: Option<i64>,
    pub(crate) role: RoleSettings,
}

/// A declared action type.
#[derive(Clone, Debug)]
pub(crate) struct ActionType {
    pub(crate) name: String,
    /// Whether it exists, and is not ours to make.
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

/// How many artifacts, at least and at most.
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

/// A stage.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) actions: Vec<Action>,
    pub(crate) conditions: Vec<Condition>,
    /// Why nothing enters it.
    pub(crate) disabled: Option<String>,
}

/// A condition of a stage.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) moment: Moment,
    pub(crate) result: String,
    pub(crate) mode: Option<String>,
    pub(crate) rules: Vec<Action>,
}

/// An action, or a rule of a condition.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) stage: String,
    /// When it is looked at, if it is a rule.
    pub(crate) moment: Option<Moment>,
    pub(crate) name: String,
    pub(crate) kind: &'static Kind,
    /// The declared action type that it is of.
    pub(crate) action_type: Option<usize>,
    pub(crate) category: String,
    pub(crate) owner: String,
    pub(crate) provider: String,
    pub(crate) version: String,
    pub(crate) run_order: i64,
    pub(crate) environment: Environment,
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    /// The role named after `as`.
    pub(crate) role: Option<usize>,
    pub(crate) config: Config,
    pub(crate) namespace: Option<String>,
    /// Whether a change of its source starts the pipeline.
    pub(crate) start_on_change: bool,
    pub(crate) timeout_in_minutes: Option<i64>,
    pub(crate) source: Source,
}

impl Action {
    /// Whether events start the pipeline when its source changes: its kind emits them, and
    /// it is neither polled nor left alone.
    pub(crate) fn starts_by_events(&self) -> bool {
        let polled = |key| self.config.text(key) != Some("false");
        self.start_on_change
            && self
                .kind
                .events
                .as_ref()
                .is_some_and(|events| !events.polling.is_some_and(polled))
    }

    /// The action as a person names it: `Build/Package`; a rule with its condition,
    /// `Deploy/before_entry/Quiet`.
    pub(crate) fn title(&self) -> String {
        self.path().join("/")
    }

    /// What tells it apart from all others of the pipeline.
    pub(crate) fn path(&self) -> Vec<&str> {
        match self.moment {
            None => vec![&self.stage, &self.name],
            Some(moment) => vec![&self.stage, moment.word(), &self.name],
        }
    }

    /// `action`, or `rule`.
    pub(crate) fn sort(&self) -> &'static str {
        if self.moment.is_some() {
            "rule"
        } else {
            "action"
        }
    }
}
