//! The settings of a build project that only some projects have.

use super::Number;
use crate::place::Location;

/// The settings of a build project that only some projects have.
#[derive(Clone, Debug, Default)]
pub(crate) struct BuildSettings {
    pub(crate) vpc: Option<Vpc>,
    pub(crate) cache: Option<Cache>,
    pub(crate) cloud_watch_logs: Option<CloudWatchLogs>,
    pub(crate) s3_logs: Option<S3Logs>,
    pub(crate) report_groups: Vec<ReportGroup>,
    pub(crate) file_systems: Vec<FileSystem>,
    pub(crate) docker_server: Option<DockerServer>,
    pub(crate) concurrent_build_limit: Option<Number>,
    pub(crate) queued_timeout_in_minutes: Option<Number>,
    /// The secret of the image's registry: its name or ARN.
    pub(crate) registry_credential: Option<String>,
    pub(crate) image_pull_credentials_type: Option<String>,
    pub(crate) host_kernel: Option<String>,
    pub(crate) certificate: Option<BucketPath>,
    /// The buildspec, where it is an object in a bucket.
    pub(crate) buildspec: Option<BucketPath>,
    /// The ARN of a key of the user's own.
    pub(crate) encryption_key: Option<String>,
    /// The tags that the project has besides the pipeline's.
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) batch: Option<Batch>,
}

/// A report group that builds write.
#[derive(Clone, Debug)]
pub(crate) struct ReportGroup {
    /// Its name in the buildspec, or its ARN.
    pub(crate) name: String,
    pub(crate) at: Location,
}

impl ReportGroup {
    /// Returns whether its ARN is given. CodeBuild makes any other.
    pub(crate) fn is_arn(&self) -> bool {
        self.name.starts_with("arn:")
    }
}

/// The VPC of a project's builds.
#[derive(Clone, Debug)]
pub(crate) struct Vpc {
    pub(crate) id: String,
    pub(crate) subnets: Vec<String>,
    pub(crate) security_groups: Vec<String>,
}

/// The cache of a project's builds.
#[derive(Clone, Debug)]
pub(crate) enum Cache {
    /// None, which is said explicitly.
    Nothing,
    /// On the machine, in these modes.
    Local(Vec<String>),
    /// In a bucket, and in a namespace.
    Bucket(BucketPath, Option<String>),
}

/// A bucket, and a path in it.
#[derive(Clone, Debug)]
pub(crate) struct BucketPath {
    /// As the user wrote it.
    pub(crate) written: String,
    pub(crate) bucket: String,
    pub(crate) path: Option<String>,
    /// The id of the account that owns the bucket, if that is not the project's.
    pub(crate) owner: Option<String>,
}

impl BucketPath {
    /// A bucket, and perhaps a path in it, by name or ARN. The form is checked already; a part of
    /// it may be known only when the stack is deployed.
    pub(crate) fn of(written: String, owner: Option<String>) -> BucketPath {
        let named = match written.split_once(":s3:::") {
            Some((_, named)) => named,
            None => written.as_str(),
        };
        let (bucket, path) = match named.split_once('/') {
            Some((bucket, path)) => (bucket.to_owned(), Some(path.to_owned())),
            None => (named.to_owned(), None),
        };
        BucketPath {
            bucket,
            path,
            owner,
            written,
        }
    }

    /// The object that a buildspec is kept in. Any other text is the buildspec itself, or a path
    /// in the source.
    pub(crate) fn of_buildspec(written: &str) -> Option<BucketPath> {
        let is_arn = written.starts_with("arn:");
        is_arn.then(|| BucketPath::of(written.to_owned(), None))
    }
}

/// Logs in CloudWatch.
#[derive(Clone, Debug)]
pub(crate) struct CloudWatchLogs {
    pub(crate) enabled: bool,
    pub(crate) group: Option<String>,
    pub(crate) stream: Option<String>,
}

/// Logs in a bucket.
#[derive(Clone, Debug)]
pub(crate) struct S3Logs {
    pub(crate) enabled: bool,
    pub(crate) location: Option<BucketPath>,
    pub(crate) encryption_disabled: Option<bool>,
}

/// An EFS file system that builds mount.
#[derive(Clone, Debug)]
pub(crate) struct FileSystem {
    pub(crate) identifier: String,
    pub(crate) location: String,
    pub(crate) mount_point: String,
    pub(crate) mount_options: Option<String>,
}

/// A server that builds images for builds.
#[derive(Clone, Debug)]
pub(crate) struct DockerServer {
    pub(crate) compute_type: String,
    pub(crate) security_groups: Vec<String>,
}

/// The limits of a batch of builds.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) timeout_in_mins: Option<Number>,
    pub(crate) maximum_builds_allowed: Option<Number>,
    pub(crate) compute_types_allowed: Vec<String>,
}

impl BuildSettings {
    /// The bucket that logs are written into, where any are.
    pub(crate) fn log_bucket(&self) -> Option<&BucketPath> {
        let logs = self.s3_logs.as_ref().filter(|logs| logs.enabled)?;
        logs.location.as_ref()
    }

    /// The bucket that holds the cache.
    pub(crate) fn cache_bucket(&self) -> Option<&BucketPath> {
        match &self.cache {
            Some(Cache::Bucket(bucket, _)) => Some(bucket),
            _ => None,
        }
    }

    /// Returns whether builds write into buckets besides the store, encrypted with the project's
    /// key.
    pub(crate) fn encrypts(&self) -> bool {
        let logs = self
            .s3_logs
            .as_ref()
            .and_then(|logs| logs.encryption_disabled);
        self.cache_bucket().is_some() || (self.log_bucket().is_some() && logs != Some(true))
    }
}
