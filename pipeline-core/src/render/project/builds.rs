//! The properties that only some projects have.

use crate::pipeline::{BuildSettings, Cache, CloudWatchLogs, FileSystem, Number, S3Logs, Vpc};
use serde_json::{Map, Value, json};

/// The properties of a project.
pub(super) fn properties(builds: &BuildSettings) -> Vec<(&'static str, Value)> {
    let file_systems = match builds.file_systems.as_slice() {
        [] => None,
        some => Some(some.iter().map(file_system).collect()),
    };
    let all = [
        ("VpcConfig", builds.vpc.as_ref().map(vpc)),
        ("Cache", builds.cache.as_ref().map(cache)),
        ("LogsConfig", logs(builds)),
        ("FileSystemLocations", file_systems),
        (
            "ConcurrentBuildLimit",
            builds.concurrent_build_limit.as_ref().map(Number::json),
        ),
        (
            "QueuedTimeoutInMinutes",
            builds.queued_timeout_in_minutes.as_ref().map(Number::json),
        ),
    ];
    said(all)
}

/// The properties of a project's environment.
pub(super) fn environment(builds: &BuildSettings) -> Vec<(&'static str, Value)> {
    let credential = builds.registry_credential.as_ref();
    let credential = credential
        .map(|secret| json!({ "Credential": secret, "CredentialProvider": "SECRETS_MANAGER" }));
    let certificate = builds.certificate.as_ref();
    let server = builds.docker_server.as_ref().map(|server| {
        let mut out = json!({ "ComputeType": &server.compute_type });
        if !server.security_groups.is_empty() {
            out["SecurityGroupIds"] = json!(&server.security_groups);
        }
        out
    });
    let all = [
        (
            "Certificate",
            certificate.map(|object| json!(&object.written)),
        ),
        ("DockerServer", server),
        (
            "HostKernel",
            builds.host_kernel.as_ref().map(|kernel| json!(kernel)),
        ),
        ("RegistryCredential", credential),
    ];
    said(all)
}

/// The batches of a project, which this role starts.
pub(super) fn batch(role: Value, builds: &BuildSettings) -> Value {
    let mut out = json!({ "ServiceRole": role });
    let Some(batch) = &builds.batch else {
        return out;
    };
    if let Some(minutes) = &batch.timeout_in_mins {
        out["TimeoutInMins"] = minutes.json();
    }
    let mut restrictions = Map::new();
    if let Some(most) = &batch.maximum_builds_allowed {
        restrictions.insert("MaximumBuildsAllowed".to_owned(), most.json());
    }
    if !batch.compute_types_allowed.is_empty() {
        let types = json!(&batch.compute_types_allowed);
        restrictions.insert("ComputeTypesAllowed".to_owned(), types);
    }
    if !restrictions.is_empty() {
        out["Restrictions"] = restrictions.into();
    }
    out
}

fn said<const N: usize>(all: [(&'static str, Option<Value>); N]) -> Vec<(&'static str, Value)> {
    let said = all.into_iter();
    said.filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

fn vpc(vpc: &Vpc) -> Value {
    json!({
        "SecurityGroupIds": &vpc.security_groups,
        "Subnets": &vpc.subnets,
        "VpcId": &vpc.id,
    })
}

fn cache(cache: &Cache) -> Value {
    match cache {
        Cache::Nothing => json!({ "Type": "NO_CACHE" }),
        Cache::Local(modes) => json!({ "Modes": modes, "Type": "LOCAL" }),
        Cache::Bucket(bucket, namespace) => {
            let path = bucket.path.iter().map(|path| format!("/{path}"));
            let location: String = std::iter::once(bucket.bucket.clone()).chain(path).collect();
            let mut out = json!({ "Location": location, "Type": "S3" });
            if let Some(namespace) = namespace {
                out["CacheNamespace"] = json!(namespace);
            }
            out
        }
    }
}

fn logs(builds: &BuildSettings) -> Option<Value> {
    let mut out = Map::new();
    if let Some(logs) = &builds.cloud_watch_logs {
        out.insert("CloudWatchLogs".to_owned(), cloud_watch_logs(logs));
    }
    if let Some(logs) = &builds.s3_logs {
        out.insert("S3Logs".to_owned(), s3_logs(logs));
    }
    (!out.is_empty()).then(|| out.into())
}

fn status(enabled: bool) -> &'static str {
    if enabled { "ENABLED" } else { "DISABLED" }
}

fn cloud_watch_logs(logs: &CloudWatchLogs) -> Value {
    let mut out = json!({ "Status": status(logs.enabled) });
    if let Some(group) = &logs.group {
        out["GroupName"] = json!(group);
    }
    if let Some(stream) = &logs.stream {
        out["StreamName"] = json!(stream);
    }
    out
}

fn s3_logs(logs: &S3Logs) -> Value {
    let mut out = json!({ "Status": status(logs.enabled) });
    if let Some(location) = &logs.location {
        out["Location"] = json!(&location.written);
    }
    if let Some(disabled) = logs.encryption_disabled {
        out["EncryptionDisabled"] = json!(disabled);
    }
    out
}

fn file_system(found: &FileSystem) -> Value {
    let mut out = json!({
        "Identifier": &found.identifier,
        "Location": &found.location,
        "MountPoint": &found.mount_point,
        "Type": "EFS",
    });
    if let Some(options) = &found.mount_options {
        out["MountOptions"] = json!(options);
    }
    out
}
