//! The deployed state, read back from the rendered templates: roles, buckets, keys, event buses,
//! rules, projects and the pipeline, as they are once every stack is deployed.

mod aws_managed;
mod beside;
mod events;
mod pipeline;
mod policies;
mod reader;
mod resolve;

use std::borrow::Cow;

use super::evaluator::{ContextValue, IdentityPolicies, Policy, Resource, ResourcePolicy};
use crate::place::Location;
use crate::plan::{Boundaries, Deployment};
use crate::render::Template;
pub(crate) use events::{Channel, Schedule, Topic};
pub(crate) use policies::MANAGED_POLICY;
use reader::{Reader, ResourcesBeside, UserStatements, beside, user_statements};
pub(crate) use resolve::{One, Stacks};
use std::collections::BTreeMap;

/// Everything of the templates that bears on access.
#[derive(Debug, Default)]
pub(crate) struct DeployedState<'a> {
    /// By ARN.
    pub(crate) roles: BTreeMap<String, Role<'a>>,
    /// Policies of IAM beside the pipeline, each as a role with the place of its managed
    /// policies, by an ARN.
    pub(crate) beside: BTreeMap<String, (Role<'a>, Location)>,
    /// By name.
    pub(crate) buckets: BTreeMap<String, Bucket<'a>>,
    /// By ARN.
    pub(crate) keys: BTreeMap<String, Key<'a>>,
    /// By ARN.
    pub(crate) buses: BTreeMap<String, Vec<Policy<'a>>>,
    pub(crate) rules: Vec<Rule<'a>>,
    /// By ARN.
    pub(crate) topics: BTreeMap<String, Topic<'a>>,
    pub(crate) channels: Vec<Channel<'a>>,
    pub(crate) schedules: Vec<Schedule<'a>>,
    /// By ARN.
    pub(crate) projects: BTreeMap<String, Project<'a>>,
    pub(crate) pipeline: Option<PipelineDeclaration<'a>>,
}

/// A role.
#[derive(Debug)]
pub(crate) struct Role<'a> {
    pub(crate) account: &'a str,
    /// The name without the path.
    pub(crate) name: String,
    /// The condition key of each tag, in lowercase, and the tag's value.
    pub(crate) tags: Vec<(String, Cow<'a, str>)>,
    pub(crate) trust: Vec<Policy<'a>>,
    pub(crate) identity: IdentityPolicies<'a>,
}

/// A bucket.
#[derive(Debug)]
pub(crate) struct Bucket<'a> {
    pub(crate) arn: String,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) policies: Vec<Policy<'a>>,
    /// The key that it encrypts with.
    pub(crate) key: Option<Cow<'a, str>>,
    /// S3 asks KMS for one key of the bucket rather than one of each object.
    pub(crate) bucket_key: bool,
    /// When its objects expire.
    pub(crate) lifecycle: Option<Cow<'a, serde_json::Value>>,
    /// As it stands in its template.
    pub(crate) body: &'a serde_json::Value,
}

/// A key.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub(crate) account: &'a str,
    pub(crate) policies: Vec<Policy<'a>>,
    pub(crate) aliases: Vec<Cow<'a, str>>,
    /// As it stands in its template.
    pub(crate) body: &'a serde_json::Value,
}

/// An event rule.
#[derive(Debug)]
pub(crate) struct Rule<'a> {
    pub(crate) arn: String,
    pub(crate) logical: &'a str,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) pattern: Cow<'a, serde_json::Value>,
    /// The bus that it is on, if one is named.
    pub(crate) bus: Option<Cow<'a, str>>,
    /// A rule that is switched off does nothing.
    pub(crate) enabled: bool,
    /// The ARN of each target, and its role.
    pub(crate) targets: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
    /// The queue for what the first target did not take.
    pub(crate) dead_letter_queue: Option<Cow<'a, str>>,
}

/// A build project.
#[derive(Debug)]
pub(crate) struct Project<'a> {
    pub(crate) role: Cow<'a, str>,
    /// The role of its batches.
    pub(crate) batch_role: Option<Cow<'a, str>>,
    pub(crate) key: Option<Cow<'a, str>>,
    pub(crate) stack: &'a str,
    pub(crate) logical: &'a str,
    /// With a token for each value that is known only when the stack is deployed.
    pub(crate) properties: Cow<'a, serde_json::Value>,
}

