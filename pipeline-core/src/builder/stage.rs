//! Stages and actions.

use super::{Name, Text, Value, entry};
use crate::model::{self, Environment};
use crate::place::Location;

/// A stage.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Stage};
///
/// let copy = Action::new("Copy", "S3Deploy")
///     .input("pages")
///     .set("bucket_name", "www.example.com")
///     .set("extract", true);
/// let publish = Stage::new("Publish")
///     .account("prod")
///     .region("eu-west-1")
///     .action(Action::new("Review", "Manual"))
///     .action(copy);
/// ```
#[derive(Clone, Debug)]
pub struct Stage(pub(super) model::Stage<Location>);

impl Stage {
    /// A stage of this name.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>) -> Self {
        Stage(model::Stage {
            name: name.into().or_at(Location::here()),
            environment: Environment::default(),
            steps: Vec::new(),
            conditions: Vec::new(),
            disabled: Vec::new(),
        })
    }

    /// The account that its actions run in unless they say otherwise.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<Name>) -> Self {
        self.0.environment.account = Some(account.into().or_at(Location::here()));
        self
    }

    /// The region that its actions run in unless they say otherwise.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(region.into().or_at(Location::here()));
        self
    }

    /// The next action, which starts when those before it are done.
    #[must_use]
    #[track_caller]
    pub fn action(mut self, action: Action) -> Self {
        let at = Location::here();
        self.0.steps.push(model::Step {
            parallel: false,
            at,
            actions: vec![action.0],
        });
        self
    }

    /// Actions that start together when those before them are done.
    #[must_use]
    #[track_caller]
    pub fn parallel(self, actions: impl IntoIterator<Item = Action>) -> Self {
        self.step(Step::parallel(actions))
    }

    /// A step made apart.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.0.steps.push(step.0);
        self
    }
}

/// Actions that start together.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Stage, Step};
///
/// let calls = ["smoke", "load"].map(|name| Action::new(name, "Lambda").set("function_name", name));
/// let test = Stage::new("Test").step(Step::parallel(calls));
/// ```
#[derive(Clone, Debug)]
pub struct Step(model::Step<Location>);

impl Step {
    /// A `parallel` block.
    #[must_use]
    #[track_caller]
    pub fn parallel(actions: impl IntoIterator<Item = Action>) -> Self {
        let actions = actions.into_iter().map(|action| action.0).collect();
        Step(model::Step {
            parallel: true,
            at: Location::here(),
            actions,
        })
    }
}

/// An action.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, file, word};
///
/// let checkout = Action::new("Checkout", "CodeCommit")
///     .output("source")
///     .set("repository_name", "app")
///     .set("branch_name", "main");
/// let update = Action::new("Update", "CloudFormation")
///     .input("source")
///     .account("prod")
///     .set("action_mode", word("CREATE_UPDATE"))
///     .set("stack_name", "app")
///     .set("template_path", file("source", "template.yml"))
///     .set("role_arn", word("deploys"));
/// ```
#[derive(Clone, Debug)]
pub struct Action(pub(super) model::Action<Location>);

impl Action {
    /// An action of this name and kind.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>, kind: impl Into<Name>) -> Self {
        Action(model::Action {
            outputs: Vec::new(),
            public: Vec::new(),
            name: name.into().or_at(Location::here()),
            rule: false,
            kind: kind.into().or_at(Location::here()),
            inputs: Vec::new(),
            environment: Environment::default(),
            store: None,
            role: None,
            of: None,
            config: Vec::new(),
        })
    }

    /// An artifact that it makes.
    #[must_use]
    #[track_caller]
    pub fn output(mut self, artifact: impl Into<Name>) -> Self {
        self.0.outputs.push(artifact.into().or_at(Location::here()));
        self
    }

    /// An artifact that it makes for others: that no action reads it is no warning.
    #[must_use]
    #[track_caller]
    pub fn public_output(mut self, artifact: impl Into<Name>) -> Self {
        let artifact = artifact.into().or_at(Location::here());
        self.0.public.push(artifact.text.clone());
        self.0.outputs.push(artifact);
        self
    }

    /// An artifact that it reads.
    #[must_use]
    #[track_caller]
    pub fn input(mut self, artifact: impl Into<Name>) -> Self {
        self.0.inputs.push(artifact.into().or_at(Location::here()));
        self
    }

    /// The account that it runs in.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<Name>) -> Self {
        self.0.environment.account = Some(account.into().or_at(Location::here()));
        self
    }

    /// The region that it runs in.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(region.into().or_at(Location::here()));
        self
    }

    /// The store that its artifacts go through.
    #[must_use]
    #[track_caller]
    pub fn store(mut self, store: impl Into<Name>) -> Self {
        self.0.store = Some(store.into().or_at(Location::here()));
        self
    }

    /// The role that it acts with.
    #[must_use]
    #[track_caller]
    pub fn role(mut self, role: impl Into<Name>) -> Self {
        self.0.role = Some(role.into().or_at(Location::here()));
        self
    }

    /// The actions whose change sets an approval is about: `"Prepare"`, or `"Deploy/Prepare"`.
    ///
    /// A build before the approval describes them. Its role may describe these change sets, read the
    /// artifact store, and write logs. What it finds is the approval's text and link.
    ///
    /// ```
    /// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
    /// use pipewright::{Action, file, word};
    /// let prepare = Action::new("Prepare", "CloudFormation")
    ///     .input("source")
    ///     .set("action_mode", word("CHANGE_SET_REPLACE"))
    ///     .set("stack_name", "orders")
    ///     .set("change_set_name", "release")
    ///     .set("template_path", file("source", "template.yml"))
    ///     .set("role_arn", word("deploys"));
    /// let review = Action::new("Review", "Manual").of(["Prepare"]);
    /// # let _ = (prepare, review);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn of(mut self, actions: impl Into<Value>) -> Self {
        self.0.of = actions.into().or_left_out(Location::here());
        self
    }

    /// An entry of its configuration.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.config.extend(entry(key.into(), value.into()));
        self
    }
}
