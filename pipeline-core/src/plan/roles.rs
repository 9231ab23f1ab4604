//! Roles: the pipeline's own, those of actions, and the declared ones.

use super::names::Names;
use super::stacks::StackKind;
use crate::arn::Arn;
use crate::pipeline::{Pipeline, RoleOrigin, RoleSettings, Source};

/// A role of the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RoleId(pub(crate) usize);

/// A role that plays a part in the pipeline.
#[derive(Debug)]
pub(crate) struct Role {
    /// What it is called in its template: `DeployToTestPrepareRole`.
    pub(crate) title: String,
    pub(crate) account: usize,
    pub(crate) arn: String,
    /// How it is made; nothing where it is imported.
    pub(crate) made: Option<Made>,
    /// Who may assume it.
    pub(crate) trust: Vec<Trust>,
    pub(crate) source: Source,
}

/// A role that we make.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) path: String,
    /// Whether that is the pipeline's own path.
    pub(crate) under_path: bool,
    pub(crate) description: String,
    pub(crate) settings: RoleSettings,
    pub(crate) stack: StackKind,
}

/// Who may assume a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A service, under conditions (operator, key, value).
    Service(&'static str, Vec<(&'static str, &'static str, String)>),
    /// Another role.
    Role(RoleId),
}

impl Role {
    pub(crate) fn trust(&mut self, trust: Trust) {
        if !self.trust.contains(&trust) {
            self.trust.push(trust);
        }
    }
}

/// What a new role of ours is made of.
pub(super) struct New<'a> {
    pub(super) title: String,
    pub(super) parts: &'a [&'a str],
    pub(super) account: usize,
    pub(super) stack: StackKind,
    pub(super) description: String,
    pub(super) settings: RoleSettings,
    pub(super) source: Source,
}

/// Adds a role that we make.
pub(super) fn make(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    new: New<'_>,
) -> RoleId {
    let id = RoleId(roles.len());
    roles.push(made(pipeline, names, new));
    id
}

fn made(pipeline: &Pipeline, names: &Names, new: New<'_>) -> Role {
    let name = names.role(new.parts);
    let own = new.settings.path.clone();
    let under_path = own.is_none();
    let path = own.unwrap_or_else(|| pipeline.iam_path().to_string());
    let account = pipeline.accounts[new.account].id.as_str();
    let arn = Arn::role(pipeline.partition(), account, &path, &name).to_string();
    Role {
        title: new.title,
        account: new.account,
        arn,
        made: Some(Made {
            name,
            path,
            under_path,
            description: new.description,
            settings: new.settings,
            stack: new.stack,
        }),
        trust: Vec::new(),
        source: new.source,
    }
}

/// The declared roles, in the order of their declaration, so that an index of one is
/// an index of the other.
pub(super) fn declared(pipeline: &Pipeline, names: &Names) -> Vec<Role> {
    pipeline
        .roles
        .iter()
        .map(|role| match &role.origin {
            RoleOrigin::Imported { arn } => imported(
                role.name.clone(),
                role.account,
                arn.clone(),
                role.source.clone(),
            ),
            RoleOrigin::Managed(settings) => made(
                pipeline,
                names,
                New {
                    title: super::logical::of_declared(&["Role"], &role.name, ""),
                    parts: &["role", &role.name],
                    account: role.account,
                    stack: StackKind::of_roles(pipeline, role.account),
                    description: format!("Role {} of pipeline {}", role.name, pipeline.name),
                    settings: settings.clone(),
                    source: role.source.clone(),
                },
            ),
        })
        .collect()
}

fn imported(title: String, account: usize, arn: String, source: Source) -> Role {
    Role {
        title,
        account,
        arn,
        made: None,
        trust: Vec::new(),
        source,
    }
}

/// The role of an ARN that a user wrote in place of a declared role.
pub(super) fn of_arn(roles: &mut Vec<Role>, arn: &str, account: usize, source: &Source) -> RoleId {
    if let Some(known) = roles.iter().position(|role| role.arn == arn) {
        return RoleId(known);
    }
    roles.push(imported(
        arn.to_owned(),
        account,
        arn.to_owned(),
        source.clone(),
    ));
    RoleId(roles.len() - 1)
}

/// The role that the pipeline itself runs with.
pub(super) fn service(pipeline: &Pipeline, names: &Names, roles: &mut Vec<Role>) -> RoleId {
    let id = make(
        pipeline,
        names,
        roles,
        New {
            title: "ServiceRole".to_owned(),
            parts: &["service"],
            account: pipeline.home,
            stack: StackKind::Pipeline,
            description: format!("Service role of pipeline {}", pipeline.name),
            settings: RoleSettings::default(),
            source: pipeline.source.clone(),
        },
    );
    // Whether CodePipeline sends aws:SourceArn or aws:SourceAccount with this call is
    // not documented, so nothing narrows it.
    roles[id.0].trust(Trust::Service("codepipeline.amazonaws.com", Vec::new()));
    id
}
