//! Build projects that are declared, and used by some action.

use super::ledger::{Call, Ledger, Need};
use super::names::Names;
use super::roles::{self, New, Role, RoleId, Trust};
use super::secrets;
use super::stacks::StackKind;
use crate::arn::ArnEnvironment;
use crate::catalogue::Condition;
use crate::pipeline::{
    Action, Environment, Pipeline, ProjectOrigin, ProjectSettings, RoleSettings, Setting, Source,
};

/// Of the configuration of an action or rule that runs a batch.
const RUNS_BATCH: Condition = Condition::Is("BatchEnabled", &["true"]);

/// A build project of the deployment.
#[derive(Debug)]
pub(crate) struct Project {
    /// Its index among the declared ones.
    pub(crate) declared: usize,
    /// What it is called in its template.
    pub(crate) title: String,
    /// Its physical name.
    pub(crate) name: String,
    pub(crate) environment: Environment,
    pub(crate) role: RoleId,
    /// The role that starts the builds of its batches, where some action runs one and we
    /// make the project.
    pub(crate) batch_role: Option<RoleId>,
    /// What we make it with; nothing where it is imported.
    pub(crate) made: Option<(ProjectSettings, StackKind)>,
    pub(crate) source: Source,
}

/// What the role of a project's batches does.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
const BATCH_CALLS: &[&str] = &[
    "codebuild:RetryBuild",
    "codebuild:StartBuild",
    "codebuild:StopBuild",
];

/// The physical name of a declared project.
pub(super) fn physical_name(pipeline: &Pipeline, names: &Names, declared: usize) -> String {
    let project = &pipeline.projects[declared];
    match &project.origin {
        ProjectOrigin::Imported { name, .. } => name.clone(),
        ProjectOrigin::Managed(_) => names.project(&[&project.name]),
    }
}

/// The projects that some action uses, each with its role and what that needs besides
/// artifacts: its log group, and its image.
pub(super) fn projects(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    ledger: &mut Ledger,
) -> Vec<Project> {
    let mut out = Vec::new();
    for (index, declared) in pipeline.projects.iter().enumerate() {
        if !is_used(pipeline, index) {
            continue;
        }
        let name = physical_name(pipeline, names, index);
        let environment = declared.environment.clone();
        let mut batch_role = None;
        let (role, made) = match &declared.origin {
            ProjectOrigin::Imported { role, .. } => (RoleId(*role), None),
            ProjectOrigin::Managed(settings) => {
                let stack = StackKind::of_projects(pipeline, &environment);
                let builds = role(
                    pipeline,
                    names,
                    roles,
                    index,
                    builds(settings),
                    stack.clone(),
                );
                if runs_batches(pipeline, index) {
                    let stack = stack.clone();
                    batch_role = Some(role(pipeline, names, roles, index, batches(), stack));
                }
                (builds, Some(((**settings).clone(), stack)))
            }
        };
        if let Some((settings, _)) = &made {
            let here = pipeline.arns(&environment);
            let source_arn = here.project(&name).to_string();
            // https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
            for role in [Some(role), batch_role].into_iter().flatten() {
                let condition = ("ArnEquals", "aws:SourceArn", source_arn.clone());
                roles[role.0].trust(Trust::Service("codebuild.amazonaws.com", vec![condition]));
            }
            if let Some(role) = batch_role {
                let builds = Call {
                    actions: BATCH_CALLS.to_vec(),
                    resources: vec![source_arn],
                    conditions: Vec::new(),
                    unscoped: None,
                };
                ledger.record(role, Need::Call(builds), "runs the builds of a batch", "");
            }
            let group = here
                .log_group(&format!("/aws/codebuild/{name}"))
                .to_string();
            let logs = Call {
                actions: vec![
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                ],
                resources: vec![group.clone(), format!("{group}:*")],
                conditions: Vec::new(),
                unscoped: None,
            };
            ledger.record(role, Need::Call(logs), "writes the logs of its builds", "");
            let variables = &settings.environment_variables;
            let place = (&environment, String::new());
            secrets::record(pipeline, ledger, role, variables, place);
            for call in image_calls(&settings.image, pipeline.partition()) {
                ledger.record(role, Need::Call(call), "pulls the image of its builds", "");
            }
        }
        let title = super::logical::of_declared(&[], &declared.name, "Project");
        let source = declared.source.clone();
        out.push(Project {
            declared: index,
            title,
            name,
            environment,
            role,
            batch_role,
            made,
            source,
        });
    }
    out
}

/// What a role of a project is called and made with.
struct Part {
    title: &'static str,
    name: &'static str,
    does: &'static str,
    settings: RoleSettings,
}

/// The role of a project's builds.
fn builds(settings: &ProjectSettings) -> Part {
    Part {
        title: "ProjectRole",
        name: "project",
        does: "Builds",
        settings: settings.role.clone(),
    }
}

/// The role that CodeBuild starts the builds of a batch with: another one than that of the
/// builds, which could start more by themselves otherwise. What the user allows the builds
/// is none of its business.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
fn batches() -> Part {
    Part {
        title: "ProjectBatchRole",
        name: "batch",
        does: "Batches of builds",
        settings: RoleSettings::default(),
    }
}

fn role(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    index: usize,
    part: Part,
    stack: StackKind,
) -> RoleId {
    let declared = &pipeline.projects[index];
    let new = New {
        title: super::logical::of_declared(&[], &declared.name, part.title),
        parts: &[part.name, &declared.name],
        account: declared.environment.account,
        stack,
        description: format!(
            "{} of project {} of pipeline {}",
            part.does, declared.name, pipeline.name
        ),
        settings: part.settings,
        source: declared.source.clone(),
    };
    roles::make(pipeline, names, roles, new)
}

fn is_used(pipeline: &Pipeline, index: usize) -> bool {
    let mut all = pipeline.actions_and_rules();
    all.any(|action| starts(action, index))
}

fn runs_batches(pipeline: &Pipeline, index: usize) -> bool {
    let mut all = pipeline.actions_and_rules();
    all.any(|action| starts(action, index) && runs_batch(action))
}

fn starts(action: &Action, project: usize) -> bool {
    let mut entries = action.config.entries.iter();
    entries.any(|(_, value)| *value == Setting::Project(project))
}

/// Whether an action or rule runs a batch of builds.
pub(crate) fn runs_batch(action: &Action) -> bool {
    action.config.holds(RUNS_BATCH, action.inputs.len())
}

/// What pulling an image of a private ECR repository takes.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html>
fn image_calls(image: &str, partition: &str) -> Vec<Call> {
    let Some((host, rest)) = image.split_once('/') else {
        return Vec::new();
    };
    let mut parts = host.split('.');
    let (Some(account), Some("dkr"), Some("ecr"), Some(region)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Vec::new();
    };
    let registry = ArnEnvironment {
        partition,
        region,
        account,
    };
    let repository = rest.split(['@', ':']).next().unwrap_or(rest);
    let call = |actions, resource, unscoped| Call {
        actions,
        resources: vec![resource],
        conditions: Vec::new(),
        unscoped,
    };
    vec![
        call(
            vec![
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
            registry.repository(repository).to_string(),
            None,
        ),
        call(
            vec!["ecr:GetAuthorizationToken"],
            "*".to_owned(),
            Some(
                "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
            ),
        ),
    ]
}
