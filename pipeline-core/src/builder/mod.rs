//! The builder: the same model as `pipeline!` makes, by calls. Every call remembers
//! where it stands, so that a finding can point at it.

mod condition;
mod declare;
mod stage;
mod start;
mod value;

pub use condition::{Condition, Rule};
pub use declare::{Account, ActionType, ImportedRole, Project, Role, Store};
pub use stage::{Action, Stage, Step};
pub use start::{Trigger, Variable};
pub use value::{file, map, variable, word};
#[doc(hidden)]
pub use value::{text, value};

use crate::finding::Findings;
use crate::model::rows::{self, Values};
use crate::model::{Entry, Model, Name, Text, TextExpr, Value};
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::rules;

/// Collects a pipeline; [`Builder::build`] checks it.
#[derive(Clone, Debug)]
pub struct Builder {
    model: Model<Location>,
    told: &'static [(&'static str, &'static str)],
    reads: &'static [&'static str],
}

impl Pipeline {
    /// Begins a pipeline of this name.
    #[must_use]
    #[track_caller]
    pub fn builder(name: impl Into<Value<()>>) -> Builder {
        Builder::new().setting("name", name)
    }
}

impl Default for Builder {
    fn default() -> Self {
        Builder::new()
    }
}

impl Builder {
    /// Begins a pipeline of which nothing is said yet, not even its name.
    #[must_use]
    #[track_caller]
    pub fn new() -> Builder {
        Builder {
            model: Model::new(Location::here()),
            told: &[],
            reads: &[],
        }
    }

    /// What `pipeline!` read, from the rows that it wrote.
    ///
    /// # Panics
    ///
    /// On rows that it did not write. The manifests allow no macro of another version.
    #[doc(hidden)]
    #[must_use]
    pub fn expanded(
        file: &'static str,
        rows: &'static [&'static str],
        included: &'static [&'static str],
        values: Values,
    ) -> Builder {
        let model = rows::read(file, rows, included, values);
        Builder {
            model: model.expect("a bug in `pipeline!`: it writes what cannot be read"),
            told: &[],
            reads: &[],
        }
    }

    /// A setting of the pipeline.
    #[must_use]
    #[track_caller]
    pub fn setting(mut self, key: &str, value: impl Into<Value<()>>) -> Self {
        self.model.settings.push(entry(key, value));
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
        self.model.organizations.push(said(id));
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

    /// What starts the pipeline: pushes and pull requests of a repository.
    #[must_use]
    pub fn trigger(mut self, trigger: Trigger) -> Self {
        self.model.triggers.push(trigger.0);
        self
    }

    /// The next stage.
    #[must_use]
    pub fn stage(mut self, stage: Stage) -> Self {
        self.model.stages.push(stage.0);
        self
    }

    /// What has been collected, for the tests of the rules.
    #[doc(hidden)]
    pub fn model(&self) -> &Model<Location> {
        &self.model
    }

    /// Warnings that the compiler has shown already, by code and message.
    #[doc(hidden)]
    #[must_use]
    pub fn told(mut self, told: &'static [(&'static str, &'static str)]) -> Self {
        self.told = told;
        self
    }

    /// The environment variables that expressions read.
    #[doc(hidden)]
    #[must_use]
    pub fn reads(mut self, names: &'static [&'static str]) -> Self {
        self.reads = names;
        self
    }

    /// Checks everything.
    ///
    /// # Errors
    ///
    /// Every finding, warnings among them, if one of them is an error.
    pub fn build(self) -> Result<Pipeline, Findings<Location>> {
        let mut findings = rules::check(&self.model);
        findings.retain(|finding| {
            finding.is_error()
                || !self
                    .told
                    .iter()
                    .any(|(code, message)| finding.code.id == *code && finding.message == *message)
        });
        let pipeline = Pipeline::resolve(&self.model, findings)?;
        Ok(pipeline.reading(self.reads))
    }
}

/// What `pipeline!` yields next to its errors: of the right type, and never run.
#[doc(hidden)]
pub fn placeholder() -> Result<Pipeline, Findings<Location>> {
    Err(Findings::default())
}

#[track_caller]
fn name(text: impl Into<String>) -> Name<Location> {
    Name {
        text: text.into(),
        at: Location::here(),
    }
}

#[track_caller]
fn said(text: impl Into<Text>) -> TextExpr<Location> {
    TextExpr {
        text: text.into(),
        at: Location::here(),
    }
}

#[track_caller]
fn entry(key: &str, value: impl Into<Value<()>>) -> Entry<Location> {
    let at = Location::here();
    Entry {
        key: Name {
            text: key.to_owned(),
            at,
        },
        value: value.into().locate(at),
    }
}
