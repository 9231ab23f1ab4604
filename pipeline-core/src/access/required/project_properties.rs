//! The properties of a build project, which are those that its declaration asks for.

use super::Required;
use crate::catalogue::machines;
use crate::codes;
use crate::pipeline::{BuildSettings, Cache, ProjectOrigin, ProjectSettings};
use crate::plan::{Known, Stack};
use crate::render::Template;
use serde_json::{Map, Value, json};

impl Required<'_, '_> {
    /// A project builds where and with what its declaration says: another VPC, another bucket for
    /// logs or another secret would be somebody else's.
    pub(super) fn as_declared(
        &mut self,
        (stack, template): (&Stack, &Template),
        logical: &str,
        body: &Value,
    ) {
        let inventory = self.inventory;
        let name = body.pointer("/Properties/Name").and_then(Value::as_str);
        let mut planned = inventory.deployment.projects.iter();
        let planned = planned.find(|project| {
            Some(project.name.as_str()) == name && project.environment == stack.environment
        });
        let origin = planned.map(|project| &inventory.pipeline.projects[project.declared].origin);
        let Some(ProjectOrigin::Managed(settings)) = origin else {
            return;
        };
        let mut deployed = inventory.deployed.projects.values();
        let deployed = deployed.find(|one| one.stack == stack.name && one.logical == logical);
        let Some(properties) = deployed.map(|one| one.properties.as_ref()) else {
            return;
        };
        let known = Known::of(inventory.deployment);
        for (path, wanted) in what_runs(settings, &known)
            .into_iter()
            .chain(wanted(&settings.builds))
        {
            if is_overridden(template, logical, path) {
                continue;
            }
            let mut found = properties.pointer(&format!("/{path}"));
            let own = found.and_then(without_change_sets);
            if path == VARIABLES {
                found = own.as_ref();
            }
            if !is_same(found.unwrap_or(&Value::Null), &wanted) {
                let says = |value: &Value| match value {
                    Value::Null => "nothing".to_owned(),
                    value => format!("`{value}`"),
                };
                let message = format!(
                    "`{path}` of `{logical}` of stack `{}` would be {}, and its declaration says {}",
                    stack.name,
                    says(found.unwrap_or(&Value::Null)),
                    says(&wanted)
                );
                let at = inventory.pipeline.source.at;
                self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
            }
        }
    }
}

/// The beginning of the names of such variables.
const CHANGE_SET: &str = "CHANGE_SET_";

const VARIABLES: &str = "Environment/EnvironmentVariables";

/// The environment variables but for those of a build that describes change sets, which are decided
/// with the approval; if there is any.
fn without_change_sets(variables: &Value) -> Option<Value> {
    let all = variables.as_array()?.iter();
    let is_own = |variable: &&Value| {
        let name = variable["Name"].as_str().unwrap_or_default();
        !name.starts_with(CHANGE_SET)
    };
    let own: Vec<Value> = all.filter(is_own).cloned().collect();
    (!own.is_empty()).then(|| own.into())
}

/// Returns whether two values are the same. A list that is known when the stack is deployed stands
/// for its only item.
fn is_same(found: &Value, wanted: &Value) -> bool {
    found == wanted || matches!(wanted.as_array().map(Vec::as_slice), Some([only]) if only == found)
}

/// Returns whether the user has set a property, or a part of it, by an override. What would open
/// something is refused before.
fn is_overridden(template: &Template, logical: &str, path: &str) -> bool {
    let mut overridden = template.overridden().iter();
    overridden.any(|one| {
        let parts = one.path.split('.').skip(1).zip(path.split('/'));
        one.logical_id == logical && parts.into_iter().all(|(one, other)| one == other)
    })
}

