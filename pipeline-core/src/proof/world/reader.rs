//! Goes through the resources of a stack, and reads what is in all of them.

use std::borrow::Cow;

use super::World;
use super::resolve::Stacks;
use crate::pipeline::UserStatement;
use crate::plan::Deployment;
use crate::proof::evaluate::{Place, Policy};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads the resources of one stack.
pub(super) struct Reader<'r, 'a> {
    pub(super) stacks: &'r Stacks<'a>,
    pub(super) stack: usize,
    pub(super) users: &'r Users<'a>,
    pub(super) world: &'r mut World<'a>,
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn text(&self, value: Option<&'a Value>) -> Option<Cow<'a, str>> {
        self.stacks.text(self.stack, value?).ok()
    }

    pub(super) fn policy(
        &self,
        logical: &'a str,
        what: Cow<'a, str>,
        document: &'a Value,
    ) -> Policy<'a> {
        let place = Place {
            stack: self.stacks.all[self.stack].name,
            logical,
            what,
        };
        Policy::read(place, document, &|value| {
            self.stacks.text(self.stack, value)
        })
    }

    /// A policy of a role, with the statements marked that the user wrote.
    pub(super) fn own_policy(
        &self,
        role: &str,
        logical: &'a str,
        what: &'static str,
        document: &'a Value,
    ) -> Policy<'a> {
        let mut policy = self.policy(logical, Cow::Borrowed(what), document);
        let users = self.users.get(role).copied().unwrap_or_default();
        let noted = self.stacks.all[self.stack]
            .template
            .user_statements(logical);
        for (statement, number) in policy.statements.iter_mut().zip(noted) {
            // A statement that says more than the user wrote is ours to answer for.
            statement.users = number
                .and_then(|number| Some((number, users.get(number.checked_sub(1)?)?)))
                .filter(|(_, user)| statement.is_of(user));
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

    pub(super) fn read(&mut self) {
        for (logical, kind, body) in self.resources() {
            let Some(properties) = body.get("Properties") else {
                continue;
            };
            match kind {
                "AWS::IAM::Role" => self.role(logical, properties),
                "AWS::S3::Bucket" => self.bucket(logical, body, properties),
                "AWS::KMS::Key" => self.key(logical, body, properties),
                "AWS::Events::Rule" => self.rule(logical, properties),
                "AWS::CodeBuild::Project" => self.project(logical, properties),
                "AWS::CodePipeline::Pipeline" => self.pipeline(logical, properties),
                _ => {}
            }
        }
    }

    pub(super) fn attach(&mut self) {
        for (logical, kind, body) in self.resources() {
            let Some(properties) = body.get("Properties") else {
                continue;
            };
            match kind {
                "AWS::IAM::ManagedPolicy" => self.managed_policy(logical, properties),
                "AWS::S3::BucketPolicy" => self.bucket_policy(logical, properties),
                "AWS::KMS::Alias" => self.alias(properties),
                "AWS::Events::EventBusPolicy" => self.bus_policy(logical, properties),
                _ => {}
            }
        }
    }
}

/// The statements that the user wrote, by the ARN of the role that they are for.
pub(super) type Users<'a> = BTreeMap<&'a str, &'a [UserStatement]>;

pub(super) fn users<'a>(deployment: &'a Deployment<'_>) -> Users<'a> {
    let made = deployment.roles.iter();
    let made = made.filter_map(|role| Some((role.arn.as_str(), role.made.as_ref()?)));
    made.map(|(arn, made)| (arn, made.settings.statements.as_slice()))
        .collect()
}
