//! Build projects that are declared, and used by some action.

use super::builds;
use super::escape::policy_string;
use super::grants::{Access, Call, Grants};
use super::names::Names;
use super::roles::{self, Role, RoleSpec, Trust};
use super::secrets;
use super::stacks::StackKind;
use crate::arn::ArnEnvironment;
use crate::catalogue::Condition;
use crate::catalogue::images::EcrImage;
use crate::pipeline::{
    Action, Environment, Pipeline, Project as Declared, ProjectId, ProjectOrigin, ProjectSettings,
    RoleId, RoleSettings, Setting, Source,
};

/// The configuration of an action or rule that runs a batch.
const RUNS_BATCH: Condition = Condition::Is("BatchEnabled", &["true"]);

/// A build project of the deployment.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) declared: ProjectId,
    /// Its logical id in its template.
    pub(crate) logical_id: String,
    /// Its physical name.
    pub(crate) name: String,
    pub(crate) environment: Environment,
    pub(crate) role: RoleId,
    /// The role that starts the builds of its batches, where some action runs one and we
    /// make the project.
    pub(crate) batch_role: Option<RoleId>,
    /// The project as we make it; nothing where it is imported.
    pub(crate) managed: Option<ManagedProject>,
    pub(crate) source: Source,
}

/// A project that we make.
#[derive(Debug)]
pub(crate) struct ManagedProject {
    pub(crate) settings: ProjectSettings,
    /// The key that CodeBuild encrypts with.
    pub(crate) key: ProjectKey,
    pub(crate) stack: StackKind,
}

/// The key that CodeBuild encrypts a project's outputs, caches and logs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProjectKey {
    /// That of the store of its region, if it is at home and the store has one.
    Store,
    /// The user's own, by its ARN.
    Own(String),
    /// S3's own key of the project's account.
    Aws,
}

/// The calls of the role of a project's batches.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
const BATCH_CALLS: &[&str] = &[
    "codebuild:RetryBuild",
    "codebuild:StartBuild",
    "codebuild:StopBuild",
];

/// The projects that some action uses, each with its role and what that needs besides
/// artifacts.
pub(super) fn projects(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    grants: &mut Grants,
) -> Vec<Project> {
    (0..)
        .map(ProjectId)
        .zip(&pipeline.projects)
        .filter(|(id, _)| is_used(pipeline, *id))
        .map(|(id, declared)| match &declared.origin {
            ProjectOrigin::Imported { role, .. } => project(names, (id, declared), *role),
            ProjectOrigin::Managed(settings) => {
                let project = managed(pipeline, names, roles, (id, declared), settings);
                record(pipeline, grants, &project, settings);
                project
            }
        })
        .collect()
}

/// A project with the role of its builds.
fn project(names: &Names, (id, declared): (ProjectId, &Declared), role: RoleId) -> Project {
    Project {
        declared: id,
        logical_id: match own_name(declared) {
            Some(name) => super::logical::of_name("Project", name),
            None => super::logical::of_declared(&[], &declared.name, "Project"),
        },
        name: names.of_project(declared),
        environment: declared.environment.clone(),
        role,
        batch_role: None,
        managed: None,
        source: declared.source.clone(),
    }
}

/// The name of a project that we make, if the user has given it one.
fn own_name(declared: &Declared) -> Option<&str> {
    match &declared.origin {
        ProjectOrigin::Managed(settings) => settings.name.as_deref(),
        ProjectOrigin::Imported { .. } => None,
    }
}

/// A project that we make, with its roles.
fn managed(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    (id, declared): (ProjectId, &Declared),
    settings: &ProjectSettings,
) -> Project {
    let stack = StackKind::of_projects(pipeline, &declared.environment);
    let mut create = |part| create_role(pipeline, names, roles, declared, part, &stack);
    let role = match settings.given_role {
        Some(given) => given,
        None => create(builds(settings)),
    };
    let batch_role = match settings.given_batch_role {
        Some(given) => Some(given),
        None => runs_batches(pipeline, id).then(|| create(batches())),
    };
    let project = Project {
        batch_role,
        managed: Some(ManagedProject {
            key: key(pipeline, id, settings),
            settings: settings.clone(),
            stack,
        }),
        ..project(names, (id, declared), role)
    };
    for role in [role].into_iter().chain(batch_role) {
        // https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
        let condition = ("ArnEquals", "aws:SourceArn", arn(pipeline, &project));
        roles[role].trust(Trust::Service("codebuild.amazonaws.com", vec![condition]));
    }
    project
}

/// The key of a project. A role that makes no artifacts may decrypt with the store's key only, so
/// that caches and logs get S3's own.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html>
fn key(pipeline: &Pipeline, id: ProjectId, settings: &ProjectSettings) -> ProjectKey {
    let mut all = pipeline.actions_and_rules();
    let makes = all.any(|action| starts(action, id) && !action.outputs.is_empty());
    match &settings.builds.encryption_key {
        Some(arn) => ProjectKey::Own(arn.clone()),
        None if settings.builds.encrypts() && !makes => ProjectKey::Aws,
        None => ProjectKey::Store,
    }
}

/// The ARN of a project.
fn arn(pipeline: &Pipeline, project: &Project) -> String {
    let here = pipeline.arns(&project.environment);
    here.project(&project.name).to_string()
}