/// What a build runs, and where: the image, the machine, the commands and their variables.
fn what_runs(settings: &ProjectSettings, known: &Known<'_>) -> Vec<(&'static str, Value)> {
    let image = settings.image.as_str();
    let kind = settings.environment_type.as_deref();
    let kind = kind.unwrap_or_else(|| machines::default_environment_type(image));
    // CodeBuild has a right to its own images, and to no others.
    let said = settings.builds.image_pull_credentials_type.as_deref();
    let own = image.starts_with("aws/codebuild/");
    let pulls = said.unwrap_or(if own { "CODEBUILD" } else { "SERVICE_ROLE" });
    let variables = settings.environment_variables.iter();
    let variables = variables.filter(|variable| !variable.name.starts_with(CHANGE_SET));
    let variables = variables.map(|variable| {
        object([
            ("Name", json!(variable.name)),
            ("Type", json!(variable.kind.as_str())),
            ("Value", json!(known.setting(&variable.value))),
        ])
    });
    let variables: Vec<Value> = variables.collect();
    let none = variables.is_empty();
    let from_pipeline = json!("CODEPIPELINE");
    vec![
        ("Environment/Image", json!(image)),
        ("Environment/Type", json!(kind)),
        ("Environment/ImagePullCredentialsType", json!(pulls)),
        (VARIABLES, if none { Value::Null } else { json!(variables) }),
        ("Environment/Fleet/FleetArn", json!(settings.fleet)),
        (
            "Source",
            object([
                ("Type", from_pipeline.clone()),
                ("BuildSpec", json!(settings.buildspec)),
            ]),
        ),
        ("Artifacts", object([("Type", from_pipeline)])),
    ]
}

/// The properties that a declaration asks for, by their paths; null for those that it does not.
fn wanted(builds: &BuildSettings) -> Vec<(&'static str, Value)> {
    let vpc = builds.vpc.as_ref();
    let mut out = vec![
        ("VpcConfig/VpcId", json!(vpc.map(|vpc| &vpc.id))),
        ("VpcConfig/Subnets", json!(vpc.map(|vpc| &vpc.subnets))),
        (
            "VpcConfig/SecurityGroupIds",
            json!(vpc.map(|vpc| &vpc.security_groups)),
        ),
    ];
    let cache = match &builds.cache {
        None => Value::Null,
        Some(Cache::Nothing) => object([("Type", json!("NO_CACHE"))]),
        Some(Cache::Local(modes)) => object([("Type", json!("LOCAL")), ("Modes", json!(modes))]),
        Some(Cache::Bucket(bucket, namespace)) => {
            let path = bucket.path.iter().map(|path| format!("/{path}"));
            let location = std::iter::once(bucket.bucket.clone()).chain(path);
            object([
                ("Type", json!("S3")),
                ("Location", json!(location.collect::<String>())),
                ("CacheNamespace", json!(namespace)),
            ])
        }
    };
    out.push(("Cache", cache));
    let status = |enabled: bool| json!(["DISABLED", "ENABLED"][usize::from(enabled)]);
    let logs = builds.cloud_watch_logs.as_ref().map(|logs| {
        object([
            ("Status", status(logs.enabled)),
            ("GroupName", json!(&logs.group)),
            ("StreamName", json!(&logs.stream)),
        ])
    });
    out.push(("LogsConfig/CloudWatchLogs", json!(logs)));
    let logs = builds.s3_logs.as_ref().map(|logs| {
        let location = logs.location.as_ref().map(|location| &location.written);
        object([
            ("Status", status(logs.enabled)),
            ("Location", json!(location)),
            ("EncryptionDisabled", json!(logs.encryption_disabled)),
        ])
    });
    out.push(("LogsConfig/S3Logs", json!(logs)));
    let mounted = builds.file_systems.iter().map(|found| {
        object([
            ("Type", json!("EFS")),
            ("Identifier", json!(&found.identifier)),
            ("Location", json!(&found.location)),
            ("MountPoint", json!(&found.mount_point)),
            ("MountOptions", json!(&found.mount_options)),
        ])
    });
    let mounted: Vec<Value> = mounted.collect();
    let none = mounted.is_empty();
    out.push((
        "FileSystemLocations",
        if none { Value::Null } else { json!(mounted) },
    ));
    let credential = builds.registry_credential.as_ref().map(|secret| {
        object([
            ("Credential", json!(secret)),
            ("CredentialProvider", json!("SECRETS_MANAGER")),
        ])
    });
    out.push(("Environment/RegistryCredential", json!(credential)));
    let certificate = builds.certificate.as_ref().map(|found| &found.written);
    out.push(("Environment/Certificate", json!(certificate)));
    let server = builds.docker_server.as_ref().map(|server| {
        let groups = Some(&server.security_groups).filter(|groups| !groups.is_empty());
        object([
            ("ComputeType", json!(&server.compute_type)),
            ("SecurityGroupIds", json!(groups)),
        ])
    });
    out.push(("Environment/DockerServer", json!(server)));
    out
}

/// An object without what is null.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    let fields = fields.map(|(key, value)| (key.to_owned(), value));
    fields.collect::<Map<_, _>>().into()
}
