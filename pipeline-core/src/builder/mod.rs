//! The builder: the same model as `pipeline!` makes, by calls. Every call remembers
//! where it stands, so that a finding can point at it.

mod condition;
mod convert;
mod declare;
mod deploy_time;
mod documents;
mod events;
mod output;
mod overriding;
mod resource;
mod role_rules;
mod shared;
mod stage;
mod start;
mod value;

pub use condition::{Condition, Rule};
pub use declare::{Account, ActionType, ImportedRole, Project, Role, Store};
pub use deploy_time::{Parameter, import_value, join, ssm};
pub use events::{Event, Notification, Schedule};
pub use output::StackOutput;
pub use overriding::Override;
pub use resource::{Resource, attribute};
pub use role_rules::Roles;
pub use shared::SharedStore;
pub use stage::{Action, Stage, Step};
pub use start::{Trigger, Variable};
pub use value::{
    Name, Text, Value, file, list, map, name, text, try_text, try_value, value, variable, word,
};

use crate::codes::FAILED_EXPRESSION;
use crate::finding::Findings;
use crate::model::{Entry, Model};
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::rules;

/// Collects a pipeline; [`Builder::build`] checks it.
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
/// assert_eq!(pipeline.name(), "site");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    model: Model<Location>,
    already_reported: &'static [(&'static str, &'static str)],
    reads: &'static [&'static str],
    failed: Vec<Value>,
}

impl Pipeline {
    /// Begins a pipeline of this name.
    #[must_use]
    #[track_caller]
    pub fn builder(name: impl Into<Value>) -> Builder {
        Builder::new().setting("name", name)
    }
}

impl Default for Builder {
    fn default() -> Self {
        Builder::new()
    }
}

/// A pipeline that was read from another form than builder calls; [`Builder::build`] checks it.
impl From<Model<Location>> for Builder {
    fn from(model: Model<Location>) -> Self {
        Builder {
            model,
            already_reported: &[],
            reads: &[],
            failed: Vec::new(),
        }
    }
}

impl Builder {
    /// Begins a pipeline of which nothing is said yet, not even its name.
    #[must_use]
    #[track_caller]
    pub fn new() -> Builder {
        Model::new(Location::here()).into()
    }

    /// A setting of the pipeline.
    #[must_use]
    #[track_caller]
    pub fn setting(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.model.settings.extend(entry(key.into(), value.into()));
        self
    }

