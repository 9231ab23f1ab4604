//! Roles: the pipeline's own, those of actions, and the declared ones.

use super::layout::Layout;
use super::names::Names;
use super::stacks::StackKind;
use crate::arn::Arn;
use crate::pipeline::{
    AccountIndex, OnePer, Pipeline, Role as Declared, RoleId, RoleOrigin, RoleSettings, Source,
};
use std::ops::{Index, IndexMut};

/// A role that plays a part in the pipeline.
#[derive(Debug)]
pub(crate) struct Role {
    /// The name of the declaration that imports it; nothing for one that we make, or that stands as
    /// an ARN.
    pub(crate) declared_as: Option<String>,
    pub(crate) account: AccountIndex,
    pub(crate) arn: String,
    /// The role as we make it; nothing where it is imported.
    pub(crate) managed: Option<ManagedRole>,
    /// The principals that may assume it.
    pub(crate) trust: Vec<Trust>,
    pub(crate) source: Source,
}

/// A role that we make.
#[derive(Debug)]
pub(crate) struct ManagedRole {
    /// Its logical id in its template: `DeployToTestPrepareRole`.
    pub(crate) logical_id: String,
    pub(crate) name: String,
    pub(crate) path: String,
    /// Its path is the pipeline's own.
    pub(crate) uses_pipeline_path: bool,
    pub(crate) description: String,
    /// With what the rules for all roles say of it.
    pub(crate) settings: RoleSettings,
    /// The tags that it has besides those of the pipeline.
    pub(crate) tags: Vec<(String, String)>,
    /// It has managed policies in place of inline ones.
    pub(crate) managed_only: bool,
    /// Which actions share it.
    pub(crate) one_per: OnePer,
    pub(crate) stack: StackKind,
}

/// A principal that may assume a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A service, under conditions (operator, key, value).
    Service(&'static str, Vec<(&'static str, &'static str, String)>),
    /// Another role.
    Role(RoleId),
}

impl Index<RoleId> for Vec<Role> {
    type Output = Role;

    fn index(&self, id: RoleId) -> &Role {
        &self[id.0]
    }
}

impl IndexMut<RoleId> for Vec<Role> {
    fn index_mut(&mut self, id: RoleId) -> &mut Role {
        &mut self[id.0]
    }
}

impl Role {
    pub(crate) fn trust(&mut self, trust: Trust) {
        if !self.trust.contains(&trust) {
            self.trust.push(trust);
        }
    }

    /// The word that reports have for it: its logical id where we make it, and the name of its
    /// declaration or its ARN where it exists.
    pub(crate) fn label(&self) -> &str {
        match (&self.managed, &self.declared_as) {
            (Some(managed), _) => &managed.logical_id,
            (None, Some(name)) => name,
            (None, None) => &self.arn,
        }
    }
}

/// The parts of a role that we are about to make.
pub(super) struct RoleSpec<'a> {
    pub(super) logical_id: String,
    pub(super) parts: &'a [&'a str],
    pub(super) account: AccountIndex,
    pub(super) stack: StackKind,
    pub(super) description: String,
    pub(super) settings: RoleSettings,
    pub(super) source: Source,
}

/// Adds a role that we make.
pub(super) fn add_managed(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    spec: RoleSpec<'_>,
) -> RoleId {
    let id = RoleId(roles.len());
    roles.push(managed_role(pipeline, names, spec));
    id
}

/// A role that we make. Its logical id and its name follow from the same: what changes the
/// one changes the other, so that a new role stands beside the old one until nothing names
/// that any more. A path or a prefix makes another role too, which CloudFormation cannot give
/// a name that is in use. A name of the user's own makes the logical id alone: under another
/// one, CloudFormation would make the role again before it removes it.
fn managed_role(pipeline: &Pipeline, names: &Names, spec: RoleSpec<'_>) -> Role {
    let rules = pipeline.role_rules(spec.account);
    let mut settings = spec.settings;
    if settings.permissions_boundary.is_none() {
        settings
            .permissions_boundary
            .clone_from(&rules.permissions_boundary);
    }
    if settings.path.is_none() {
        settings.path.clone_from(&rules.path);
    }
    let uses_pipeline_path = settings.path.is_none();
    let prefix = rules.name_prefix.as_deref().unwrap_or_default();
    let (logical_id, name) = match &settings.name {
        Some(name) => (super::logical::of_name("Role", name), name.clone()),
        None => {
            let logical_id = match (settings.path.as_deref(), prefix) {
                (None, "") => spec.logical_id,
                (Some(path), "") => super::logical::under(&spec.logical_id, path),
                (path, prefix) => {
                    let path = path.unwrap_or_default();
                    super::logical::under(&spec.logical_id, &format!("{path} {prefix}"))
                }
            };
            let stack = spec.stack.words(pipeline);
            let name = names.role(spec.parts, &stack, &logical_id, prefix);
            (logical_id, name)
        }
    };
    let own = settings.path.clone();
    let path = own.unwrap_or_else(|| pipeline.iam_path().to_string());
    let account = pipeline.accounts[spec.account].id.as_str();
    let arn = Arn::role(pipeline.partition(), account, &path, &name).to_string();
    Role {
        declared_as: None,
        account: spec.account,
        arn,
        managed: Some(ManagedRole {
            logical_id,
            name,
            path,
            uses_pipeline_path,
            description: spec.description,
            settings,
            tags: rules.tags.clone(),
            managed_only: rules.managed_only,
            one_per: OnePer::Action,
            stack: spec.stack,
        }),
        trust: Vec::new(),
        source: spec.source,
    }
}

