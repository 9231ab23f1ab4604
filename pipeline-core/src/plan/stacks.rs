//! Stacks and the waves in which they deploy.

use super::{Deployment, Names};
use crate::pipeline::{AccountIndex, Environment, Pipeline, Region};
use std::collections::BTreeSet;

/// A stack.
#[derive(Debug)]
pub(crate) struct Stack {
    pub(crate) kind: StackKind,
    pub(crate) name: String,
    pub(crate) environment: Environment,
    /// Stacks of one wave may deploy side by side; waves go in order, from 1.
    pub(crate) wave: usize,
    pub(crate) description: String,
}

/// The purpose of a stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum StackKind {
    /// The store of a region.
    Artifacts(Region),
    /// The roles of an account; where one stack cannot hold them all, those of this number.
    Roles(AccountIndex, Option<usize>),
    /// The build projects of an environment other than home, with their roles.
    Projects(Environment),
    /// Event forwarding from a source environment.
    Events(AccountIndex),
    /// Event forwarding from another region than home's.
    EventsAt(Environment),
    /// The pipeline.
    Pipeline,
}

impl StackKind {
    /// The stack that takes the projects of an environment.
    pub(super) fn of_projects(pipeline: &Pipeline, environment: &Environment) -> StackKind {
        if *environment == pipeline.home() {
            StackKind::Pipeline
        } else {
            StackKind::Projects(environment.clone())
        }
    }

    /// The account and the region that it is deployed to.
    fn environment(&self, pipeline: &Pipeline) -> Environment {
        let in_home_region = |account| Environment {
            account,
            region: pipeline.home().region,
        };
        match self {
            StackKind::Artifacts(region) => Environment {
                account: pipeline.home,
                region: region.clone(),
            },
            StackKind::Roles(account, _) => Environment {
                account: *account,
                region: pipeline.accounts[*account].region.clone(),
            },
            StackKind::Projects(environment) | StackKind::EventsAt(environment) => {
                environment.clone()
            }
            StackKind::Events(account) => in_home_region(*account),
            StackKind::Pipeline => pipeline.home(),
        }
    }

    /// The words that tell it from the pipeline's other stacks, in any account and region.
    ///
    /// The stack's name is made of them, and so is the name of each role in it: a role that
    /// stands in another stack has another name. They hold ids and regions, and no name that
    /// the user chose for an account.
    pub(super) fn words(&self, pipeline: &Pipeline) -> Vec<String> {
        let id = |account: AccountIndex| pipeline.accounts[account].id.to_string();
        let region = || self.environment(pipeline).region.to_string();
        match self {
            StackKind::Artifacts(_) => vec!["artifacts".to_owned(), region()],
            StackKind::Roles(account, number) => ["roles".to_owned(), id(*account), region()]
                .into_iter()
                .chain(number.map(|number| number.to_string()))
                .collect(),
            StackKind::Projects(environment) => {
                vec!["projects".to_owned(), id(environment.account), region()]
            }
            StackKind::Events(account) => vec!["events".to_owned(), id(*account)],
            StackKind::EventsAt(environment) => {
                vec!["events".to_owned(), id(environment.account), region()]
            }
            StackKind::Pipeline => vec!["pipeline".to_owned()],
        }
    }

    fn description(&self, pipeline: &Pipeline) -> String {
        let name = &pipeline.name;
        let id = |account: AccountIndex| &pipeline.accounts[account].id;
        match self {
            StackKind::Artifacts(region) => {
                format!("Artifact store of pipeline {name} in {region}")
            }
            StackKind::Roles(account, _) => {
                format!("Roles of pipeline {name} in account {}", id(*account))
            }
            StackKind::Projects(environment) => format!(
                "Build projects of pipeline {name} in account {}",
                id(environment.account)
            ),
            StackKind::Events(account) => format!(
                "Forwards the source events of account {} to pipeline {name}",
                id(*account)
            ),
            StackKind::EventsAt(environment) => format!(
                "Forwards the events of account {} in {} to pipeline {name}",
                id(environment.account),
                environment.region
            ),
            StackKind::Pipeline => format!("Pipeline {name}"),
        }
    }

    fn wave(&self) -> usize {
        match self {
            StackKind::Artifacts(_) => 1,
            StackKind::Roles(..)
            | StackKind::Projects(_)
            | StackKind::Events(_)
            | StackKind::EventsAt(_) => 2,
            StackKind::Pipeline => 3,
        }
    }
}

/// The stacks that have something in them, wave by wave.
pub(super) fn stacks(deployment: &Deployment<'_>) -> Vec<Stack> {
    let mut kinds: Vec<StackKind> = vec![StackKind::Pipeline];
    for store in &deployment.stores {
        if store.managed.is_some() {
            kinds.push(StackKind::Artifacts(store.region.clone()));
        }
    }
    kinds.extend(deployment.roles.iter().filter_map(|role| {
        // A role that nobody may assume is not made.
        let managed = role.managed.as_ref()?;
        (!role.trust.is_empty()).then(|| managed.stack.clone())
    }));
    let kinds: BTreeSet<StackKind> = kinds.into_iter().collect();
    let stacks = kinds
        .into_iter()
        .map(|kind| stack(deployment.pipeline, &deployment.names, kind));
    let mut stacks: Vec<Stack> = stacks.collect();
    stacks.sort_by(|a, b| (a.wave, &a.name).cmp(&(b.wave, &b.name)));
    stacks
}

fn stack(pipeline: &Pipeline, names: &Names, kind: StackKind) -> Stack {
    Stack {
        name: names.stack(&kind.words(pipeline)),
        environment: kind.environment(pipeline),
        wave: kind.wave(),
        description: kind.description(pipeline),
        kind,
    }
}
