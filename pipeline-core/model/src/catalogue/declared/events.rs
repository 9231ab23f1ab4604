//! What tells of a pipeline, and what starts it: notifications, schedules, events, triggers.

use crate::catalogue::pattern::Pattern;
use crate::catalogue::{Existing, Key, Type, limits, pattern};

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

const DEAD_LETTER_QUEUE: Key = Key::optional(
    "DeadLetterQueue",
    Type::String(&pattern::QUEUE_ARN),
    "the ARN of a standard queue in home that gets what could not start the pipeline",
)
.names(Existing::new("SQS queue", "{DeadLetterQueue}"));

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
        Type::Strings(&pattern::EMAIL_ADDRESS),
        "addresses that get a mail, once each has confirmed it",
    )
    .known_when_built()
    .items(1, 100),
    Key::optional(
        "Https",
        Type::Strings(&pattern::HTTPS_ENDPOINT),
        "endpoints that get a request, once each has confirmed it",
    )
    .known_when_built()
    .items(1, 100),
    Key::optional(
        "KmsMasterKeyId",
        Type::String(&pattern::KEY_ARN),
        "the key that the topic we make is encrypted with",
    )
    .names(Existing::new("KMS key", "{KmsMasterKeyId}"))
    .known_when_built()
    .also_of_a_resource(),
    Key::optional(
        "Topic",
        Type::String(&pattern::TOPIC_ARN),
        "a topic that exists, in place of one that we make",
    )
    .names(Existing::new("SNS topic", "{Topic}"))
    .known_when_built()
    .also_of_a_resource(),
    Key::optional(
        "Chatbot",
        Type::String(&pattern::CHAT_CONFIGURATION_ARN),
        "the configuration of a chat channel in Amazon Q Developer, once AWS Chatbot",
    )
    .names(Existing::new("chat channel configuration", "{Chatbot}"))
    .known_when_built(),
    Key::optional(
        "DetailType",
        Type::OneOf(&["BASIC", "FULL"]),
        "how much a message in a chat channel says; `FULL` unless said otherwise",
    ),
    Key::optional(
        "Description",
        Type::String(&pattern::RULE_DESCRIPTION),
        "a line about it",
    ),
    STATE,
];

/// The keys of a schedule.
pub static SCHEDULE: &[Key] = &[
    Key::optional(
        "ScheduleExpressionTimezone",
        Type::String(&pattern::SCHEDULE_TIME_ZONE),
        "the time zone of a `cron` or an `at` expression; UTC unless said otherwise",
    )
    .known_when_built(),
    Key::optional(
        "FlexibleTimeWindow",
        Type::Number(1, 1440),
        "the minutes within which it may start later; exactly on time unless said otherwise",
    )
    .also_at_deployment(),
    Key::optional(
        "StartDate",
        Type::String(&pattern::DATE_TIME),
        "when it begins, in UTC",
    )
    .known_when_built(),
    Key::optional(
        "EndDate",
        Type::String(&pattern::DATE_TIME),
        "when it ends, in UTC",
    )
    .known_when_built(),
    Key::optional(
        "Description",
        Type::String(&pattern::RULE_DESCRIPTION),
        "a line about it",
    ),
    Key::optional(
        "Role",
        Type::Role,
        "the declared role of home's account that it starts the pipeline with, in place of one that we make",
    ),
    DEAD_LETTER_QUEUE,
    STATE,
];

/// The keys of an event that starts the pipeline.
pub static EVENT: &[Key] = &[
    Key::optional(
        "EventBusName",
        Type::String(&pattern::EVENT_BUS_NAME),
        "the event bus; `default` unless said otherwise",
    )
    .names(Existing::new("event bus", "{EventBusName}")),
    Key::required(
        "Pattern",
        Type::EventPattern,
        "what the events have, as EventBridge takes it",
    ),
    Key::optional(
        "Description",
        Type::String(&pattern::RULE_DESCRIPTION),
        "a line about it",
    ),
    DEAD_LETTER_QUEUE,
    STATE,
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
            Type::Strings(pattern),
            "glob patterns of those that count",
        )
        .items(1, limits::PATTERNS_MAX),
        Key::optional(
            "Excludes",
            Type::Strings(pattern),
            "glob patterns of those that do not, whatever is included",
        )
        .items(1, limits::PATTERNS_MAX),
    ]
}
