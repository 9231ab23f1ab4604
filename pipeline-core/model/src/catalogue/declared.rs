//! The keys of settings and declarations, and those that every action has.

use super::pattern::Pattern;
use super::{Key, Type, limits, machines, pattern, projects};

/// The keys of the pipeline's settings, `key: value;`.
pub static SETTINGS: &[Key] = &[
    Key::required(
        "Name",
        Type::Text(&pattern::PIPELINE_NAME),
        "the pipeline's name; everything that is made for it is named after it",
    )
    .known_when_built(),
    Key::optional(
        "PipelineType",
        Type::OneOf(&["V1", "V2"]),
        "the pipeline's type; `V2` unless said otherwise",
    ),
    Key::optional(
        "ExecutionMode",
        Type::OneOf(&["QUEUED", "SUPERSEDED", "PARALLEL"]),
        "what becomes of an execution that meets an earlier one; AWS's default is `SUPERSEDED`",
    ),
    Key::optional(
        "RestartOnUpdate",
        Type::Bool,
        "whether the pipeline starts anew when its stack is updated",
    ),
    Key::optional(
        "Tags",
        Type::Map,
        "tags for the pipeline, and for everything that is made for it",
    ),
    Key::optional(
        "ServiceRole",
        Type::Role,
        "the declared role that the pipeline runs with, in place of one that we make",
    ),
    Key::optional(
        "EventRoles",
        Type::Roles,
        "the declared roles with which EventBridge starts the pipeline and forwards events to it, one of each account, in place of those that we make",
    ),
    Key::optional(
        "StackName",
        Type::Text(&pattern::STACK_NAME),
        "the name of the pipeline's stack, in place of one that we make",
    )
    .known_when_built(),
];

/// The keys of a pipeline variable.
pub static VARIABLE: &[Key] = &[Key::optional(
    "Description",
    Type::Text(&pattern::VARIABLE_DESCRIPTION),
    "what it is for",
)];

/// The states that the events of a pipeline's executions have.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html>
pub static PIPELINE_STATES: &[&str] = &[
    "STARTED",
    "SUCCEEDED",
    "RESUMED",
    "FAILED",
    "STOPPING",
    "STOPPED",
    "CANCELED",
    "SUPERSEDED",
];

/// The states that the events of a stage's executions have; see [`PIPELINE_STATES`].
pub static STAGE_STATES: &[&str] = &[
    "STARTED",
    "SUCCEEDED",
    "RESUMED",
    "FAILED",
    "STOPPING",
    "STOPPED",
    "CANCELED",
];

/// The states that the events of an action's executions have; see [`PIPELINE_STATES`].
pub static ACTION_STATES: &[&str] = &["STARTED", "SUCCEEDED", "FAILED", "CANCELED", "ABANDONED"];

/// The states that a chat channel cannot be told of: no notification rule has an event for them.
///
/// Source: <https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-pipeline>
pub static NOT_FOR_CHAT: &[&str] = &["STOPPING", "STOPPED", "ABANDONED"];

const STATE: Key = Key::optional(
    "State",
    Type::OneOf(&["ENABLED", "DISABLED"]),
    "whether it is on; `ENABLED` unless said otherwise",
);

/// The keys of a notification.
pub static NOTIFICATION: &[Key] = &[
    Key::optional(
        "PipelineStates",
        Type::SetOf(PIPELINE_STATES),
        "the states of the pipeline's executions that are told",
    )
    .items(1, 8),
    Key::optional(
        "StageStates",
        Type::SetOf(STAGE_STATES),
        "the states of stages that are told",
    )
    .items(1, 7),
    Key::optional(
        "ActionStates",
        Type::SetOf(ACTION_STATES),
        "the states of actions that are told",
    )
    .items(1, 5),
    Key::optional(
        "Stages",
        Type::Stages,
        "the stages whose states, and whose actions' states, are told; all unless said otherwise",
    )
    .items(1, limits::STAGES_MAX),
    Key::optional(
        "Actions",
        Type::Actions,
        "the actions whose states are told; all unless said otherwise",
    )
    .items(1, limits::PIPELINE_ACTIONS_MAX),
    Key::optional(
        "Email",
        Type::Texts(&pattern::EMAIL_ADDRESS),
        "addresses that get a mail, once each has confirmed it",
    )
    .items(1, 100),
    Key::optional(
        "Https",
        Type::Texts(&pattern::HTTPS_ENDPOINT),
        "endpoints that get a request, once each has confirmed it",
    )
    .items(1, 100),
    Key::optional(
        "KmsMasterKeyId",
        Type::Text(&pattern::KEY_ARN),
        "the key that the topic we make is encrypted with",
    )
    .known_when_built(),
    Key::optional(
        "Topic",
        Type::Text(&pattern::TOPIC_ARN),
        "a topic that exists, in place of one that we make",
    )
    .known_when_built(),
    Key::optional(
        "Chatbot",
        Type::Text(&pattern::CHAT_CONFIGURATION_ARN),
        "the configuration of a chat channel in Amazon Q Developer, once AWS Chatbot",
    )
    .known_when_built(),
    Key::optional(
        "DetailType",
        Type::OneOf(&["BASIC", "FULL"]),
        "how much a message in a chat channel says; `FULL` unless said otherwise",
    ),
    Key::optional(
        "Description",
        Type::Text(&pattern::RULE_DESCRIPTION),
        "a line about it",
    ),
    STATE,
];