/// The declared roles, in the order of their declaration: `RoleId(n)` is the same in both lists.
pub(super) fn declared_roles(pipeline: &Pipeline, names: &Names, layout: &Layout) -> Vec<Role> {
    let roles = pipeline.roles.iter().enumerate();
    roles
        .map(|(index, role)| match &role.origin {
            RoleOrigin::Imported { arn } => imported_role(
                Some(role.name.clone()),
                role.account,
                arn.clone(),
                role.source.clone(),
            ),
            RoleOrigin::Managed(settings) => {
                let parts = ["role", role.name.as_str()];
                let stack = stack_of_declared(pipeline, layout, (RoleId(index), role), settings);
                let spec = RoleSpec {
                    logical_id: super::logical::of_declared(&["Role"], &role.name, ""),
                    parts: &parts,
                    account: role.account,
                    stack,
                    description: format!("Role {} of pipeline {}", role.name, pipeline.name),
                    settings: settings.clone(),
                    source: role.source.clone(),
                };
                managed_role(pipeline, names, spec)
            }
        })
        .collect()
}

/// The stack of a declared role. One with a name of its own never moves to another stack of its
/// account: CloudFormation would make it in the one before it removes it from the other. One
/// of a project is made before the project.
fn stack_of_declared(
    pipeline: &Pipeline,
    layout: &Layout,
    (id, role): (RoleId, &Declared),
    settings: &RoleSettings,
) -> StackKind {
    if settings.name.is_some() {
        return StackKind::NamedRoles(role.account);
    }
    let stack = layout.stack_of_role(pipeline, role.account, &["role", &role.name]);
    if stack == StackKind::Pipeline && super::projects::is_before_the_pipeline(pipeline, id) {
        return StackKind::Roles(role.account, None);
    }
    stack
}

fn imported_role(
    declared_as: Option<String>,
    account: AccountIndex,
    arn: String,
    source: Source,
) -> Role {
    Role {
        declared_as,
        account,
        arn,
        managed: None,
        trust: Vec::new(),
        source,
    }
}

/// The role of an ARN that a user wrote in place of a declared role. Adds it if it is not known.
pub(super) fn find_or_import(
    roles: &mut Vec<Role>,
    arn: &str,
    account: AccountIndex,
    source: &Source,
) -> RoleId {
    if let Some(known) = roles.iter().position(|role| role.arn == arn) {
        return RoleId(known);
    }
    roles.push(imported_role(None, account, arn.to_owned(), source.clone()));
    RoleId(roles.len() - 1)
}

/// The role that the pipeline itself runs with.
pub(super) fn service_role(pipeline: &Pipeline, names: &Names, roles: &mut Vec<Role>) -> RoleId {
    let id = pipeline.settings.service_role.unwrap_or_else(|| {
        let spec = RoleSpec {
            logical_id: "ServiceRole".to_owned(),
            parts: &["service"],
            account: pipeline.home,
            stack: StackKind::Pipeline,
            description: format!("Service role of pipeline {}", pipeline.name),
            settings: RoleSettings::default(),
            source: pipeline.source.clone(),
        };
        add_managed(pipeline, names, roles, spec)
    });
    // Whether CodePipeline sends aws:SourceArn or aws:SourceAccount with this call is
    // not documented, so nothing narrows it.
    roles[id].trust(Trust::Service("codepipeline.amazonaws.com", Vec::new()));
    id
}
