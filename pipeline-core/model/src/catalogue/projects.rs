//! The settings of a build project that go into maps of their own, and what becomes of every
//! property of `AWS::CodeBuild::Project`.
//!
//! Sources: <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html>,
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html>

use super::{Existing, Key, Type, existing, machines, pattern};

/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/enabling-vpc-access-in-projects.html>
pub(super) const VPC_CONFIG: Key = Key::optional(
    "VpcConfig",
    Type::Record(VPC),
    "the VPC that builds run in: `vpc_id`, `subnets`, `security_group_ids`",
);

/// The keys of the VPC of a project.
pub static VPC: &[Key] = &[
    Key::required("VpcId", Type::String(&pattern::VPC_ID), "the VPC").names(existing::VPC),
    Key::required(
        "Subnets",
        Type::Strings(&pattern::SUBNET_ID),
        "its subnets, whose traffic leaves through a NAT gateway",
    )
    .names(existing::SUBNET)
    .items(1, 16),
    Key::required(
        "SecurityGroupIds",
        Type::Strings(&pattern::SECURITY_GROUP_ID),
        "the security groups of the builds",
    )
    .names(existing::SECURITY_GROUP)
    .items(1, 5),
];

const BUCKET_OWNER: Key = Key::optional(
    "BucketOwner",
    Type::String(&pattern::ACCOUNT_ID),
    "the account of the bucket; the project's unless said otherwise",
);

pub(super) const CACHE: Key = Key::optional(
    "Cache",
    Type::Record(CACHE_KEYS),
    "what builds keep for the next one: `{ type: LOCAL, modes: […] }`, or `{ type: S3, location: \"BUCKET/PATH\" }`",
);

/// The keys of the cache of a project.
pub static CACHE_KEYS: &[Key] = &[
    Key::required(
        "Type",
        Type::OneOf(&["LOCAL", "S3", "NO_CACHE"]),
        "where it is kept: on the machine, in a bucket, nowhere",
    ),
    Key::optional(
        "Modes",
        Type::SetOf(&[
            "LOCAL_CUSTOM_CACHE",
            "LOCAL_DOCKER_LAYER_CACHE",
            "LOCAL_SOURCE_CACHE",
        ]),
        "what a `LOCAL` cache keeps",
    )
    .items(1, 3),
    Key::optional(
        "Location",
        Type::String(&pattern::BUCKET_PATH),
        "the bucket of an `S3` cache, and perhaps a path in it: `BUCKET/PATH`",
    )
    .names(Existing::new("S3 bucket or file system", "")),
    Key::optional(
        "CacheNamespace",
        Type::String(&pattern::CACHE_NAMESPACE),
        "the scope in which an `S3` cache is shared",
    ),
    BUCKET_OWNER,
];

pub(super) const LOGS_CONFIG: Key = Key::optional(
    "LogsConfig",
    Type::Record(LOGS),
    "where builds log to: `cloud_watch_logs: { … }`, `s3_logs: { … }`; group `/aws/codebuild/NAME` unless said otherwise",
);

/// The keys of the logs of a project.
pub static LOGS: &[Key] = &[
    Key::optional(
        "CloudWatchLogs",
        Type::Record(CLOUD_WATCH_LOGS),
        "the logs in CloudWatch",
    ),
    Key::optional("S3Logs", Type::Record(S3_LOGS), "the logs in a bucket"),
];

const STATUS: Key = Key::optional(
    "Status",
    Type::OneOf(&["ENABLED", "DISABLED"]),
    "`ENABLED` unless said otherwise",
);

/// The keys of the logs in CloudWatch.
pub static CLOUD_WATCH_LOGS: &[Key] = &[
    STATUS,
    Key::optional(
        "GroupName",
        Type::String(&pattern::LOG_GROUP),
        "the log group, in the project's account and region",
    ),
    Key::optional(
        "StreamName",
        Type::String(&pattern::LOG_STREAM),
        "what the names of the streams begin with",
    ),
];

/// The keys of the logs in a bucket.
pub static S3_LOGS: &[Key] = &[
    STATUS,
    Key::optional(
        "Location",
        Type::String(&pattern::BUCKET_PATH),
        "the bucket, and perhaps a path in it: `BUCKET/PATH`",
    )
    .names(Existing::new("S3 bucket or file system", "")),
    Key::optional(
        "EncryptionDisabled",
        Type::Bool,
        "whether logs are left unencrypted",
    ),
    BUCKET_OWNER,
];