/// The keys of a schedule.
pub static SCHEDULE: &[Key] = &[
    Key::optional(
        "ScheduleExpressionTimezone",
        Type::Text(&pattern::SCHEDULE_TIME_ZONE),
        "the time zone of a `cron` or an `at` expression; UTC unless said otherwise",
    )
    .known_when_built(),
    Key::optional(
        "FlexibleTimeWindow",
        Type::Number(1, 1440),
        "the minutes within which it may start later; exactly on time unless said otherwise",
    ),
    Key::optional(
        "StartDate",
        Type::Text(&pattern::DATE_TIME),
        "when it begins, in UTC",
    )
    .known_when_built(),
    Key::optional(
        "EndDate",
        Type::Text(&pattern::DATE_TIME),
        "when it ends, in UTC",
    )
    .known_when_built(),
    Key::optional(
        "Description",
        Type::Text(&pattern::RULE_DESCRIPTION),
        "a line about it",
    ),
    STATE,
];

/// The keys of an event that starts the pipeline.
pub static EVENT: &[Key] = &[
    Key::required(
        "Pattern",
        Type::EventPattern,
        "what the events have, as EventBridge takes it",
    ),
    Key::optional(
        "Description",
        Type::Text(&pattern::RULE_DESCRIPTION),
        "a line about it",
    ),
    STATE,
];

/// The keys of an output.
pub static OUTPUT: &[Key] = &[
    Key::optional(
        "Description",
        Type::Text(&pattern::OUTPUT_DESCRIPTION),
        "what it is for",
    ),
    Key::optional(
        "ExportName",
        Type::Text(&pattern::EXPORT_NAME),
        "the name under which other stacks of the account and region import it",
    ),
];

/// The keys of a trigger.
pub static TRIGGER: &[Key] = &[
    Key::optional(
        "Push",
        Type::OneOrMore(PUSH_FILTER),
        "the pushes that start the pipeline",
    )
    .items(1, limits::FILTERS_MAX),
    Key::optional(
        "PullRequest",
        Type::OneOrMore(PULL_REQUEST_FILTER),
        "the pull requests that start the pipeline",
    )
    .items(1, limits::FILTERS_MAX),
];

const BRANCHES: Key = Key::optional(
    "Branches",
    Type::Record(BRANCH_PATTERNS),
    "the branches; of a pull request, those that it goes to",
);

const FILE_PATHS: Key = Key::optional(
    "FilePaths",
    Type::Record(FILE_PATTERNS),
    "the files, of which one has changed",
);

/// The keys of a filter on pushes.
pub static PUSH_FILTER: &[Key] = &[
    BRANCHES,
    FILE_PATHS,
    Key::optional("Tags", Type::Record(TAG_PATTERNS), "the Git tags"),
];

/// The keys of a filter on pull requests.
pub static PULL_REQUEST_FILTER: &[Key] = &[
    Key::optional(
        "Events",
        Type::SetOf(&["OPEN", "UPDATED", "CLOSED"]),
        "what happens to the pull request; anything unless said otherwise",
    )
    .items(1, 3),
    BRANCHES,
    FILE_PATHS,
];

/// The keys of a filter on branches.
pub static BRANCH_PATTERNS: &[Key] = &patterns(&pattern::BRANCH_PATTERN);

/// The keys of a filter on Git tags.
pub static TAG_PATTERNS: &[Key] = &patterns(&pattern::TAG_PATTERN);

/// The keys of a filter on files.
pub static FILE_PATTERNS: &[Key] = &patterns(&pattern::PATH_PATTERN);

