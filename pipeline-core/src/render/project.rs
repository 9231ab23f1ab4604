//! Build projects.

mod builds;

use super::role;
use super::scope::Scope;
use super::template::{Resource, Template};
use crate::catalogue::machines;
use crate::pipeline::ProjectSettings;
use crate::plan::{Known, Project, ProjectKey};
use serde_json::{Map, Value, json};

/// Renders the projects of a stack.
pub(super) fn render(scope: &Scope<'_>, template: &mut Template) {
    for (project, settings) in scope.own_projects() {
        let mut properties = Map::new();
        let mut set = |key: &str, value| properties.insert(key.to_owned(), value);
        set("Name", json!(&project.name));
        set("Artifacts", json!({ "Type": "CODEPIPELINE" }));
        set("Source", source(settings));
        set("Environment", environment(scope, settings));
        set("ServiceRole", scope.role_arn(project.role));
        if let Some(role) = project.batch_role {
            let role = scope.role_arn(role);
            set("BuildBatchConfig", builds::batch(role, &settings.builds));
        }
        set("Tags", scope.tags_with(&settings.builds.tags));
        if let Some(description) = &settings.description {
            set("Description", json!(description));
        }
        if let Some(minutes) = &settings.timeout_in_minutes {
            set("TimeoutInMinutes", minutes.json());
        }
        if let Some(key) = key(scope, project) {
            set("EncryptionKey", key);
        }
        for (key, value) in builds::properties(&settings.builds) {
            set(key, value);
        }
        let mut resource = Resource::new(
            "AWS::CodeBuild::Project",
            &project.source,
            properties.into(),
        );
        if settings.builds.vpc.is_some() {
            // CodeBuild looks for the VPC with the project's role when the project is made:
            // https://github.com/aws/aws-cdk/issues/2652
            let managed = scope.deployment.role(project.role).managed.as_ref();
            let policies =
                managed.map(|role| role::managed_policies_of(template, &role.logical_id));
            resource.depends_on = policies.unwrap_or_default();
        }
        template.add(&project.logical_id, resource);
    }
}

/// The key that a project encrypts with. CodeBuild encrypts outputs with the project's key, not
/// the store's, so it gets the same one: <https://github.com/aws/aws-cdk/issues/4033>
fn key(scope: &Scope<'_>, project: &Project) -> Option<Value> {
    let at_home = project.environment.account == scope.deployment.pipeline.home;
    match project.managed.as_ref().map(|managed| &managed.key)? {
        ProjectKey::Own(arn) => Some(json!(arn)),
        // Where nothing is said, it is S3's own already.
        ProjectKey::Aws => at_home.then(|| json!(AWS_KEY)),
        ProjectKey::Store => {
            let store = scope.deployment.store_in(&project.environment.region);
            store
                .filter(|_| at_home)
                .and_then(|store| scope.key_arn(store))
        }
    }
}

/// The alias of S3's own key.
const AWS_KEY: &str = "alias/aws/s3";

fn source(settings: &ProjectSettings) -> Value {
    match &settings.buildspec {
        Some(buildspec) => json!({ "Type": "CODEPIPELINE", "BuildSpec": buildspec }),
        None => json!({ "Type": "CODEPIPELINE" }),
    }
}

fn environment(scope: &Scope<'_>, settings: &ProjectSettings) -> Value {
    let image = settings.image.as_str();
    let kind = settings
        .environment_type
        .as_deref()
        .unwrap_or_else(|| machines::default_environment_type(image));
    let size = settings
        .compute_type
        .as_deref()
        .unwrap_or_else(|| machines::default_compute_type(kind));
    // Images that CodeBuild itself offers are pulled with its own credentials, all
    // others with the project's role:
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
    let said = settings.builds.image_pull_credentials_type.as_deref();
    let credentials = said.unwrap_or(if image.starts_with("aws/codebuild/") {
        "CODEBUILD"
    } else {
        "SERVICE_ROLE"
    });
    let mut environment = json!({
        "ComputeType": size,
        "Image": image,
        "ImagePullCredentialsType": credentials,
        "PrivilegedMode": settings.privileged_mode,
        "Type": kind,
    });
    if let Some(fleet) = &settings.fleet {
        environment["Fleet"] = json!({ "FleetArn": fleet });
    }
    for (key, value) in builds::environment(&settings.builds) {
        environment[key] = value;
    }
    if !settings.environment_variables.is_empty() {
        let known = Known::of(scope.deployment);
        environment["EnvironmentVariables"] = settings
            .environment_variables
            .iter()
            .map(|variable| {
                json!({
                    "Name": &variable.name,
                    "Type": variable.kind.as_str(),
                    "Value": known.setting(&variable.value),
                })
            })
            .collect();
    }
    environment
}
