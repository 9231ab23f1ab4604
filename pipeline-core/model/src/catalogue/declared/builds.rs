//! Build projects.

use crate::catalogue::{Existing, Key, Type, existing, machines, pattern, projects};

/// The keys of a build project that we create.
pub static MANAGED_PROJECT: &[Key] = &[
    Key::required(
        "Image",
        Type::String(&pattern::IMAGE),
        "the image that the build runs in",
    )
    .names(Existing::new("image", "")),
    Key::optional(
        "Buildspec",
        Type::Buildspec(&pattern::ANY),
        "the buildspec, or its path in the primary source; `buildspec.yml` there unless said otherwise",
    ),
    Key::optional(
        "ComputeType",
        Type::OneOf(machines::COMPUTE_TYPES),
        "the machine's size; the smallest of its type unless said otherwise",
    ),
    Key::optional(
        "EnvironmentType",
        Type::OneOf(machines::ENVIRONMENT_TYPES),
        "the machine's type; that of the image unless said otherwise",
    ),
    Key::optional(
        "Fleet",
        Type::String(&pattern::FLEET_ARN),
        "the fleet of reserved machines that builds run on",
    )
    .names(Existing::new("CodeBuild fleet", "{Fleet}")),
    Key::optional(
        "Description",
        Type::String(&pattern::DESCRIPTION),
        "a line about it",
    ),
    Key::optional(
        "EnvironmentVariables",
        Type::Variables(&["PARAMETER_STORE", "SECRETS_MANAGER"]),
        "environment variables: texts, or where a parameter or a secret is kept",
    ),
    Key::optional(
        "PrivilegedMode",
        Type::Bool,
        "whether the build may run Docker itself",
    ),
    Key::optional(
        "TimeoutInMinutes",
        Type::Number(5, 2160),
        "how long a build may take, in minutes; AWS's default is an hour",
    )
    .also_at_deployment(),
    Key::optional(
        "Name",
        Type::String(&pattern::PROJECT_NAME),
        "the project's name in CodeBuild, in place of one that we make",
    )
    .known_when_built(),
    Key::optional(
        "Role",
        Type::Role,
        "the declared role of its builds, in place of one that we make",
    ),
    Key::optional(
        "BatchRole",
        Type::Role,
        "the declared role that starts the builds of its batches, in place of one that we make",
    ),
    Key::optional(
        "ManagedPolicies",
        Type::Strings(&pattern::POLICY_ARN),
        "managed policies for its role",
    )
    .names(existing::MANAGED_POLICY)
    .known_when_built(),
    Key::optional(
        "Statements",
        Type::Statements,
        "IAM policy statements for its role",
    ),
    projects::VPC_CONFIG,
    projects::CACHE,
    projects::LOGS_CONFIG,
    projects::REPORT_GROUPS,
    projects::FILE_SYSTEM_LOCATIONS,
    projects::DOCKER_SERVER,
    projects::CONCURRENT_BUILD_LIMIT,
    projects::QUEUED_TIMEOUT,
    projects::REGISTRY_CREDENTIAL,
    projects::IMAGE_PULL_CREDENTIALS,
    projects::HOST_KERNEL,
    projects::CERTIFICATE,
    projects::ENCRYPTION_KEY,
    projects::TAGS,
    projects::BUILD_BATCH_CONFIG,
];

/// The keys of an imported build project.
pub static IMPORTED_PROJECT: &[Key] = &[
    Key::required(
        "Name",
        Type::String(&pattern::PROJECT_NAME),
        "the project's name",
    )
    .names(existing::PROJECT),
    Key::required(
        "Role",
        Type::Role,
        "its service role, declared as an imported role",
    ),
];
