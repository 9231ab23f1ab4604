//! What a template of one stack can name, and how: logical ids of its own resources,
//! what other stacks put out, what is known from the start.

use super::KEY;
use crate::plan::{Deployment, Role, RoleId, Stack, StackKind, StoreKey};
use crate::policy::{self, Statement, get_att};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One stack of a deployment, and the logical ids of what is in it.
pub(super) struct Scope<'a> {
    pub(super) deployment: &'a Deployment<'a>,
    pub(super) stack: &'a Stack,
    roles: BTreeMap<usize, String>,
    projects: BTreeMap<usize, String>,
    rules: BTreeMap<usize, String>,
}

/// The logical id of the pipeline.
pub(super) const PIPELINE: &str = "Pipeline";

impl<'a> Scope<'a> {
    pub(super) fn of(deployment: &'a Deployment<'a>, stack: &'a Stack) -> Scope<'a> {
        let is_here = |kind: &StackKind| *kind == stack.kind;
        let roles = deployment.roles.iter().enumerate();
        let roles = roles.filter_map(|(index, role)| {
            role.made.as_ref().filter(|made| is_here(&made.stack))?;
            // A role that nobody may assume is not made.
            let id = || (index, role.title.clone());
            (!role.trust.is_empty()).then(id)
        });
        let projects = deployment.projects.iter().enumerate();
        let projects = projects.filter_map(|(index, project)| {
            let (_, kind) = project.made.as_ref()?;
            is_here(kind).then(|| (index, project.title.clone()))
        });
        let rules = deployment.rules.iter().enumerate();
        let rules = rules
            .filter(|(_, rule)| is_here(&rule.stack))
            .map(|(index, rule)| (index, rule.title.clone()));
        Scope {
            deployment,
            stack,
            roles: roles.collect(),
            projects: projects.collect(),
            rules: rules.collect(),
        }
    }

    /// The roles of this stack with their logical ids, in the order of those.
    pub(super) fn own_roles(&self) -> Vec<(&str, RoleId, &'a Role)> {
        let mut out: Vec<_> = self
            .roles
            .iter()
            .map(|(index, id)| (id.as_str(), RoleId(*index), &self.deployment.roles[*index]))
            .collect();
        out.sort_by(|(one, _, _), (other, _, _)| one.cmp(other));
        out
    }

    /// The projects of this stack with their logical ids.
    pub(super) fn own_projects(&self) -> impl Iterator<Item = (&str, usize)> {
        self.projects
            .iter()
            .map(|(index, id)| (id.as_str(), *index))
    }

    /// The rules of this stack with their logical ids.
    pub(super) fn own_rules(&self) -> impl Iterator<Item = (&str, usize)> {
        self.rules.iter().map(|(index, id)| (id.as_str(), *index))
    }

    /// A role's ARN: by its logical id where it is of this stack, so that CloudFormation
    /// makes it first.
    pub(super) fn role_arn(&self, role: RoleId) -> Value {
        match self.roles.get(&role.0) {
            Some(id) => get_att(id, "Arn"),
            None => json!(self.deployment.role(role).arn),
        }
    }

    /// The name of a declared project, by its logical id where it is of this stack.
    pub(super) fn project_name(&self, declared: usize) -> Option<Value> {
        let index = self
            .deployment
            .projects
            .iter()
            .position(|p| p.declared == declared)?;
        Some(match self.projects.get(&index) {
            Some(id) => json!({ "Ref": id }),
            None => json!(self.deployment.projects[index].name),
        })
    }

    /// The ARN of a store's key: from its own stack's output. An import would hold on to
    /// it: a store's stack goes first, and could not give up its key (which is retained)
    /// when the last foreign account goes, as long as the pipeline's stack imports it.
    ///
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html>
    pub(super) fn key_arn(&self, store: usize) -> Option<Value> {
        let found = &self.deployment.stores[store];
        match &found.key {
            StoreKey::None => None,
            StoreKey::Imported { arn } => Some(json!(arn)),
            StoreKey::Managed { .. } => {
                let kind = StackKind::Artifacts(store);
                if self.stack.kind == kind {
                    return Some(get_att(KEY, "Arn"));
                }
                let stack = self
                    .deployment
                    .stacks
                    .iter()
                    .find(|stack| stack.kind == kind)?;
                Some(json!({ "Fn::GetStackOutput": {
                    "StackName": &stack.name,
                    "OutputName": KEY_OUTPUT,
                    "Region": found.region.as_str(),
                } }))
            }
        }
    }

    /// Statements as a policy document.
    pub(super) fn document(&self, statements: &[Statement]) -> Value {
        policy::document(statements, &|store| {
            self.key_arn(store).unwrap_or(Value::Null)
        })
    }

    /// The tags of a resource.
    pub(super) fn tags(&self) -> Value {
        let pipeline = self.deployment.pipeline;
        let own = ("pipewright:pipeline", pipeline.name.as_str());
        let users = pipeline.settings.tags.iter();
        std::iter::once(own)
            .chain(users.map(|(key, value)| (key.as_str(), value.as_str())))
            .map(|(key, value)| json!({ "Key": key, "Value": value }))
            .collect()
    }
}

/// The output of a store's stack that holds its key's ARN.
pub(super) const KEY_OUTPUT: &str = "KeyArn";

/// The output of a store's stack that holds its bucket's name.
pub(super) const BUCKET_OUTPUT: &str = "BucketName";
