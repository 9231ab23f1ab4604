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
    /// True where several pipelines have it.
    pub(crate) shared: bool,
    /// Stacks of other pipelines that make what this one looks up, and go before it.
    pub(crate) after: Vec<String>,
}

/// The purpose of a stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum StackKind {
    /// The store of a region.
    Artifacts(Region),
    /// The roles of an account; where one stack cannot hold them all, those of this number.
    Roles(AccountIndex, Option<usize>),
    /// The roles of an account that have names of the user's own.
    NamedRoles(AccountIndex),
    /// The build projects of an environment other than home, with their roles.
    Projects(Environment),
    /// Event forwarding from a source environment.
    Events(AccountIndex),
    /// Resources beside the pipeline, in an environment where nothing else of it stands.
    Resources(Environment),
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
            StackKind::Projects(environment)
            | StackKind::Resources(environment)
            | StackKind::EventsAt(environment) => environment.clone(),
            // Another default region of the account must not move them.
            StackKind::NamedRoles(account) | StackKind::Events(account) => in_home_region(*account),
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
            StackKind::NamedRoles(account) => vec!["named-roles".to_owned(), id(*account)],
            StackKind::Events(account) => vec!["events".to_owned(), id(*account)],
            StackKind::Resources(environment) => {
                vec!["resources".to_owned(), id(environment.account), region()]
            }
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
            StackKind::Roles(account, _) | StackKind::NamedRoles(account) => {
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
            StackKind::Resources(environment) => format!(
                "Resources of pipeline {name} in account {}",
                id(environment.account)
            ),
            StackKind::EventsAt(environment) => format!(
                "Forwards the events of account {} in {} to pipeline {name}",
                id(environment.account),
                environment.region
            ),
            StackKind::Pipeline => format!("Pipeline {name}"),
        }
    }

    /// The wave of a stack, as long as none needs a role of another stack before the pipeline's.
    fn wave(&self) -> usize {
        match self {
            StackKind::Artifacts(_) | StackKind::Resources(_) => 1,
            StackKind::Roles(..)
            | StackKind::NamedRoles(_)
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
    // Their roles may be of other stacks, or of the user.
    kinds.extend(deployment.projects.iter().filter_map(|project| {
        let managed = project.managed.as_ref()?;
        Some(managed.stack.clone())
    }));
    kinds.extend(deployment.event_rules.iter().map(|rule| rule.stack.clone()));
    kinds.extend(deployment.resources.iter().map(|one| one.stack.clone()));
    let kinds: BTreeSet<StackKind> = kinds.into_iter().collect();
    let stacks = kinds
        .into_iter()
        .map(|kind| stack(deployment.pipeline, &deployment.names, kind));
    let mut stacks: Vec<Stack> = stacks.collect();
    for stack in &mut stacks {
        let StackKind::Artifacts(region) = &stack.kind else {
            continue;
        };
        let store = deployment.store_in(region).map(|id| &deployment.stores[id]);
        if let Some(share) = store.and_then(|store| store.share.as_ref()) {
            stack.name = of_shared_store(&deployment.names, &share.store, region);
            stack.description = format!(
                "Artifact store {} in {region}, for several pipelines",
                share.store
            );
            stack.shared = true;
        }
    }
    behind_their_roles(deployment, &mut stacks);
    stacks.sort_by(|a, b| (a.wave, &a.name).cmp(&(b.wave, &b.name)));
    stacks
}

/// The stack of a store that several pipelines share.
pub(super) fn of_shared_store(names: &Names, store: &str, region: &Region) -> String {
    names
        .of_shared(store)
        .stack(&["store".to_owned(), region.to_string()])
}

/// CodeBuild and EventBridge try the role of a project or a rule when that is made. So the
/// stacks in which something has a role of another stack are deployed behind the others, and
/// the pipeline's behind those.
fn behind_their_roles(deployment: &Deployment<'_>, stacks: &mut [Stack]) {
    let projects = deployment.projects.iter().filter_map(|project| {
        let stack = &project.managed.as_ref()?.stack;
        Some((stack, [Some(project.role), project.batch_role]))
    });
    let rules = deployment.event_rules.iter();
    let rules = rules.map(|rule| (&rule.stack, [rule.role, None]));
    let late: BTreeSet<&StackKind> = projects
        .chain(rules)
        .filter(|(stack, roles)| {
            let mut made = roles.iter().flatten().filter_map(|role| {
                let managed = deployment.role(*role).managed.as_ref()?;
                Some(&managed.stack)
            });
            **stack != StackKind::Pipeline && made.any(|made| made != *stack)
        })
        .map(|(stack, _)| stack)
        .collect();
    if late.is_empty() {
        return;
    }
    for stack in stacks {
        if stack.kind == StackKind::Pipeline || late.contains(&stack.kind) {
            stack.wave += 1;
        }
    }
}

fn stack(pipeline: &Pipeline, names: &Names, kind: StackKind) -> Stack {
    let own = pipeline.settings.stack_name.as_ref();
    let own = own.filter(|_| kind == StackKind::Pipeline);
    Stack {
        shared: false,
        after: Vec::new(),
        name: own.map_or_else(|| names.stack(&kind.words(pipeline)), String::clone),
        environment: kind.environment(pipeline),
        wave: kind.wave(),
        description: kind.description(pipeline),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use crate::access::samples;
    use crate::plan::plan;

    #[test]
    fn stacks_stand_in_the_order_of_their_waves_and_names() {
        for (what, pipeline) in samples::all() {
            let deployment = plan(&pipeline).unwrap_or_else(|found| panic!("{what}: {found}"));
            let order =
                |(a, b): (&super::Stack, &super::Stack)| (a.wave, &a.name) < (b.wave, &b.name);
            let following = deployment.stacks.iter().skip(1);
            let mut pairs = deployment.stacks.iter().zip(following);
            assert!(pairs.all(order), "{what}");
        }
    }
}
