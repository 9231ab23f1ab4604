//! Goes through the resources of a stack, and reads each by its type.

use std::borrow::Cow;

use super::DeployedState;
use super::resolve::Stacks;
use crate::access::evaluator::{Policy, PolicyPlace};
use crate::pipeline::{Resource, UserStatement};
use crate::plan::{Boundaries, Deployment};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads the resources of one stack.
pub(super) struct Reader<'r, 'a> {
    pub(super) stacks: &'r Stacks<'a>,
    pub(super) stack: usize,
    pub(super) user_statements: &'r UserStatements<'a>,
    /// What permissions boundaries say, by the ARN of the policy.
    pub(super) boundaries: &'a Boundaries,
    pub(super) beside: &'r ResourcesBeside<'a>,
    pub(super) deployed: &'r mut DeployedState<'a>,
}

impl<'a> Reader<'_, 'a> {
    /// The string that a value stands for once its stack is deployed.
    pub(super) fn string(&self, value: Option<&'a Value>) -> Option<Cow<'a, str>> {
        self.stacks.string(self.stack, value?).ok()
    }

    /// A policy of a resource.
    pub(super) fn policy(
        &self,
        logical: &'a str,
        name: &'static str,
        document: &'a Value,
    ) -> Policy<'a> {
        let place = PolicyPlace {
            stack: self.stacks.all[self.stack].name.to_owned(),
            logical_id: logical.to_owned(),
            name,
        };
        Policy::read(place, document, &|value| {
            self.stacks.string(self.stack, value)
        })
    }

    /// An identity policy of a role, in which the statements are marked that the user wrote.
    pub(super) fn identity_policy(
        &self,
        role: &str,
        logical: &'a str,
        name: &'static str,
        document: &'a Value,
    ) -> Policy<'a> {
        let mut policy = self.policy(logical, name, document);
        let declared = self.user_statements.get(role).copied().unwrap_or_default();
        let noted = self.stacks.all[self.stack]
            .template
            .user_statements(logical);
        for (statement, number) in policy.statements.iter_mut().zip(noted) {
            // A statement that says more than the user wrote is ours to answer for.
            statement.from_user = number
                .and_then(|number| Some((number, declared.get(number.checked_sub(1)?)?)))
                .filter(|(_, user)| statement.is_part_of(user));
        }
        policy
    }

    fn resources(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a Value)> + use<'a> {
        let template = self.stacks.all[self.stack].template;
        template.resources().iter().filter_map(|(logical, body)| {
            let kind = body.get("Type")?.as_str()?;
            Some((logical.as_str(), kind, body))
        })
    }

    /// Reads what stands by itself.
    pub(super) fn read(&mut self) {
        for (logical, kind, body) in self.resources() {
            let Some(properties) = body.get("Properties") else {
                continue;
            };
            if self.beside.contains_key(&(self.stack, logical)) {
                if kind.starts_with("AWS::IAM::") {
                    self.beside(logical, properties);
                }
                continue;
            }
            match kind {
                "AWS::IAM::Role" => self.role(logical, properties),
                "AWS::S3::Bucket" => self.bucket(logical, body, properties),
                "AWS::KMS::Key" => self.key(logical, body, properties),
                "AWS::Events::Rule" => self.rule(logical, properties),
                "AWS::SNS::Topic" => self.topic(logical, properties),
                "AWS::CodeStarNotifications::NotificationRule" => self.channel(properties),
                "AWS::Scheduler::Schedule" => self.schedule(properties),
                "AWS::CodeBuild::Project" => self.project(logical, properties),
                "AWS::CodePipeline::Pipeline" => self.pipeline(logical, properties),
                _ => {}
            }
        }
    }

    /// Reads what belongs to something that is read before: policies and aliases.
    pub(super) fn attach(&mut self) {
        for (logical, kind, body) in self.resources() {
            let Some(properties) = body.get("Properties") else {
                continue;
            };
            if self.beside.contains_key(&(self.stack, logical)) {
                continue;
            }
            match kind {
                "AWS::IAM::ManagedPolicy" => self.managed_policy(logical, properties),
                "AWS::S3::BucketPolicy" => self.bucket_policy(logical, properties),
                "AWS::SNS::TopicPolicy" => self.topic_policy(logical, properties),
                "AWS::KMS::Alias" => self.alias(properties),
                "AWS::Events::EventBusPolicy" => self.bus_policy(logical, properties),
                _ => {}
            }
        }
    }
}

/// The resources beside the pipeline, by stack and logical id.
pub(super) type ResourcesBeside<'a> = BTreeMap<(usize, &'a str), &'a Resource>;

pub(super) fn beside<'a>(deployment: &'a Deployment<'_>) -> ResourcesBeside<'a> {
    let all = deployment.resources.iter();
    all.filter_map(|found| {
        let mut stacks = deployment.stacks.iter();
        let stack = stacks.position(|stack| stack.kind == found.stack)?;
        Some(((stack, found.logical_id.as_str()), found.declared))
    })
    .collect()
}

/// The statements that the user wrote, by the ARN of the role that they are for.
pub(super) type UserStatements<'a> = BTreeMap<&'a str, &'a [UserStatement]>;

pub(super) fn user_statements<'a>(deployment: &'a Deployment<'_>) -> UserStatements<'a> {
    let roles = deployment.roles.iter();
    let created = roles.filter_map(|role| Some((role.arn.as_str(), role.managed.as_ref()?)));
    created
        .map(|(arn, created)| (arn, created.settings.statements.as_slice()))
        .collect()
}