/// Records what the roles of a project need besides artifacts: logs, variables and the image
/// of its builds, and the builds of its batches.
fn record(pipeline: &Pipeline, grants: &mut Grants, project: &Project, settings: &ProjectSettings) {
    if let Some(role) = project.batch_role {
        let builds = Call::on(BATCH_CALLS, vec![arn(pipeline, project)]);
        grants.record(role, Access::Call(builds), "runs the builds of a batch", "");
    }
    let role = project.role;
    if let Some(logs) = log_call(pipeline, project, settings) {
        grants.record(
            role,
            Access::Call(logs),
            "writes the logs of its builds",
            "",
        );
    }
    let variables = &settings.environment_variables;
    let place = (&project.environment, String::new());
    secrets::record(pipeline, grants, role, variables, place);
    let pulls = settings.builds.image_pull_credentials_type.as_deref() != Some("CODEBUILD");
    let images = image_calls(&settings.image, pipeline.partition());
    for call in images.into_iter().filter(|_| pulls) {
        grants.record(
            role,
            Access::Call(call),
            "pulls the image of its builds",
            "",
        );
    }
    builds::record(pipeline, grants, project, settings);
}

/// The calls with which a project's builds write their log in CloudWatch, where they do.
fn log_call(pipeline: &Pipeline, project: &Project, settings: &ProjectSettings) -> Option<Call> {
    let here = pipeline.arns(&project.environment);
    let said = settings.builds.cloud_watch_logs.as_ref();
    if said.is_some_and(|logs| !logs.enabled) {
        return None;
    }
    let own = said.and_then(|logs| logs.group.as_deref());
    let group = match own {
        Some(group) => here.log_group(&policy_string(group)).to_string(),
        None => here
            .log_group(&format!("/aws/codebuild/{}", project.name))
            .to_string(),
    };
    let streams = format!("{group}:*");
    Some(Call::on(
        &[
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ],
        vec![group, streams],
    ))
}

/// The parts of a project's role.
struct Part {
    logical_id: &'static str,
    name: &'static str,
    does: &'static str,
    settings: RoleSettings,
}

/// The role of a project's builds.
fn builds(settings: &ProjectSettings) -> Part {
    Part {
        logical_id: "ProjectRole",
        name: "project",
        does: "Builds",
        settings: settings.role.clone(),
    }
}

/// The role that CodeBuild starts the builds of a batch with: another one than that of the
/// builds, which could start more by themselves otherwise. It gets nothing of what the user
/// allows the builds.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
fn batches() -> Part {
    Part {
        logical_id: "ProjectBatchRole",
        name: "batch",
        does: "Batches of builds",
        settings: RoleSettings::default(),
    }
}

fn create_role(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    declared: &Declared,
    part: Part,
    stack: &StackKind,
) -> RoleId {
    let logical_id = super::logical::of_declared(&[], &declared.name, part.logical_id);
    let spec = RoleSpec {
        logical_id: match own_name(declared) {
            // The role trusts the project of this name. One under another name has another role.
            Some(name) => super::logical::under(&logical_id, name),
            None => logical_id,
        },
        parts: &[part.name, &declared.name],
        account: declared.environment.account,
        stack: stack.clone(),
        description: format!(
            "{} of project {} of pipeline {}",
            part.does, declared.name, pipeline.name
        ),
        settings: part.settings,
        source: declared.source.clone(),
    };
    roles::add_managed(pipeline, names, roles, spec)
}

fn is_used(pipeline: &Pipeline, id: ProjectId) -> bool {
    let mut all = pipeline.actions_and_rules();
    all.any(|action| starts(action, id))
}

/// Returns whether a declared role is that of a project whose stack is deployed before the
/// pipeline's.
pub(super) fn is_before_the_pipeline(pipeline: &Pipeline, role: RoleId) -> bool {
    let mut projects = (0..).map(ProjectId).zip(&pipeline.projects);
    projects.any(|(id, project)| match &project.origin {
        ProjectOrigin::Managed(settings) => {
            let given = [settings.given_role, settings.given_batch_role];
            given.contains(&Some(role))
                && StackKind::of_projects(pipeline, &project.environment) != StackKind::Pipeline
                && is_used(pipeline, id)
        }
        ProjectOrigin::Imported { .. } => false,
    })
}

fn runs_batches(pipeline: &Pipeline, id: ProjectId) -> bool {
    let mut all = pipeline.actions_and_rules();
    all.any(|action| starts(action, id) && runs_batch(action))
}

fn starts(action: &Action, project: ProjectId) -> bool {
    let mut entries = action.config.entries.iter();
    entries.any(|(_, value)| *value == Setting::Project(project))
}

/// Returns whether an action or rule runs a batch of builds.
pub(crate) fn runs_batch(action: &Action) -> bool {
    action.config.holds(RUNS_BATCH, action.inputs.len())
}

/// The calls that pull an image of a private ECR repository.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html>
fn image_calls(image: &str, partition: &str) -> Vec<Call> {
    let Some(image) = EcrImage::parse(image) else {
        return Vec::new();
    };
    let registry = ArnEnvironment {
        partition,
        region: image.region,
        account: image.account,
    };
    let pull = Call::on(
        &[
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
        ],
        vec![registry.repository(image.repository).to_string()],
    );
    let log_in = Call {
        unscoped: Some(
            "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
        ),
        ..Call::on(&["ecr:GetAuthorizationToken"], vec!["*".to_owned()])
    };
    vec![pull, log_in]
}
