//! Stages and actions.

use super::{Text, Value, entry, name, string};
use crate::model::{self, Environment};
use crate::place::Location;

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage(pub(super) model::Stage<Location>);

impl Stage {
    /// A stage of this name.
    #[must_use]
    #[track_caller]
    pub fn new(text: impl Into<String>) -> Self {
        Stage(model::Stage {
            name: name(text),
            environment: Environment::default(),
            steps: Vec::new(),
            conditions: Vec::new(),
            disabled: Vec::new(),
        })
    }

    /// The account that its actions run in unless they say otherwise.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.0.environment.account = Some(name(account));
        self
    }

    /// The region that its actions run in unless they say otherwise.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(string(region.into()));
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
#[derive(Clone, Debug)]
pub struct Action(pub(super) model::Action<Location>);

impl Action {
    /// An action of this name and kind.
    #[must_use]
    #[track_caller]
    pub fn new(text: impl Into<String>, kind: impl Into<String>) -> Self {
        Action(model::Action {
            outputs: Vec::new(),
            name: name(text),
            rule: false,
            kind: name(kind),
            inputs: Vec::new(),
            environment: Environment::default(),
            store: None,
            role: None,
            config: Vec::new(),
        })
    }

    /// An artifact that it makes.
    #[must_use]
    #[track_caller]
    pub fn output(mut self, artifact: impl Into<String>) -> Self {
        self.0.outputs.push(name(artifact));
        self
    }

    /// An artifact that it reads.
    #[must_use]
    #[track_caller]
    pub fn input(mut self, artifact: impl Into<String>) -> Self {
        self.0.inputs.push(name(artifact));
        self
    }

    /// The account that it runs in.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.0.environment.account = Some(name(account));
        self
    }

    /// The region that it runs in.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(string(region.into()));
        self
    }

    /// The store that its artifacts go through.
    #[must_use]
    #[track_caller]
    pub fn store(mut self, store: impl Into<String>) -> Self {
        self.0.store = Some(name(store));
        self
    }

    /// The role that it acts with.
    #[must_use]
    #[track_caller]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.0.role = Some(name(role));
        self
    }

    /// An entry of its configuration.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.config.push(entry(key, value.into()));
        self
    }
}
