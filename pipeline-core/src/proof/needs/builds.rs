//! Build projects: their roles, their logs, their images, what their environment reads.

use super::{Acting, Needs};
use crate::catalogue::VariableKind;
use crate::codes;
use crate::pipeline::{Environment, ProjectOrigin, Setting, Variable};
use crate::proof::court::About;

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
const TOKEN: &[&str] = &["ecr:GetAuthorizationToken"];

impl<'w> Needs<'w, '_> {
    /// The role of the project that an action starts: as the template of the project has
    /// it, or as the user says it.
    pub(super) fn project_role(&mut self, acting: &Acting<'w>) -> Option<&'w str> {
        let scene = self.scene;
        let declared = acting.action.config.entries.iter();
        let declared = declared.clone().find_map(|(_, setting)| match setting {
            Setting::Project(index) => Some(*index),
            _ => None,
        })?;
        let name = acting.act.configuration.get("ProjectName");
        let Some(name) = name else {
            self.wrong(acting, "without its project".to_owned());
            return None;
        };
        if let ProjectOrigin::Imported { role, .. } = &scene.pipeline.projects[declared].origin {
            return Some(&scene.deployment.roles[*role].arn);
        }
        // The action acts in the account of its role.
        let account = super::account_of(acting.role);
        let arn = self.arn(
            "codebuild",
            acting.region,
            account,
            &format!("project/{name}"),
        );
        let Some(project) = scene.world.projects.get(&arn) else {
            self.wrong(acting, format!("`{arn}`, which no stack makes"));
            return None;
        };
        let key = scene
            .shelves
            .get(acting.region)
            .and_then(|shelf| shelf.key.as_ref());
        let named = project.key.as_deref();
        // CodeBuild encrypts with its project's key. A project of another account has no
        // outputs, and so no use for one.
        let same_account = account == scene.home;
        if let (Some(key), true) = (key, same_account)
            && named != Some(key.arn.as_ref())
        {
            self.wrong(acting, "with a key other than its store's".to_owned());
        }
        let batch = acting.act.configuration.get("BatchEnabled");
        if batch.is_some_and(|found| found == "true") {
            match &project.batch_role {
                None => self.wrong(
                    acting,
                    format!("as a batch of `{arn}`, which has no role for that"),
                ),
                // Each build could start more otherwise.
                Some(role) if *role == project.role => self.wrong(
                    acting,
                    format!("as a batch of `{arn}`, with the role of its builds"),
                ),
                Some(_) => {}
            }
        }
        Some(&project.role)
    }

    /// The projects of the templates, each once.
    pub(super) fn projects(&mut self) {
        let scene = self.scene;
        let mut projects: Vec<_> = scene.world.projects.iter().collect();
        projects.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (arn, project) in projects {
            let parts: Vec<&str> = arn.splitn(6, ':').collect();
            let [_, _, _, region, account, resource] = parts.as_slice() else {
                continue;
            };
            let name = resource.strip_prefix("project/").unwrap_or(resource);
            let planned = scene
                .deployment
                .projects
                .iter()
                .find(|known| known.name == name);
            let Some(planned) = planned else { continue };
            let at = planned.source.at;
            let role: &'w str = &project.role;
            let source = Some((arn.as_str(), *account));
            let nobody = self.nobody.clone();
            self.assumed_by_service(role, "codebuild.amazonaws.com", source, at, &nobody);
            if let Some(batch) = &project.batch_role {
                self.assumed_by_service(batch, "codebuild.amazonaws.com", source, at, &nobody);
                let about = self.about("runs the builds of a batch", at);
                self.scoped(&about, batch, arn, BATCH);
            }
            let group = self.arn(
                "logs",
                region,
                account,
                &format!("log-group:/aws/codebuild/{name}"),
            );
            let about = self.about("writes the logs of its builds", at);
            self.scoped(&about, role, &group, LOG_GROUP);
            self.calls(
                &about,
                role,
                &format!("{group}:log-stream:0a1b2c3d"),
                LOG_STREAM,
            );
            let declared = &scene.pipeline.projects[planned.declared];
            let ProjectOrigin::Managed(settings) = &declared.origin else {
                let message = format!("`{arn}` is imported, and a stack makes it");
                self.court.complain(&codes::COULD_NOT_RUN, at, message);
                continue;
            };
            self.image(&settings.image, role, at);
            let about = self.about("reads its environment", at);
            self.secrets(
                &about,
                role,
                &declared.environment,
                &settings.environment_variables,
            );
        }
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
        let about = self.about("pulls the image of its builds", at);
        self.scoped(&about, role, &arn, IMAGE);
        self.calls(&about, role, "*", TOKEN);
    }

    pub(super) fn secrets_of(&mut self, acting: &Acting<'w>, worker: &'w str) {
        for setting in acting.action.config.settings() {
            if let Setting::Variables(variables) = setting {
                let about = acting.about("reads its environment");
                self.secrets(&about, worker, &acting.action.environment, variables);
            }
        }
    }

    fn secrets(
        &mut self,
        about: &About<'_>,
        role: &'w str,
        environment: &Environment,
        variables: &[Variable],
    ) {
        let region = environment.region.as_str();
        let account = self.scene.pipeline.accounts[environment.account]
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
                    self.scoped(about, role, &arn, &["ssm:GetParameters"]);
                }
                VariableKind::SecretsManager => {
                    let arn = if whole {
                        whole_secret(name)
                    } else {
                        let name = name.split(':').next().unwrap_or(name);
                        let name = format!("secret:{name}-0a1b2c");
                        self.arn("secretsmanager", region, account, &name)
                    };
                    self.scoped(about, role, &arn, &["secretsmanager:GetSecretValue"]);
                }
            }
        }
    }

    fn arn(&self, service: &str, region: &str, account: &str, resource: &str) -> String {
        let partition = self.scene.pipeline.partition();
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// The ARN that IAM is asked of: one that lacks the six letters at its end gets them.
fn whole_secret(name: &str) -> String {
    let arn = name.split(':').take(7).collect::<Vec<_>>().join(":");
    let letters = |end: &str| end.len() == 6 && end.bytes().all(|b| b.is_ascii_alphanumeric());
    match arn.rsplit_once('-') {
        Some((_, end)) if letters(end) => arn,
        _ => arn + "-0a1b2c",
    }
}
