//! The rendered templates, read back: roles, buckets, keys, buses, rules, projects and
//! the pipeline, as they are once every stack is deployed.

mod pipeline;
mod policies;
mod reader;
mod resolve;

use std::borrow::Cow;

use super::evaluator::{Guard, Own, Policy, Resource, Value};
use crate::plan::Deployment;
use crate::render::Template;
pub(crate) use policies::MANAGED;
use reader::{Reader, users};
use resolve::Stacks;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Everything that matters of the templates.
#[derive(Debug, Default)]
pub(crate) struct World<'a> {
    /// By ARN.
    pub(crate) roles: HashMap<String, Role<'a>>,
    /// By name.
    pub(crate) buckets: HashMap<String, Bucket<'a>>,
    /// By ARN.
    pub(crate) keys: HashMap<String, Key<'a>>,
    /// By ARN.
    pub(crate) buses: HashMap<String, Vec<Policy<'a>>>,
    pub(crate) rules: Vec<Rule<'a>>,
    /// By ARN.
    pub(crate) projects: HashMap<String, Project<'a>>,
    pub(crate) pipeline: Option<Rendered<'a>>,
}

/// A role.
#[derive(Debug)]
pub(crate) struct Role<'a> {
    pub(crate) account: &'a str,
    /// Its name, without its path.
    pub(crate) name: String,
    pub(crate) trust: Vec<Policy<'a>>,
    pub(crate) own: Own<'a>,
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
    /// Whether S3 asks for a key of the bucket rather than one of each object.
    pub(crate) bucket_key: bool,
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
    pub(crate) pattern: &'a serde_json::Value,
    /// Target and role.
    pub(crate) targets: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
}

/// A build project.
#[derive(Debug)]
pub(crate) struct Project<'a> {
    pub(crate) role: Cow<'a, str>,
    /// That of its batches.
    pub(crate) batch_role: Option<Cow<'a, str>>,
    pub(crate) key: Option<Cow<'a, str>>,
}

/// A store's bucket and key.
pub(crate) type Location<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// The pipeline as CodePipeline gets it.
#[derive(Debug)]
pub(crate) struct Rendered<'a> {
    pub(crate) arn: String,
    pub(crate) role: Cow<'a, str>,
    /// Bucket and key, by region.
    pub(crate) stores: BTreeMap<Cow<'a, str>, Location<'a>>,
    /// In the order of the stages.
    pub(crate) actions: Vec<Act<'a>>,
    /// By stage, condition and name.
    pub(crate) rules: HashMap<(&'a str, &'a str, &'a str), Act<'a>>,
}

/// An action as CodePipeline gets it.
#[derive(Debug)]
pub(crate) struct Act<'a> {
    pub(crate) role: Option<Cow<'a, str>>,
    pub(crate) region: Option<Cow<'a, str>>,
    pub(crate) configuration: BTreeMap<&'a str, Cow<'a, str>>,
}

impl<'a> World<'a> {
    pub(crate) fn read(deployment: &'a Deployment<'_>, templates: &'a [Template]) -> World<'a> {
        let pipeline = deployment.pipeline;
        let stacks = deployment.stacks.iter().zip(templates);
        let stacks = stacks.map(|(stack, template)| {
            let account = pipeline.accounts[stack.environment.account].id.as_str();
            (stack, account, template)
        });
        let stacks = Stacks::of(pipeline.partition(), stacks);
        let users = users(deployment);
        let mut world = World::default();
        for stack in 0..stacks.all.len() {
            let mut reader = Reader {
                stacks: &stacks,
                stack,
                users: &users,
                world: &mut world,
            };
            reader.read();
        }
        // What belongs to something else comes after it.
        for stack in 0..stacks.all.len() {
            let mut reader = Reader {
                stacks: &stacks,
                stack,
                users: &users,
                world: &mut world,
            };
            reader.attach();
        }
        world
    }
}

impl<'a> Key<'a> {
    /// The key as a resource.
    pub(crate) fn resource(&'a self, arn: &'a str) -> Resource<'a> {
        let aliases = if self.aliases.is_empty() {
            Value::Absent
        } else {
            Value::Many(self.aliases.clone())
        };
        Resource {
            arn: Cow::Borrowed(arn),
            account: Cow::Borrowed(self.account),
            guard: Guard::Known(&self.policies),
            what: "key policy",
            strict: true,
            context: vec![("kms:resourcealiases", aliases)],
        }
    }
}