const fn patterns(pattern: &'static Pattern) -> [Key; 2] {
    [
        Key::optional(
            "Includes",
            Type::Texts(pattern),
            "glob patterns of those that count",
        )
        .items(1, limits::PATTERNS_MAX),
        Key::optional(
            "Excludes",
            Type::Texts(pattern),
            "glob patterns of those that do not, whatever is included",
        )
        .items(1, limits::PATTERNS_MAX),
    ]
}

/// The keys that every action has besides its configuration.
pub static ACTION: &[Key] = &[
    Key::optional(
        "Namespace",
        Type::Text(&pattern::NAMESPACE),
        "the namespace of its output variables; its name unless said otherwise",
    )
    .known_when_built(),
    Key::optional(
        "RunOrder",
        Type::Number(1, limits::RUN_ORDER_MAX),
        "its place in the stage, where that is not its place in the source",
    ),
];

/// The keys of a store that we create.
pub static MANAGED_STORE: &[Key] = &[
    Key::optional(
        "BucketName",
        Type::Text(&pattern::BUCKET_NAME),
        "a bucket name of the global namespace, in place of one of the account's own",
    )
    .known_when_built(),
    Key::optional(
        "ExpirationInDays",
        Type::Number(1, 36_500),
        "how long artifacts are kept; 30 days unless said otherwise",
    ),
    Key::optional(
        "EncryptionKey",
        Type::Bool,
        "whether the store has a key of its own; it has one as soon as a foreign account is declared",
    ),
    Key::optional(
        "KeyAdministrators",
        Type::Texts(&pattern::PRINCIPAL_ARN),
        "who administers the key, in place of whom the account's own policies let do it",
    )
    .known_when_built(),
    Key::optional(
        "AliasName",
        Type::Text(&pattern::KEY_ALIAS),
        "the alias of the key, in place of one that we make",
    )
    .known_when_built(),
    Key::optional(
        "RemovalPolicy",
        Type::OneOf(&["RETAIN", "DELETE"]),
        "what becomes of bucket and key when their stack is deleted; `RETAIN` unless said otherwise",
    ),
    Key::optional(
        "Shared",
        Type::Record(SHARED_STORE),
        "a store that several pipelines of one `emit` share, with its settings",
    ),
];

/// The keys of a pipeline of another crate that shares a store.
pub static SHARING_PIPELINE: &[Key] = &[
    Key::required(
        "Name",
        Type::Text(&pattern::PIPELINE_NAME),
        "the pipeline's name",
    )
    .known_when_built(),
    Key::required(
        "Region",
        Type::Text(&pattern::REGION),
        "the region that the pipeline lives in",
    )
    .known_when_built(),
    Key::optional(
        "Accounts",
        Type::Texts(&pattern::ACCOUNT_ID),
        "the ids of the other accounts whose roles read and write its artifacts",
    )
    .known_when_built(),
];

/// The keys of a store that several pipelines share.
pub static SHARED_STORE: &[Key] = &[
    Key::required(
        "Name",
        Type::Text(&pattern::STACK_NAME),
        "the store's name, which its bucket, its key and its stack are named by",
    )
    .known_when_built(),
    Key::optional(
        "BucketName",
        Type::Text(&pattern::BUCKET_NAME),
        "a bucket name of the global namespace, in place of one of the account's own",
    )
    .known_when_built(),
    Key::optional(
        "ExpirationInDays",
        Type::Number(1, 36_500),
        "how long artifacts are kept; 30 days unless said otherwise",
    ),
    Key::optional(
        "KeyAdministrators",
        Type::Texts(&pattern::PRINCIPAL_ARN),
        "who administers the key, in place of whom the account's own policies let do it",
    )
    .known_when_built(),
    Key::optional(
        "AliasName",
        Type::Text(&pattern::KEY_ALIAS),
        "the alias of the key, in place of one that we make",
    )
    .known_when_built(),
    Key::optional(
        "RemovalPolicy",
        Type::OneOf(&["RETAIN", "DELETE"]),
        "what becomes of bucket and key when their stack is deleted; `RETAIN` unless said otherwise",
    ),
    Key::optional(
        "Pipelines",
        Type::OneOrMore(SHARING_PIPELINE),
        "pipelines of other crates that share the store",
    ),
];

