//! The names that a template of one stack can use: logical ids of its own resources,
//! outputs of other stacks, and names that are known from the start.

use super::KEY;
use crate::pipeline::{ProjectId, ProjectSettings, RoleId};
use crate::plan::{
    Deployment, ManagedRole, Project, Role, Rule, Stack, StackKind, StoreId, StoreKey,
};
use crate::policy::{self, Statement, get_att};
use serde_json::{Value, json};

/// One stack of a deployment, with what its template can name.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) deployment: &'a Deployment<'a>,
    pub(super) stack: &'a Stack,
}

/// The logical id of the pipeline.
pub(super) const PIPELINE: &str = "Pipeline";

impl<'a> Scope<'a> {
    /// The roles of this stack, in the order of their logical ids.
    pub(super) fn own_roles(&self) -> Vec<(RoleId, &'a Role, &'a ManagedRole)> {
        let roles = (0..).map(RoleId).zip(&self.deployment.roles);
        let mut own: Vec<_> = roles
            .filter_map(|(id, role)| Some((id, role, self.makes(role)?)))
            .collect();
        own.sort_by(|(.., one), (.., other)| one.logical_id.cmp(&other.logical_id));
        own
    }

    /// The role as it is made, if it is of this stack. A role that nobody may assume is not
    /// made.
    fn makes(&self, role: &'a Role) -> Option<&'a ManagedRole> {
        role.managed
            .as_ref()
            .filter(|managed| managed.stack == self.stack.kind && !role.trust.is_empty())
    }

    /// The projects of this stack, each with its settings.
    pub(super) fn own_projects(&self) -> impl Iterator<Item = (&'a Project, &'a ProjectSettings)> {
        self.deployment.projects.iter().filter_map(|project| {
            let managed = project.managed.as_ref()?;
            (managed.stack == self.stack.kind).then_some((project, &managed.settings))
        })
    }

    /// The rules of this stack.
    pub(super) fn own_rules(&self) -> impl Iterator<Item = &'a Rule> {
        let rules = self.deployment.event_rules.iter();
        rules.filter(|rule| rule.stack == self.stack.kind)
    }

    /// A role's ARN: by its logical id where it is of this stack, so that CloudFormation
    /// makes it first.
    pub(super) fn role_arn(&self, role: RoleId) -> Value {
        let role = self.deployment.role(role);
        match self.makes(role) {
            Some(managed) => get_att(&managed.logical_id, "Arn"),
            None => Value::from(role.arn.as_str()),
        }
    }

    /// The name of a declared project, by its logical id where it is of this stack.
    pub(super) fn project_name(&self, declared: ProjectId) -> Option<Value> {
        let mut own = self.own_projects();
        if let Some((project, _)) = own.find(|(project, _)| project.declared == declared) {
            return Some(json!({ "Ref": project.logical_id }));
        }
        let mut projects = self.deployment.projects.iter();
        let project = projects.find(|project| project.declared == declared)?;
        Some(Value::from(project.name.as_str()))
    }

    /// The ARN of a store's key: from its own stack's output. An import would hold on to
    /// it: a store's stack goes first, and could not give up its key (which is retained)
    /// when the last foreign account goes, as long as the pipeline's stack imports it.
    ///
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html>
    pub(super) fn key_arn(&self, store: StoreId) -> Option<Value> {
        let found = &self.deployment.stores[store];
        match &found.key {
            StoreKey::None => None,
            StoreKey::Imported { arn } => Some(json!(arn)),
            StoreKey::Managed { .. } => {
                let kind = StackKind::Artifacts(found.region.clone());
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
        self.tags_with(&[])
    }

    /// The tags of a resource that has more than the others. They go before the pipeline's.
    pub(super) fn tags_with(&self, more: &[(String, String)]) -> Value {
        let pipeline = self.deployment.pipeline;
        let own = ("pipewright:pipeline", pipeline.name.as_str());
        let users = pipeline.settings.tags.iter();
        let users = users.filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
        std::iter::once(own)
            .chain(
                users
                    .chain(more)
                    .map(|(key, value)| (key.as_str(), value.as_str())),
            )
            .map(|(key, value)| json!({ "Key": key, "Value": value }))
            .collect()
    }
}

/// The output of a store's stack that holds its key's ARN.
pub(super) const KEY_OUTPUT: &str = "KeyArn";

/// The output of a store's stack that holds its bucket's name.
pub(super) const BUCKET_OUTPUT: &str = "BucketName";