/// A store's bucket and key.
pub(crate) type StoreLocation<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// The pipeline, as CodePipeline gets it.
#[derive(Debug)]
pub(crate) struct PipelineDeclaration<'a> {
    pub(crate) arn: String,
    pub(crate) role: Cow<'a, str>,
    /// Bucket and key, by region.
    pub(crate) stores: BTreeMap<Cow<'a, str>, StoreLocation<'a>>,
    /// In the order of the stages.
    pub(crate) actions: Vec<ActionDeclaration<'a>>,
    /// By stage, condition and name.
    pub(crate) rules: BTreeMap<(&'a str, &'a str, &'a str), ActionDeclaration<'a>>,
}

/// An action, as CodePipeline gets it.
#[derive(Debug)]
pub(crate) struct ActionDeclaration<'a> {
    pub(crate) role: Option<Cow<'a, str>>,
    pub(crate) region: Option<Cow<'a, str>>,
    pub(crate) configuration: BTreeMap<&'a str, Cow<'a, str>>,
}

/// The stacks of a deployment, with what each of them offers to others.
pub(crate) fn stacks<'a>(deployment: &'a Deployment<'_>, templates: &'a [Template]) -> Stacks<'a> {
    let pipeline = deployment.pipeline;
    let stacks = deployment.stacks.iter().zip(templates);
    let stacks = stacks.map(|(stack, template)| One {
        name: &stack.name,
        account: pipeline.accounts[stack.environment.account].id.as_str(),
        region: stack.environment.region.as_str(),
        template,
    });
    Stacks::of(pipeline.partition(), stacks)
}

impl<'a> DeployedState<'a> {
    pub(crate) fn read(
        deployment: &'a Deployment<'_>,
        templates: &'a [Template],
    ) -> DeployedState<'a> {
        let stacks = stacks(deployment, templates);
        let user_statements = user_statements(deployment);
        let beside = beside(deployment);
        DeployedState::of(&stacks, &user_statements, &beside, &deployment.boundaries)
    }

    /// Reads templates of which no more is known than what they say.
    #[cfg(feature = "compare")]
    pub(crate) fn alone(stacks: &Stacks<'a>, boundaries: &'a Boundaries) -> DeployedState<'a> {
        DeployedState::of(stacks, &BTreeMap::new(), &BTreeMap::new(), boundaries)
    }

    /// Reads all stacks.
    fn of(
        stacks: &Stacks<'a>,
        user_statements: &UserStatements<'a>,
        beside: &ResourcesBeside<'a>,
        boundaries: &'a Boundaries,
    ) -> DeployedState<'a> {
        let mut deployed = DeployedState::default();
        let mut each_stack = |read: fn(&mut Reader<'_, 'a>)| {
            for stack in 0..stacks.all.len() {
                read(&mut Reader {
                    stacks,
                    stack,
                    user_statements,
                    beside,
                    boundaries,
                    deployed: &mut deployed,
                });
            }
        };
        each_stack(|reader| reader.read());
        each_stack(|reader| reader.attach());
        deployed
    }
}

impl<'a> DeployedState<'a> {
    /// All policies, in the order of their places.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &Policy<'a>> {
        let of_roles = self.roles.values();
        let of_roles = of_roles.flat_map(|role| role.trust.iter().chain(&role.identity.policies));
        let of_buckets = self.buckets.values().flat_map(|bucket| &bucket.policies);
        let of_keys = self.keys.values().flat_map(|key| &key.policies);
        let of_buses = self.buses.values().flatten();
        let of_topics = self.topics.values().flat_map(|topic| &topic.policies);
        let all = of_roles.chain(of_buckets).chain(of_keys).chain(of_buses);
        let all = all.chain(of_topics);
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|policy| (&policy.place.stack, &policy.place.logical_id));
        all.into_iter()
    }
}

impl<'a> Key<'a> {
    /// The key as the resource of a request.
    pub(crate) fn resource(&'a self, arn: &'a str) -> Resource<'a> {
        let aliases = if self.aliases.is_empty() {
            ContextValue::Absent
        } else {
            ContextValue::Many(self.aliases.clone())
        };
        Resource {
            arn: Cow::Borrowed(arn),
            account: Cow::Borrowed(self.account),
            policy: ResourcePolicy::Known(&self.policies),
            policy_name: "key policy",
            policy_required: true,
            context: vec![("kms:resourcealiases", aliases)],
        }
    }
}