pub(super) const REPORT_GROUPS: Key = Key::optional(
    "ReportGroups",
    Type::Strings(&pattern::REPORT_GROUP),
    "the report groups that the buildspec's `reports` names, by name or ARN; the project's role may write them",
)
.names(Existing::new("report group", "{ReportGroups}"))
.known_when_built()
.items(0, 100);

pub(super) const FILE_SYSTEM_LOCATIONS: Key = Key::optional(
    "FileSystemLocations",
    Type::Records(FILE_SYSTEM),
    "EFS file systems that builds mount",
)
.items(0, 10);

/// The keys of a file system.
pub static FILE_SYSTEM: &[Key] = &[
    Key::required(
        "Identifier",
        Type::String(&pattern::FILE_SYSTEM_IDENTIFIER),
        "its name; builds find the mount point in `CODEBUILD_` and this name in capitals",
    ),
    Key::required(
        "Location",
        Type::String(&pattern::EFS_LOCATION),
        "its DNS name, and perhaps a directory: `fs-….efs.REGION.amazonaws.com:/DIRECTORY`",
    )
    .names(Existing::new("S3 bucket or file system", "")),
    Key::required(
        "MountPoint",
        Type::String(&pattern::MOUNT_POINT),
        "the directory in the container",
    ),
    Key::optional(
        "MountOptions",
        Type::String(&pattern::MOUNT_OPTIONS),
        "options of NFS",
    ),
];

pub(super) const DOCKER_SERVER: Key = Key::optional(
    "DockerServer",
    Type::Record(DOCKER),
    "a Docker server that builds images and keeps their layers",
);

/// The keys of a Docker server.
pub static DOCKER: &[Key] = &[
    Key::required(
        "ComputeType",
        Type::OneOf(machines::ON_DEMAND_SIZES),
        "its size",
    ),
    Key::optional(
        "SecurityGroupIds",
        Type::Strings(&pattern::SECURITY_GROUP_ID),
        "its security groups, which let builds in on port 9876",
    )
    .names(existing::SECURITY_GROUP)
    .items(1, 5),
];

pub(super) const CONCURRENT_BUILD_LIMIT: Key = Key::optional(
    "ConcurrentBuildLimit",
    Type::Number(1, 2_147_483_647),
    "how many builds may run at a time",
)
.also_at_deployment();

pub(super) const QUEUED_TIMEOUT: Key = Key::optional(
    "QueuedTimeoutInMinutes",
    Type::Number(5, 480),
    "how long a build may wait for a machine, in minutes; AWS's default is 8 hours",
)
.also_at_deployment();

pub(super) const REGISTRY_CREDENTIAL: Key = Key::optional(
    "RegistryCredential",
    Type::Record(CREDENTIAL),
    "the secret with which the image is pulled from a registry other than ECR: `{ credential: \"NAME\" }`",
);

/// The keys of a registry's credential.
pub static CREDENTIAL: &[Key] = &[Key::required(
    "Credential",
    Type::String(&pattern::WHOLE_SECRET),
    "the secret's name or ARN",
)
.names(Existing::new("secret", "{Credential}"))];

pub(super) const IMAGE_PULL_CREDENTIALS: Key = Key::optional(
    "ImagePullCredentialsType",
    Type::OneOf(&["CODEBUILD", "SERVICE_ROLE"]),
    "who pulls the image; CodeBuild its own images and the project's role all others, unless said otherwise",
);

pub(super) const HOST_KERNEL: Key = Key::optional(
    "HostKernel",
    Type::OneOf(&["LINUX_KERNEL_4", "LINUX_KERNEL_6", "LINUX_KERNEL_LATEST"]),
    "the kernel of the machine below the container",
);

pub(super) const CERTIFICATE: Key = Key::optional(
    "Certificate",
    Type::String(&pattern::BUCKET_OBJECT),
    "a certificate that builds trust, in a bucket of the project's account: `BUCKET/PATH/FILE.pem`",
)
.names(Existing::new(
    "S3 bucket",
    "arn:{partition}:s3:::{Certificate}",
));

pub(super) const ENCRYPTION_KEY: Key = Key::optional(
    "EncryptionKey",
    Type::String(&pattern::KEY_ARN),
    "the ARN of a KMS key of your own for caches and logs; not for artifacts, which the store's key encrypts",
).names(Existing::new("KMS key", "{EncryptionKey}"));

pub(super) const TAGS: Key = Key::optional(
    "Tags",
    Type::Map,
    "tags for the project, besides the pipeline's",
);

