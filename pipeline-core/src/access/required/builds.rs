//! Build projects: their roles, their logs, their images, what their environment reads.

use super::project_settings::Deployed;
use super::provider::{OTHER, renamed};
use super::{DeployedAction, Required};
use crate::access::verifier::Purpose;
use crate::arn::Arn;
use crate::catalogue::VariableKind;
use crate::codes;
use crate::pipeline::{Environment, ProjectId, ProjectOrigin, Setting, Variable};

const LOG_GROUP: &[&str] = &["logs:CreateLogGroup"];
const LOG_STREAM: &[&str] = &["logs:CreateLogStream", "logs:PutLogEvents"];
const IMAGE: &[&str] = &[
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
];
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
const BATCH: &[&str] = &[
    "codebuild:StartBuild",
    "codebuild:StopBuild",
    "codebuild:RetryBuild",
];
/// S3's own key, of each account.
const AWS_KEY: &str = "alias/aws/s3";
const TOKEN: &[&str] = &["ecr:GetAuthorizationToken"];

impl<'w> Required<'w, '_> {
    /// The role of the project that an action starts: as the template of the project has
    /// it, or as the user says it.
    pub(super) fn project_role(&mut self, deployed_action: &DeployedAction<'w>) -> Option<&'w str> {
        let inventory = self.inventory;
        let declared = deployed_action.action.config.entries.iter();
        let declared = declared.clone().find_map(|(_, setting)| match setting {
            Setting::Project(index) => Some(*index),
            _ => None,
        })?;
        let name = deployed_action.declaration.configuration.get("ProjectName");
        let Some(name) = name else {
            self.wrong(deployed_action, "without its project".to_owned());
            return None;
        };
        if let ProjectOrigin::Imported { role, .. } = &inventory.pipeline.projects[declared].origin
        {
            return Some(&inventory.deployment.roles[*role].arn);
        }
        // The action acts in the account of its role.
        let account = super::account_of(deployed_action.role);
        let arn = self.arn(
            "codebuild",
            deployed_action.region,
            account,
            &format!("project/{name}"),
        );
        let Some(project) = inventory.deployed.projects.get(&arn) else {
            self.wrong(deployed_action, format!("`{arn}`, which no stack makes"));
            return None;
        };
        let key = inventory
            .stores
            .get(deployed_action.region)
            .and_then(|resources| resources.key.as_ref());
        let named = project.key.as_deref();
        // CodeBuild encrypts with its project's key. A project of another account has no
        // outputs, and so no use for one.
        let same_account = account == inventory.home;
        let own = self.key_besides_stores(declared);
        if let Some(own) = &own
            && named
                != Some(own)
                    .filter(|own| same_account || *own != AWS_KEY)
                    .map(String::as_str)
        {
            let found = named.unwrap_or("none");
            self.wrong(
                deployed_action,
                format!("with key `{found}` and not `{own}`"),
            );
        }
        if let (Some(key), true) = (key, same_account && own.is_none())
            && named != Some(key.arn.as_ref())
        {
            self.wrong(
                deployed_action,
                "with a key other than its store's".to_owned(),
            );
        }
        let batch = deployed_action
            .declaration
            .configuration
            .get("BatchEnabled");
        if batch.is_some_and(|found| found == "true") {
            match &project.batch_role {
                None => self.wrong(
                    deployed_action,
                    format!("as a batch of `{arn}`, which has no role for that"),
                ),
                // Each build could start more otherwise.
                Some(role) if *role == project.role => self.wrong(
                    deployed_action,
                    format!("as a batch of `{arn}`, with the role of its builds"),
                ),
                Some(_) => {}
            }
        }
        Some(&project.role)
    }

    /// The key that a project has instead of its store's: the user's own, or S3's, where its role
    /// makes no artifacts and could not encrypt with that of the store.
    fn key_besides_stores(&self, declared: ProjectId) -> Option<String> {
        let pipeline = self.inventory.pipeline;
        let ProjectOrigin::Managed(settings) = &pipeline.projects[declared].origin else {
            return None;
        };
        if let Some(own) = &settings.builds.encryption_key {
            return Some(own.clone());
        }
        let mut actions = pipeline.actions_and_rules();
        let makes = actions.any(|action| {
            let mut settings = action.config.entries.iter();
            let starts = settings.any(|(_, value)| *value == Setting::Project(declared));
            starts && !action.outputs.is_empty()
        });
        (settings.builds.encrypts() && !makes).then(|| AWS_KEY.to_owned())
    }

    /// The projects of the templates, each once.
    pub(super) fn projects(&mut self) {
        let inventory = self.inventory;
        for (arn, project) in &inventory.deployed.projects {
            let Some(Arn {
                region,
                account,
                resource,
                ..
            }) = Arn::parse(arn)
            else {
                continue;
            };
            let name = resource.strip_prefix("project/").unwrap_or(&resource);
            let planned = inventory
                .deployment
                .projects
                .iter()
                .find(|known| known.name == name);
            let Some(planned) = planned else { continue };
            let at = planned.source.at;
            let role: &'w str = &project.role;
            let source = Some((arn.as_str(), account));
            let no_action = self.no_action.clone();
            self.assumed_by_service(role, "codebuild.amazonaws.com", source, at, &no_action);
            if let Some(batch) = &project.batch_role {
                self.assumed_by_service(batch, "codebuild.amazonaws.com", source, at, &no_action);
                let purpose = self.purpose("runs the builds of a batch", at);
                self.scoped(&purpose, batch, arn, BATCH);
            }
            let declared = &inventory.pipeline.projects[planned.declared];
            let ProjectOrigin::Managed(settings) = &declared.origin else {
                let message = format!("`{arn}` is imported, and a stack makes it");
                self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
                continue;
            };
            let batch_role = project.batch_role.as_deref();
            for (found, given) in [
                (Some(role), settings.given_role),
                (batch_role, settings.given_batch_role),
            ] {
                let Some(given) = given else { continue };
                let wanted = inventory.deployment.roles[given].arn.as_str();
                if found != Some(wanted) {
                    let found = found.unwrap_or("no role");
                    let message = format!("`{arn}` would have `{found}` and not `{wanted}`");
                    self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
                }
            }
            let logs = settings.builds.cloud_watch_logs.as_ref();
            let own = format!("/aws/codebuild/{name}");
            let group = logs.and_then(|logs| logs.group.as_ref()).unwrap_or(&own);
            if logs.is_none_or(|logs| logs.enabled) {
                let group = self.arn("logs", region, account, &format!("log-group:{group}"));
                self.logs(&group, role, at);
            }
            if settings.builds.image_pull_credentials_type.as_deref() != Some("CODEBUILD") {
                self.image(&settings.image, role, at);
            }
            let project = Deployed {
                name: &planned.name,
                role,
                environment: &declared.environment,
                at,
            };
            self.project_settings(&project, &settings.builds);
            let purpose = self.purpose("reads its environment", at);
            self.secrets(
                &purpose,
                role,
                &declared.environment,
                &settings.environment_variables,
            );
        }
    }

    fn logs(&mut self, group: &str, role: &'w str, at: crate::place::Location) {
        let purpose = self.purpose("writes the logs of its builds", at);
        self.scoped(&purpose, role, group, LOG_GROUP);
        let stream = |group: &str| format!("{group}:log-stream:0a1b2c3d");
        let others: Vec<String> = renamed(group).iter().map(|group| stream(group)).collect();
        self.scoped_among(&purpose, role, &stream(group), LOG_STREAM, &others);
    }

    fn image(&mut self, image: &str, role: &'w str, at: crate::place::Location) {
        let Some((host, rest)) = image.split_once('/') else {
            return;
        };
        let parts: Vec<&str> = host.split('.').collect();
        let [account, "dkr", "ecr", region, ..] = parts.as_slice() else {
            return;
        };
        let name = rest.split(['@', ':']).next().unwrap_or(rest);
        let arn = self.arn("ecr", region, account, &format!("repository/{name}"));
        let purpose = self.purpose("pulls the image of its builds", at);
        self.scoped(&purpose, role, &arn, IMAGE);
        self.calls(&purpose, role, "*", TOKEN);
    }

    pub(super) fn secrets_of(&mut self, deployed_action: &DeployedAction<'w>, worker: &'w str) {
        for setting in deployed_action.action.config.settings() {
            if let Setting::Variables(variables) = setting {
                let purpose = deployed_action.purpose("reads its environment");
                self.secrets(
                    &purpose,
                    worker,
                    &deployed_action.action.environment,
                    variables,
                );
            }
        }
    }

    pub(super) fn secrets(
        &mut self,
        purpose: &Purpose<'_>,
        role: &'w str,
        environment: &Environment,
        variables: &[Variable],
    ) {
        let region = environment.region.as_str();
        let account = self.inventory.pipeline.accounts[environment.account]
            .id
            .as_str();
        for variable in variables {
            let Setting::String(name) = &variable.value else {
                continue;
            };
            let whole = name.starts_with("arn:");
            match variable.kind {
                VariableKind::Plaintext => {}
                // A name that is known only when the pipeline runs.
                _ if name.contains("#{") => {}
                VariableKind::ParameterStore => {
                    let arn = if whole {
                        name.clone()
                    } else {
                        let name = name.trim_start_matches('/');
                        self.arn("ssm", region, account, &format!("parameter/{name}"))
                    };
                    self.scoped(purpose, role, &arn, &["ssm:GetParameters"]);
                }
                VariableKind::SecretsManager => {
                    let arn = if whole {
                        whole_secret(name)
                    } else {
                        let name = name.split(':').next().unwrap_or(name);
                        let name = format!("secret:{name}-0a1b2c");
                        self.arn("secretsmanager", region, account, &name)
                    };
                    // The policy's pattern ends in a dash and six characters.
                    let name = arn.rsplit_once('-').map_or(arn.as_str(), |(name, _)| name);
                    let mut others = renamed(&arn);
                    others.push(format!("{name}{OTHER}-0a1b2c"));
                    let calls = &["secretsmanager:GetSecretValue"];
                    self.scoped_among(purpose, role, &arn, calls, &others);
                }
            }
        }
    }

    pub(super) fn arn(&self, service: &str, region: &str, account: &str, resource: &str) -> String {
        let partition = self.inventory.pipeline.partition();
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// The ARN of a secret in a request: the six characters at its end are added where they lack.
fn whole_secret(name: &str) -> String {
    let arn = name.split(':').take(7).collect::<Vec<_>>().join(":");
    let random = |end: &str| end.len() == 6 && end.bytes().all(|b| b.is_ascii_alphanumeric());
    match arn.rsplit_once('-') {
        Some((_, end)) if random(end) => arn,
        _ => arn + "-0a1b2c",
    }
}