    /// An account, home or foreign.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.model.accounts.push(account.0);
        self
    }

    /// The accounts' AWS organization.
    #[must_use]
    #[track_caller]
    pub fn organization(mut self, id: impl Into<Text>) -> Self {
        self.model
            .organizations
            .push(id.into().or_at(Location::here()));
        self
    }

    /// An artifact store.
    #[must_use]
    pub fn store(mut self, store: Store) -> Self {
        self.model.stores.push(store.0);
        self
    }

    /// A role.
    #[must_use]
    pub fn role(mut self, role: impl Into<Role>) -> Self {
        self.model.roles.push(role.into().0);
        self
    }

    /// Settings of all roles that are made for the pipeline, or of those of an account.
    #[must_use]
    pub fn roles(mut self, rules: Roles) -> Self {
        self.model.role_rules.push(rules.0);
        self
    }

    /// A build project.
    #[must_use]
    pub fn project(mut self, project: Project) -> Self {
        self.model.projects.push(project.0);
        self
    }

    /// An action type.
    #[must_use]
    pub fn action_type(mut self, found: ActionType) -> Self {
        self.model.action_types.push(found.0);
        self
    }

    /// A pipeline variable.
    #[must_use]
    pub fn variable(mut self, variable: Variable) -> Self {
        self.model.variables.push(variable.0);
        self
    }

    /// A template parameter.
    #[must_use]
    pub fn parameter(mut self, parameter: Parameter) -> Self {
        self.model.parameters.push(parameter.0);
        self
    }

    /// A trigger: pushes and pull requests of a repository that start the pipeline.
    #[must_use]
    pub fn trigger(mut self, trigger: Trigger) -> Self {
        self.model.triggers.push(trigger.0);
        self
    }

    /// A notification of the pipeline's states.
    #[must_use]
    pub fn notify(mut self, notification: Notification) -> Self {
        self.model.notifications.push(notification.0);
        self
    }

    /// A schedule that starts the pipeline.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.model.schedules.push(schedule.0);
        self
    }

    /// An event that starts the pipeline.
    #[must_use]
    pub fn on_event(mut self, event: Event) -> Self {
        self.model.events.push(event.0);
        self
    }

    /// An output of a stack.
    #[must_use]
    pub fn output(mut self, output: StackOutput) -> Self {
        self.model.outputs.push(output.0);
        self
    }

    /// A resource beside the pipeline.
    #[must_use]
    pub fn resource(mut self, resource: Resource) -> Self {
        self.model.resources.push(resource.0);
        self
    }

    /// Other values of something that is made.
    #[must_use]
    pub fn overriding(mut self, found: Override) -> Self {
        self.model.overrides.push(found.0);
        self
    }

    /// The next stage.
    #[must_use]
    pub fn stage(mut self, stage: Stage) -> Self {
        self.model.stages.push(stage.0);
        self
    }

    /// The model so far. The tests of the rules check models that do not resolve.
    #[doc(hidden)]
    pub fn model(&self) -> &Model<Location> {
        &self.model
    }

    /// Warnings that the compiler has shown already, by code and message.
    #[doc(hidden)]
    #[must_use]
    pub fn already_reported(mut self, warnings: &'static [(&'static str, &'static str)]) -> Self {
        self.already_reported = warnings;
        self
    }

    /// The environment variables that expressions read.
    #[doc(hidden)]
    #[must_use]
    pub fn reads(mut self, names: &'static [&'static str]) -> Self {
        self.reads = names;
        self
    }

    /// A condition of an `if` that failed.
    #[doc(hidden)]
    #[must_use]
    pub fn failed(mut self, condition: Option<Value>) -> Self {
        self.failed.extend(condition);
        self
    }

    /// Checks everything.
    ///
    /// # Errors
    ///
    /// Every finding, warnings among them, if one of them is an error.
    pub fn build(self) -> Result<Pipeline, Findings<Location>> {
        let mut findings = rules::check_located(&self.model).merge_uses();
        findings.extend(documents::check(&self.model));
        findings.retain(|finding| {
            finding.is_error()
                || !self
                    .already_reported
                    .iter()
                    .any(|(code, message)| finding.code.id == *code && finding.message == *message)
        });
        for condition in &self.failed {
            if let Some((error, at)) = condition.failure() {
                let message = format!("this expression failed: {error}");
                findings.report(&FAILED_EXPRESSION, at, message);
            }
        }
        if let Some(name) = self.name() {
            findings.set_pipeline(name, self.model.at);
        }
        let pipeline = Pipeline::resolve(&self.model, findings)?;
        Ok(pipeline.reading(self.reads))
    }

    fn name(&self) -> Option<&str> {
        let name = self
            .model
            .settings
            .iter()
            .find(|one| one.key.text == "name");
        name?.value.data.text()
    }
}

/// The value of `pipeline!` next to its errors: of the right type, and never run.
#[doc(hidden)]
pub fn placeholder() -> Result<Pipeline, Findings<Location>> {
    Err(Findings::default())
}

/// The truth of a condition of an `if`; and the condition itself if it failed, for
/// [`Builder::failed`].
#[doc(hidden)]
pub fn condition(value: Value) -> (bool, Option<Value>) {
    match value.truth() {
        Some(truth) => (truth, None),
        None => (false, Some(value)),
    }
}

/// An entry, by a call at this place; none of a value that is `None`.
#[track_caller]
fn entry(key: Name, value: Value) -> Option<Entry<Location>> {
    let at = Location::here();
    let value = value.or_left_out(at)?;
    Some(Entry {
        key: key.or_at(at),
        value,
    })
}
