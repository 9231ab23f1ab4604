//! Stacks and the waves in which they deploy.

use super::stores::StoreId;
use super::{Deployment, names};
use crate::pipeline::{AccountIndex, Environment, Pipeline, RoleId};
use std::collections::{BTreeMap, BTreeSet};

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
    /// A store.
    Artifacts(StoreId),
    /// The roles of an account; one of several parts, from 0, where one stack cannot hold them
    /// all.
    Roles(AccountIndex, usize),
    /// The build projects of an environment other than home, with their roles.
    Projects(Environment),
    /// Event forwarding from a source environment.
    Events(AccountIndex),
    /// The pipeline.
    Pipeline,
}

impl StackKind {
    /// The stack that takes the roles of an account.
    pub(super) fn of_roles(pipeline: &Pipeline, account: AccountIndex) -> StackKind {
        if account == pipeline.home {
            StackKind::Pipeline
        } else {
            StackKind::Roles(account, 0)
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
            StackKind::Roles(..) | StackKind::Projects(_) | StackKind::Events(_) => 2,
            StackKind::Pipeline => 3,
        }
    }
}

/// The number of roles that fit into a stack with room to spare: each may have policies of
/// its own, and all of them together have to stay below the size of a template too.
const ROLES_MAX: usize = 200;

/// The numbers in the names of the parts of a stack.
const NUMBERS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// The number in the name of a part, which counts from 0. Part 0 has none, part 1 has 2, and
/// the numbers repeat from part 9 on.
fn number(part: usize) -> Option<&'static str> {
    (part > 0).then(|| NUMBERS[part % NUMBERS.len()])
}

/// Moves most roles of a stack that would have too many into several stacks of their own. A
/// role's stack follows from its name, so that a new role moves no other one as long as the
/// number of stacks stays.
pub(super) fn split(deployment: &mut Deployment<'_>) {
    let counts = overfull(deployment);
    if counts.is_empty() {
        return;
    }
    let fixed = fixed_roles(deployment);
    for (id, role) in (0..).map(RoleId).zip(&mut deployment.roles) {
        let Some(managed) = &mut role.managed else {
            continue;
        };
        let Some(count) = counts.get(&managed.stack) else {
            continue;
        };
        let parts = count.div_ceil(ROLES_MAX).next_power_of_two();
        let movable = matches!(managed.stack, StackKind::Pipeline | StackKind::Roles(..));
        if movable && !fixed.contains(&id) {
            let hash = names::hash_suffix([managed.name.as_str()]);
            let place: usize = hash.bytes().map(usize::from).sum();
            managed.stack = StackKind::Roles(role.account, place % parts);
        }
    }
}

/// The stacks that would have too many roles, each with their number.
fn overfull(deployment: &Deployment<'_>) -> BTreeMap<StackKind, usize> {
    let mut counts: BTreeMap<StackKind, usize> = BTreeMap::new();
    for role in &deployment.roles {
        if let Some(managed) = role.managed.as_ref().filter(|_| !role.trust.is_empty()) {
            *counts.entry(managed.stack.clone()).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count > ROLES_MAX);
    counts
}

/// The roles that other resources name by logical id. They stay in the stack of those.
fn fixed_roles(deployment: &Deployment<'_>) -> BTreeSet<RoleId> {
    let projects = deployment.projects.iter();
    let of_projects = projects.flat_map(|project| [Some(project.role), project.batch_role]);
    let of_rules = deployment.event_rules.iter().map(|rule| rule.role);
    [deployment.service_role]
        .into_iter()
        .chain(of_projects.flatten())
        .chain(of_rules)
        .collect()
}

/// The stacks that have something in them, wave by wave.
pub(super) fn stacks(deployment: &Deployment<'_>) -> Vec<Stack> {
    let mut kinds: Vec<StackKind> = vec![StackKind::Pipeline];
    for (id, store) in (0..).map(StoreId).zip(&deployment.stores) {
        if store.managed.is_some() {
            kinds.push(StackKind::Artifacts(id));
        }
    }
    kinds.extend(deployment.roles.iter().filter_map(|role| {
        // A role that nobody may assume is not made.
        let managed = role.managed.as_ref()?;
        (!role.trust.is_empty()).then(|| managed.stack.clone())
    }));
    let kinds: BTreeSet<StackKind> = kinds.into_iter().collect();
    let stacks = kinds.into_iter().map(|kind| stack(deployment, kind));
    let mut stacks: Vec<Stack> = stacks.collect();
    stacks.sort_by(|a, b| (a.wave, &a.name).cmp(&(b.wave, &b.name)));
    stacks
}

fn stack(deployment: &Deployment<'_>, kind: StackKind) -> Stack {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let account = |index: AccountIndex| pipeline.accounts[index].name.as_str();
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
        StackKind::Roles(index, part) => (
            ["roles", account(*index)]
                .into_iter()
                .chain(number(*part))
                .collect(),
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
