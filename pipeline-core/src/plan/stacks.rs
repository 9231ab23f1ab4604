//! Stacks and the waves in which they deploy.

use super::Deployment;
use crate::pipeline::{Environment, Pipeline};

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

/// What a stack is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum StackKind {
    /// The store of this index.
    Artifacts(usize),
    /// The roles of a foreign account.
    Roles(usize),
    /// The build projects of an environment other than home, with their roles.
    Projects(Environment),
    /// Event forwarding from a source environment.
    Events(usize),
    /// The pipeline.
    Pipeline,
}

impl StackKind {
    /// The stack that takes the roles of an account.
    pub(super) fn of_roles(pipeline: &Pipeline, account: usize) -> StackKind {
        if account == pipeline.home {
            StackKind::Pipeline
        } else {
            StackKind::Roles(account)
        }
    }

    /// The stack that takes the projects of an environment.
    pub(super) fn of_projects(pipeline: &Pipeline, environment: &Environment) -> StackKind {
        if *environment == pipeline.home() {
            StackKind::Pipeline
        } else {
            StackKind::Projects(environment.clone())
        }
    }

    fn wave(&self) -> usize {
        match self {
            StackKind::Artifacts(_) => 1,
            StackKind::Roles(_) | StackKind::Projects(_) | StackKind::Events(_) => 2,
            StackKind::Pipeline => 3,
        }
    }
}

/// The stacks that have something in them, wave by wave.
pub(super) fn stacks(deployment: &Deployment<'_>) -> Vec<Stack> {
    let mut kinds: Vec<StackKind> = vec![StackKind::Pipeline];
    for (index, store) in deployment.stores.iter().enumerate() {
        if store.managed.is_some() {
            kinds.push(StackKind::Artifacts(index));
        }
    }
    kinds.extend(deployment.roles.iter().filter_map(|role| {
        // A role that nobody may assume is not made.
        let made = role.made.as_ref()?;
        (!role.trust.is_empty()).then(|| made.stack.clone())
    }));
    let mut stacks: Vec<Stack> = kinds
        .into_iter()
        .map(|kind| stack(deployment, kind))
        .collect();
    stacks.sort_by(|a, b| (a.wave, &a.name).cmp(&(b.wave, &b.name)));
    stacks.dedup_by(|a, b| a.kind == b.kind);
    stacks
}

fn stack(deployment: &Deployment<'_>, kind: StackKind) -> Stack {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let account = |index: usize| pipeline.accounts[index].name.as_str();
    let (parts, environment, description) = match &kind {
        StackKind::Artifacts(store) => {
            let region = &deployment.stores[*store].region;
            (
                vec!["artifacts", region.as_str()],
                Environment {
                    account: pipeline.home,
                    region: region.clone(),
                },
                format!("Artifact store of pipeline {} in {region}", pipeline.name),
            )
        }
        StackKind::Roles(index) => (
            vec!["roles", account(*index)],
            Environment {
                account: *index,
                region: pipeline.accounts[*index].region.clone(),
            },
            format!(
                "Roles of pipeline {} in account {}",
                pipeline.name,
                account(*index)
            ),
        ),
        StackKind::Projects(environment) => (
            vec![
                "projects",
                account(environment.account),
                environment.region.as_str(),
            ],
            environment.clone(),
            format!(
                "Build projects of pipeline {} in account {}",
                pipeline.name,
                account(environment.account)
            ),
        ),
        StackKind::Events(index) => (
            vec!["events", account(*index)],
            Environment {
                account: *index,
                region: home.region.clone(),
            },
            format!(
                "Forwards the source events of account {} to pipeline {}",
                account(*index),
                pipeline.name
            ),
        ),
        StackKind::Pipeline => (
            vec!["pipeline"],
            home.clone(),
            format!("Pipeline {}", pipeline.name),
        ),
    };
    Stack {
        name: deployment.names.stack(&parts),
        wave: kind.wave(),
        kind,
        environment,
        description,
    }
}