pub(super) const BUILD_BATCH_CONFIG: Key = Key::optional(
    "BuildBatchConfig",
    Type::Record(BATCH),
    "limits of a batch: `timeout_in_mins`, `restrictions`",
);

/// The keys of batches.
pub static BATCH: &[Key] = &[
    Key::optional(
        "TimeoutInMins",
        Type::Number(5, 2160),
        "how long a batch may take, in minutes",
    )
    .also_at_deployment(),
    Key::optional(
        "Restrictions",
        Type::Record(RESTRICTIONS),
        "what builds a batch may have",
    ),
];

/// The keys of the restrictions of batches.
pub static RESTRICTIONS: &[Key] = &[
    Key::optional(
        "MaximumBuildsAllowed",
        Type::Number(1, 100),
        "how many builds a batch may have",
    )
    .also_at_deployment(),
    Key::optional(
        "ComputeTypesAllowed",
        Type::SetOf(machines::COMPUTE_TYPES),
        "the sizes that they may have",
    )
    .items(1, 10),
];

/// What becomes of a property of `AWS::CodeBuild::Project`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// CloudFormation reports it, and nobody sets it.
    Reported,
    /// We set it, in this way.
    Ours(&'static str),
    /// A setting of the user's, by this name.
    Setting(&'static str),
    /// A pipeline's project cannot have it, for this reason.
    Unsuited(&'static str),
}

/// A property, `VpcConfig.Subnets`, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its path. That of a map stands for what is below, where nothing below is listed.
    pub path: &'static str,
    /// What becomes of it.
    pub what: Use,
}

const fn ours(path: &'static str, how: &'static str) -> Property {
    Property {
        path,
        what: Use::Ours(how),
    }
}

const fn setting(path: &'static str, name: &'static str) -> Property {
    Property {
        path,
        what: Use::Setting(name),
    }
}

const fn unsuited(path: &'static str, why: &'static str) -> Property {
    Property {
        path,
        what: Use::Unsuited(why),
    }
}

const fn reported(path: &'static str) -> Property {
    Property {
        path,
        what: Use::Reported,
    }
}

const FROM_THE_PIPELINE: &str =
    "the pipeline hands the build its sources, as the inputs of the action";
const TO_THE_PIPELINE: &str = "the pipeline takes the build's outputs, as the `let`s of the action";
const BY_THE_PIPELINE: &str = "the pipeline starts the builds";
const NO_REPOSITORY: &str = "the build has no repository to report to: its source is the pipeline";

/// Every property. A test compares them with CloudFormation's schema.
#[rustfmt::skip]
pub static PROPERTIES: &[Property] = &[
    reported("Arn"),
    unsuited("Artifacts.ArtifactIdentifier", TO_THE_PIPELINE),
    unsuited("Artifacts.EncryptionDisabled", "the store encrypts every artifact"),
    unsuited("Artifacts.Location", TO_THE_PIPELINE),
    unsuited("Artifacts.Name", TO_THE_PIPELINE),
    unsuited("Artifacts.NamespaceType", TO_THE_PIPELINE),
    unsuited("Artifacts.OverrideArtifactName", TO_THE_PIPELINE),
    unsuited("Artifacts.Packaging", TO_THE_PIPELINE),
    unsuited("Artifacts.Path", TO_THE_PIPELINE),
    ours("Artifacts.Type", "`CODEPIPELINE`"),
    unsuited("AutoRetryLimit", "CodeBuild does not retry builds that a pipeline starts; `on_failure RETRY;` in the stage does"),
    unsuited("BadgeEnabled", "CodeBuild shows badges for builds of a repository, and the source of these is the pipeline"),
    unsuited("BuildBatchConfig.BatchReportMode", NO_REPOSITORY),
    unsuited("BuildBatchConfig.CombineArtifacts", "the action says it: `combine_artifacts: true`"),
    setting("BuildBatchConfig.Restrictions.ComputeTypesAllowed", "build_batch_config.restrictions.compute_types_allowed"),
    setting("BuildBatchConfig.Restrictions.MaximumBuildsAllowed", "build_batch_config.restrictions.maximum_builds_allowed"),
    setting("BuildBatchConfig.ServiceRole", "batch_role"),
    setting("BuildBatchConfig.TimeoutInMins", "build_batch_config.timeout_in_mins"),
    setting("Cache.CacheNamespace", "cache.cache_namespace"),
    setting("Cache.Location", "cache.location"),
    setting("Cache.Modes", "cache.modes"),
    setting("Cache.Type", "cache.type"),
    setting("ConcurrentBuildLimit", "concurrent_build_limit"),
    setting("Description", "description"),
    setting("EncryptionKey", "encryption_key"),
    setting("Environment.Certificate", "certificate"),
    setting("Environment.ComputeType", "compute_type"),
    setting("Environment.DockerServer.ComputeType", "docker_server.compute_type"),
    setting("Environment.DockerServer.SecurityGroupIds", "docker_server.security_group_ids"),
    setting("Environment.EnvironmentVariables.Name", "environment_variables"),
    setting("Environment.EnvironmentVariables.Type", "environment_variables"),
    setting("Environment.EnvironmentVariables.Value", "environment_variables"),
    setting("Environment.Fleet.FleetArn", "fleet"),
    setting("Environment.HostKernel", "host_kernel"),
    setting("Environment.Image", "image"),
    setting("Environment.ImagePullCredentialsType", "image_pull_credentials_type"),
    setting("Environment.PrivilegedMode", "privileged_mode"),
    setting("Environment.RegistryCredential.Credential", "registry_credential.credential"),
    ours("Environment.RegistryCredential.CredentialProvider", "`SECRETS_MANAGER`, the only one"),
    setting("Environment.Type", "environment_type"),
    setting("FileSystemLocations.Identifier", "file_system_locations.identifier"),
    setting("FileSystemLocations.Location", "file_system_locations.location"),
    setting("FileSystemLocations.MountOptions", "file_system_locations.mount_options"),
    setting("FileSystemLocations.MountPoint", "file_system_locations.mount_point"),
    ours("FileSystemLocations.Type", "`EFS`, the only one"),
    reported("Id"),
    setting("LogsConfig.CloudWatchLogs.GroupName", "logs_config.cloud_watch_logs.group_name"),
    setting("LogsConfig.CloudWatchLogs.Status", "logs_config.cloud_watch_logs.status"),
    setting("LogsConfig.CloudWatchLogs.StreamName", "logs_config.cloud_watch_logs.stream_name"),
    setting("LogsConfig.S3Logs.EncryptionDisabled", "logs_config.s3_logs.encryption_disabled"),
    setting("LogsConfig.S3Logs.Location", "logs_config.s3_logs.location"),
    setting("LogsConfig.S3Logs.Status", "logs_config.s3_logs.status"),
    setting("Name", "name"),
    setting("QueuedTimeoutInMinutes", "queued_timeout_in_minutes"),
    unsuited("ResourceAccessRole", "it lets CodeBuild show logs and artifacts of public builds to everyone, and a pipeline's are not public"),
    unsuited("SecondaryArtifacts", TO_THE_PIPELINE),
    unsuited("SecondarySources", FROM_THE_PIPELINE),
    unsuited("SecondarySourceVersions", FROM_THE_PIPELINE),
    setting("ServiceRole", "role"),
    unsuited("Source.Auth", FROM_THE_PIPELINE),
    setting("Source.BuildSpec", "buildspec"),
    unsuited("Source.BuildStatusConfig", NO_REPOSITORY),
    unsuited("Source.GitCloneDepth", "the source action says whether builds get a clone: `output_artifact_format: CODEBUILD_CLONE_REF`"),
    unsuited("Source.GitSubmodulesConfig", "the source action says whether builds get a clone: `output_artifact_format: CODEBUILD_CLONE_REF`"),
    unsuited("Source.InsecureSsl", FROM_THE_PIPELINE),
    unsuited("Source.Location", FROM_THE_PIPELINE),
    unsuited("Source.ReportBuildStatus", NO_REPOSITORY),
    unsuited("Source.SourceIdentifier", FROM_THE_PIPELINE),
    ours("Source.Type", "`CODEPIPELINE`"),
    unsuited("SourceVersion", "the pipeline says of which revision a build is: that of its execution"),
    setting("Tags.Key", "tags"),
    setting("Tags.Value", "tags"),
    setting("TimeoutInMinutes", "timeout_in_minutes"),
    unsuited("Triggers", BY_THE_PIPELINE),
    unsuited("Visibility", "a public project shows its logs and its artifacts to everyone"),
    setting("VpcConfig.SecurityGroupIds", "vpc_config.security_group_ids"),
    setting("VpcConfig.Subnets", "vpc_config.subnets"),
    setting("VpcConfig.VpcId", "vpc_config.vpc_id"),
];
