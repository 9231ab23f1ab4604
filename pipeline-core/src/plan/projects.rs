//! Build projects that are declared, and used by some action.

use super::ledger::{Call, Ledger, Need};
use super::names::Names;
use super::roles::{self, New, Role, RoleId, Trust};
use super::secrets;
use super::stacks::StackKind;
use crate::pipeline::{Environment, Pipeline, ProjectOrigin, ProjectSettings, Setting, Source};

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
    /// What we make it with; nothing where it is imported.
    pub(crate) made: Option<(ProjectSettings, StackKind)>,
    pub(crate) source: Source,
}

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
        let (role, made) = match &declared.origin {
            ProjectOrigin::Imported { role, .. } => (RoleId(*role), None),
            ProjectOrigin::Managed(settings) => {
                let stack = StackKind::of_projects(pipeline, &environment);
                let role = role(pipeline, names, roles, index, settings, stack.clone());
                (role, Some(((**settings).clone(), stack)))
            }
        };
        if let Some((settings, _)) = &made {
            let arn = |service: &str, resource: String| {
                format!(
                    "arn:{}:{service}:{}:{}:{resource}",
                    pipeline.partition(),
                    environment.region,
                    pipeline.accounts[environment.account].id
                )
            };
            let source_arn = arn("codebuild", format!("project/{name}"));
            // https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
            let condition = ("ArnEquals", "aws:SourceArn", source_arn);
            roles[role.0].trust(Trust::Service("codebuild.amazonaws.com", vec![condition]));
            let group = arn("logs", format!("log-group:/aws/codebuild/{name}"));
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
            made,
            source,
        });
    }
    out
}

fn role(
    pipeline: &Pipeline,
    names: &Names,
    roles: &mut Vec<Role>,
    index: usize,
    settings: &ProjectSettings,
    stack: StackKind,
) -> RoleId {
    let declared = &pipeline.projects[index];
    let new = New {
        title: super::logical::of_declared(&[], &declared.name, "ProjectRole"),
        parts: &["project", &declared.name],
        account: declared.environment.account,
        stack,
        description: format!(
            "Builds of project {} of pipeline {}",
            declared.name, pipeline.name
        ),
        settings: settings.role.clone(),
        source: declared.source.clone(),
    };
    roles::make(pipeline, names, roles, new)
}

fn is_used(pipeline: &Pipeline, index: usize) -> bool {
    pipeline.actions_and_rules().any(|action| {
        action
            .config
            .entries
            .iter()
            .any(|(_, value)| *value == Setting::Project(index))
    })
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
            format!("arn:{partition}:ecr:{region}:{account}:repository/{repository}"),
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