/// The keys of an imported store.
pub static IMPORTED_STORE: &[Key] = &[
    Key::required(
        "Bucket",
        Type::Text(&pattern::BUCKET_NAME),
        "the bucket's name",
    ),
    Key::optional(
        "Key",
        Type::Text(&pattern::KEY_ARN),
        "the ARN of the key that it is encrypted with",
    ),
    Key::optional(
        "ObjectOwnership",
        Type::OneOf(&[
            "BucketOwnerEnforced",
            "BucketOwnerPreferred",
            "ObjectWriter",
        ]),
        "who owns what other accounts write into it; it is not changed",
    ),
    Key::optional(
        "Shared",
        Type::Bool,
        "whether other pipelines write into it too: the roles may then read and write the pipeline's own folder only",
    ),
];

/// The keys of a role that we create.
pub static MANAGED_ROLE: &[Key] = &[
    Key::optional(
        "ManagedPolicies",
        Type::Texts(&pattern::POLICY_ARN),
        "the ARNs of managed policies",
    ),
    Key::optional("Statements", Type::Statements, "IAM policy statements"),
    Key::optional(
        "PermissionsBoundary",
        Type::Boundary,
        "the managed policy that bounds the role: its ARN, its name in the role's account, or a map with what it says",
    )
    .known_when_built(),
    Key::optional(
        "Path",
        Type::Text(&pattern::IAM_PATH),
        "an IAM path in place of the pipeline's own",
    )
    .known_when_built(),
    Key::optional(
        "RoleName",
        Type::Text(&pattern::IAM_ROLE_NAME),
        "the role's name in IAM, in place of one that we make",
    )
    .known_when_built(),
];

/// The keys of `roles { … }`: the rules for all roles that we make.
pub static ROLE_RULES: &[Key] = &[
    Key::optional(
        "PermissionsBoundary",
        Type::Boundary,
        "the managed policy that bounds each role: its ARN, its name in the role's account, or a map with what it says",
    )
    .known_when_built(),
    Key::optional(
        "Path",
        Type::Text(&pattern::IAM_PATH),
        "an IAM path in place of the pipeline's own",
    )
    .known_when_built(),
    Key::optional(
        "NamePrefix",
        Type::Text(&pattern::ROLE_NAME_PREFIX),
        "the text that the names of roles and of their managed policies begin with",
    )
    .known_when_built(),
    Key::optional(
        "Tags",
        Type::Map,
        "tags for each role, beside those of the pipeline",
    ),
    Key::optional(
        "InlinePolicies",
        Type::Bool,
        "whether roles have inline policies; with `false` they have managed policies only",
    ),
];

/// The keys of a permissions boundary that is written as a map.
pub static BOUNDARY: &[Key] = &[
    Key::required(
        "Policy",
        Type::Text(&pattern::BOUNDARY),
        "the managed policy: its ARN, or its name in the role's account",
    )
    .known_when_built(),
    Key::optional(
        "Document",
        Type::Document,
        "what it says: the text of the policy, or a list of statements",
    )
    .known_when_built(),
];

/// The keys of a build project that we create.
pub static MANAGED_PROJECT: &[Key] = &[
    Key::required(
        "Image",
        Type::Text(&pattern::IMAGE),
        "the image that the build runs in",
    )
    .known_when_built(),
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
        Type::Text(&pattern::FLEET_ARN),
        "the fleet of reserved machines that builds run on",
    ),
    Key::optional(
        "Description",
        Type::Text(&pattern::DESCRIPTION),
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
    ),
    Key::optional(
        "Name",
        Type::Text(&pattern::PROJECT_NAME),
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
        Type::Texts(&pattern::POLICY_ARN),
        "managed policies for its role",
    ),
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
        Type::Text(&pattern::PROJECT_NAME),
        "the project's name",
    ),
    Key::required(
        "Role",
        Type::Role,
        "its service role, declared as an imported role",
    ),
];

/// The keys of an IAM policy statement.
pub static STATEMENT: &[Key] = &[
    Key::optional(
        "Effect",
        Type::OneOf(&["Allow", "Deny"]),
        "`Allow` unless said otherwise",
    ),
    Key::required(
        "Actions",
        Type::Texts(&pattern::IAM_ACTION),
        "the API calls",
    )
    .known_when_built()
    .items(1, 1000),
    Key::required("Resources", Type::Texts(&pattern::RESOURCE), "the ARNs").items(1, 1000),
    Key::optional(
        "Conditions",
        Type::Map,
        "operators, each with a map of keys and values",
    ),
];

/// The operators of a statement's conditions, without `ForAnyValue:`, `ForAllValues:` and
/// `IfExists`.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
pub static CONDITION_OPERATORS: &[&str] = &[
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];
