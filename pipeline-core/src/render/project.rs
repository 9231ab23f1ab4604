//! Build projects.

use super::scope::Scope;
use super::template::{Resource, Template};
use crate::pipeline::ProjectSettings;
use crate::plan::Known;
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
            set("BuildBatchConfig", json!({ "ServiceRole": role }));
        }
        set("Tags", scope.tags());
        if let Some(description) = &settings.description {
            set("Description", json!(description));
        }
        if let Some(minutes) = settings.timeout_in_minutes {
            set("TimeoutInMinutes", json!(minutes));
        }
        // CodeBuild encrypts with the project's key, not the store's, so it gets the
        // same one: https://github.com/aws/aws-cdk/issues/4033
        if project.environment.account == scope.deployment.pipeline.home {
            let store = scope.deployment.store_in(&project.environment.region);
            if let Some(key) = store.and_then(|store| scope.key_arn(store)) {
                set("EncryptionKey", key);
            }
        }
        template.add(
            &project.logical_id,
            Resource::new(
                "AWS::CodeBuild::Project",
                &project.source,
                properties.into(),
            ),
        );
    }
}

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
        .unwrap_or(if image.contains("aarch64") {
            "ARM_CONTAINER"
        } else {
            "LINUX_CONTAINER"
        });
    // Images that CodeBuild itself offers are pulled with its own credentials, all
    // others with the project's role:
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
    let credentials = if image.starts_with("aws/codebuild/") {
        "CODEBUILD"
    } else {
        "SERVICE_ROLE"
    };
    let mut environment = json!({
        "ComputeType": settings.compute_type.as_deref().unwrap_or("BUILD_GENERAL1_SMALL"),
        "Image": image,
        "ImagePullCredentialsType": credentials,
        "PrivilegedMode": settings.privileged_mode,
        "Type": kind,
    });
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
