//! The properties of a build project, which are those that its declaration asks for.

use super::Required;
use crate::codes;
use crate::pipeline::{BuildSettings, Cache, ProjectOrigin};
use crate::plan::Stack;
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
        for (path, wanted) in wanted(&settings.builds) {
            if is_overridden(template, logical, path) {
                continue;
            }
            let found = properties.pointer(&format!("/{path}"));
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
