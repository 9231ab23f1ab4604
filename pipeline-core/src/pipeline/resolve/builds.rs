//! The settings of a build project that only some projects have.

use super::entries::{Entries, list, map, scalar};
use super::unresolved::Resolved;
use crate::pipeline::{
    Batch, BucketPath, BuildSettings, Cache, CloudWatchLogs, DockerServer, FileSystem, ReportGroup,
    S3Logs, Vpc,
};

pub(super) fn settings(entries: &Entries<'_>) -> Resolved<BuildSettings> {
    let logs = part(entries, "logs_config")?;
    let of_logs = |key| match &logs {
        Some(logs) => part(logs, key),
        None => Ok(None),
    };
    Ok(BuildSettings {
        vpc: part(entries, "vpc_config")?.map(vpc).transpose()?,
        cache: part(entries, "cache")?.map(cache).transpose()?,
        cloud_watch_logs: of_logs("cloud_watch_logs")?
            .map(cloud_watch_logs)
            .transpose()?,
        s3_logs: of_logs("s3_logs")?.map(s3_logs).transpose()?,
        report_groups: match entries.get("report_groups") {
            Some(value) => value
                .items()
                .iter()
                .map(|item| {
                    let (name, at) = (scalar(item)?, item.at);
                    Ok(ReportGroup { name, at })
                })
                .collect::<Resolved<_>>()?,
            None => Vec::new(),
        },
        file_systems: match entries.get("file_system_locations") {
            Some(value) => list(value)?
                .iter()
                .map(|value| file_system(Entries::of_map(value)?))
                .collect::<Resolved<_>>()?,
            None => Vec::new(),
        },
        docker_server: part(entries, "docker_server")?
            .map(docker_server)
            .transpose()?,
        concurrent_build_limit: entries.number("concurrent_build_limit"),
        queued_timeout_in_minutes: entries.number("queued_timeout_in_minutes"),
        registry_credential: part(entries, "registry_credential")?
            .map(|credential| credential.required("credential"))
            .transpose()?,
        image_pull_credentials_type: entries.string("image_pull_credentials_type")?,
        host_kernel: entries.string("host_kernel")?,
        certificate: bucket_path(entries, "certificate")?,
        buildspec: entries
            .string("buildspec")?
            .and_then(|written| BucketPath::of_buildspec(&written)),
        encryption_key: entries.string("encryption_key")?,
        tags: match entries.get("tags") {
            Some(value) => map(value)?
                .iter()
                .map(|entry| Ok((entry.key.text.clone(), scalar(&entry.value)?)))
                .collect::<Resolved<_>>()?,
            None => Vec::new(),
        },
        batch: part(entries, "build_batch_config")?
            .map(batch)
            .transpose()?,
    })
}

/// The entries of a setting that is a map.
fn part<'m>(entries: &Entries<'m>, key: &str) -> Resolved<Option<Entries<'m>>> {
    entries.get(key).map(Entries::of_map).transpose()
}

fn vpc(entries: Entries<'_>) -> Resolved<Vpc> {
    Ok(Vpc {
        id: entries.required("vpc_id")?,
        subnets: entries.strings("subnets")?,
        security_groups: entries.strings("security_group_ids")?,
    })
}

fn cache(entries: Entries<'_>) -> Resolved<Cache> {
    Ok(match entries.required("type")?.as_str() {
        "LOCAL" => Cache::Local(entries.strings("modes")?),
        "S3" => {
            let bucket = bucket_path(&entries, "location")?;
            let bucket = bucket.ok_or_else(|| entries.lacks("location"))?;
            Cache::Bucket(bucket, entries.string("cache_namespace")?)
        }
        _ => Cache::Nothing,
    })
}

fn cloud_watch_logs(entries: Entries<'_>) -> Resolved<CloudWatchLogs> {
    Ok(CloudWatchLogs {
        enabled: is_enabled(&entries)?,
        group: entries.string("group_name")?,
        stream: entries.string("stream_name")?,
    })
}

fn s3_logs(entries: Entries<'_>) -> Resolved<S3Logs> {
    Ok(S3Logs {
        enabled: is_enabled(&entries)?,
        location: bucket_path(&entries, "location")?,
        encryption_disabled: entries.bool("encryption_disabled"),
    })
}

fn is_enabled(entries: &Entries<'_>) -> Resolved<bool> {
    Ok(entries.string("status")?.as_deref() != Some("DISABLED"))
}

fn file_system(entries: Entries<'_>) -> Resolved<FileSystem> {
    Ok(FileSystem {
        identifier: entries.required("identifier")?,
        location: entries.required("location")?,
        mount_point: entries.required("mount_point")?,
        mount_options: entries.string("mount_options")?,
    })
}

fn docker_server(entries: Entries<'_>) -> Resolved<DockerServer> {
    Ok(DockerServer {
        compute_type: entries.required("compute_type")?,
        security_groups: entries.strings("security_group_ids")?,
    })
}

fn batch(entries: Entries<'_>) -> Resolved<Batch> {
    let restrictions = part(&entries, "restrictions")?;
    Ok(Batch {
        timeout_in_mins: entries.number("timeout_in_mins"),
        maximum_builds_allowed: restrictions
            .as_ref()
            .and_then(|found| found.number("maximum_builds_allowed")),
        compute_types_allowed: match &restrictions {
            Some(found) => found.strings("compute_types_allowed")?,
            None => Vec::new(),
        },
    })
}

/// A bucket and a path in it, with the account that the entries beside it name.
fn bucket_path(entries: &Entries<'_>, key: &str) -> Resolved<Option<BucketPath>> {
    let Some(written) = entries.string(key)? else {
        return Ok(None);
    };
    let owner = entries.string("bucket_owner")?;
    Ok(Some(BucketPath::of(written, owner)))
}
