//! The table.

use super::Instead::{self, Nothing, Write};

/// A path, with `[]` for the items of a list, and what sets it instead.
pub(super) type Kept = (&'static str, Instead);

const OTHERS_NAME_IT: &str = "policies and other stacks hold it by this name";
const THE_ACTION: Instead = Write("change the action where it is declared");
const A_RULE: Instead =
    Write("write `before_entry`, `on_success` or `on_failure` into the stage: a rule has a role");
const A_COPY: &str = "it would let artifacts out of the store";
const THE_KEY: &str = "artifacts are encrypted with it";

/// What is kept of each type but projects.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
pub(super) static KEPT: &[(&str, &[Kept])] = &[
    (
        "AWS::CodePipeline::CustomActionType",
        &[
            ("Category", Write("set `category` of the action type")),
            (
                "ConfigurationProperties",
                Write("set `configuration_properties` of the action type"),
            ),
            (
                "InputArtifactDetails",
                Write("set `input_artifact_details` of the action type"),
            ),
            (
                "OutputArtifactDetails",
                Write("set `output_artifact_details` of the action type"),
            ),
            ("Provider", Write("set `provider` of the action type")),
            ("Version", Write("set `version` of the action type")),
        ],
    ),
    (
        "AWS::CodePipeline::Pipeline",
        &[
            (
                "ArtifactStore",
                Write("declare a store: `store NAME @ \"REGION\" { … }`"),
            ),
            (
                "ArtifactStores",
                Write("declare a store: `store NAME @ \"REGION\" { … }`"),
            ),
            ("Name", Write("set `name` of the pipeline")),
            ("PipelineType", Write("set `pipeline_type` of the pipeline")),
            (
                "RoleArn",
                Write("set `service_role: ROLE;` of the pipeline"),
            ),
            ("Stages[].Actions[].ActionTypeId", THE_ACTION),
            ("Stages[].Actions[].Commands", THE_ACTION),
            ("Stages[].Actions[].EnvironmentVariables", THE_ACTION),
            ("Stages[].Actions[].InputArtifacts", THE_ACTION),
            ("Stages[].Actions[].Name", THE_ACTION),
            ("Stages[].Actions[].Namespace", THE_ACTION),
            ("Stages[].Actions[].OutputArtifacts", THE_ACTION),
            ("Stages[].Actions[].OutputVariables", THE_ACTION),
            ("Stages[].Actions[].Region", THE_ACTION),
            (
                "Stages[].Actions[].RoleArn",
                Write("write `as ROLE` behind the action"),
            ),
            ("Stages[].Actions[].RunOrder", THE_ACTION),
            ("Stages[].BeforeEntry.Conditions[].Rules", A_RULE),
            (
                "Stages[].Name",
                Write("change the stage where it is declared"),
            ),
            ("Stages[].OnFailure.Conditions[].Rules", A_RULE),
            ("Stages[].OnSuccess.Conditions[].Rules", A_RULE),
        ],
    ),
    (
        "AWS::CodeStarNotifications::NotificationRule",
        &[
            ("Name", Nothing(OTHERS_NAME_IT)),
            ("Resource", Nothing("the rule tells of this pipeline")),
            ("TargetAddress", Write("set `chatbot` of the notification")),
            ("Targets", Write("set `chatbot` of the notification")),
        ],
    ),
    (
        "AWS::Events::EventBusPolicy",
        &[
            ("EventBusName", Nothing(OTHERS_NAME_IT)),
            ("StatementId", Nothing(OTHERS_NAME_IT)),
        ],
    ),
    (
        "AWS::Events::Rule",
        &[
            ("EventBusName", Write("set `event_bus_name` of the event")),
            ("Name", Nothing(OTHERS_NAME_IT)),
            (
                "RoleArn",
                Write("set `event_roles: [ROLE];` of the pipeline"),
            ),
            (
                "ScheduleExpression",
                Write("declare a schedule: `schedule NAME \"rate(1 day)\";`"),
            ),
            (
                "Targets[].Arn",
                Write("declare a rule of your own: `resource NAME: \"AWS::Events::Rule\" { … }`"),
            ),
            (
                "Targets[].DeadLetterConfig",
                Write("set `dead_letter_queue` of the event"),
            ),
            ("Targets[].Id", Nothing(OTHERS_NAME_IT)),
            (
                "Targets[].RoleArn",
                Write("set `event_roles: [ROLE];` of the pipeline"),
            ),
        ],
    ),
    (
        "AWS::IAM::ManagedPolicy",
        &[
            ("Groups", Nothing("the policy is that of its role alone")),
            ("ManagedPolicyName", Nothing(OTHERS_NAME_IT)),
            ("Path", Write("set `path` of the role, or of `roles`")),
            ("Roles", Nothing("the policy is that of its role alone")),
            ("Users", Nothing("the policy is that of its role alone")),
        ],
    ),
    (
        "AWS::IAM::Role",
        &[
            ("Path", Write("set `path` of the role, or of `roles`")),
            (
                "PermissionsBoundary",
                Write("set `permissions_boundary` of the role, or of `roles`"),
            ),
            ("RoleName", Write("set `role_name` of a declared role")),
        ],
    ),
    (
        "AWS::KMS::Alias",
        &[
            ("AliasName", Write("set `alias_name` of the store")),
            ("TargetKeyId", Nothing("it is the alias of the store's key")),
        ],
    ),
    (
        "AWS::KMS::Key",
        &[
            ("BypassPolicyLockoutSafetyCheck", Nothing(THE_KEY)),
            ("Enabled", Nothing(THE_KEY)),
            ("KeySpec", Nothing(THE_KEY)),
            ("KeyUsage", Nothing(THE_KEY)),
            (
                "MultiRegion",
                Nothing("a replica would be a second key, of which no policy knows"),
            ),
            ("Origin", Nothing(THE_KEY)),
        ],
    ),
    (
        "AWS::S3::Bucket",
        &[
            ("AccessControl", Nothing(A_COPY)),
            ("AnalyticsConfigurations", Nothing(A_COPY)),
            (
                "BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault",
                Write(
                    "set `encryption_key: true` of the store; or import a store that has a key of yours",
                ),
            ),
            ("BucketName", Write("set `bucket_name` of the store")),
            ("BucketNamePrefix", Write("set `bucket_name` of the store")),
            ("BucketNamespace", Write("set `bucket_name` of the store")),
            ("CorsConfiguration", Nothing(A_COPY)),
            ("InventoryConfigurations", Nothing(A_COPY)),
            ("MetadataConfiguration", Nothing(A_COPY)),
            ("MetadataTableConfiguration", Nothing(A_COPY)),
            (
                "OwnershipControls",
                Nothing("what foreign accounts write has to be the store's"),
            ),
            ("ReplicationConfiguration", Nothing(A_COPY)),
            ("WebsiteConfiguration", Nothing(A_COPY)),
        ],
    ),
    (
        "AWS::S3::BucketPolicy",
        &[("Bucket", Nothing("it is the policy of the store's bucket"))],
    ),
    (
        "AWS::SNS::Topic",
        &[
            (
                "ContentBasedDeduplication",
                Nothing("EventBridge publishes to no FIFO topic"),
            ),
            (
                "FifoThroughputScope",
                Nothing("EventBridge publishes to no FIFO topic"),
            ),
            (
                "FifoTopic",
                Nothing("EventBridge publishes to no FIFO topic"),
            ),
            (
                "KmsMasterKeyId",
                Write("set `kms_master_key_id` of the notification"),
            ),
            ("TopicName", Nothing(OTHERS_NAME_IT)),
        ],
    ),
    (
        "AWS::SNS::TopicPolicy",
        &[(
            "Topics",
            Nothing("it is the policy of the notification's topic"),
        )],
    ),
    (
        "AWS::Scheduler::Schedule",
        &[
            ("GroupName", Nothing(OTHERS_NAME_IT)),
            (
                "KmsKeyArn",
                Nothing("the role of the schedules may not use a key of yours"),
            ),
            ("Name", Nothing(OTHERS_NAME_IT)),
            (
                "ScheduleExpression",
                Write("change the text behind the schedule's name"),
            ),
            ("Target.Arn", Nothing("it starts this pipeline")),
            (
                "Target.DeadLetterConfig",
                Write("set `dead_letter_queue` of the schedule"),
            ),
            ("Target.RoleArn", Write("set `role` of the schedule")),
        ],
    ),
    (
        "AWS::Scheduler::ScheduleGroup",
        &[("Name", Nothing(OTHERS_NAME_IT))],
    ),
];

/// The settings of a project that an override may set as well: no role needs anything for them, and
/// nothing else is made by them.
pub(super) const FREE: &[&str] = &[
    "BuildBatchConfig.Restrictions",
    "BuildBatchConfig.TimeoutInMins",
    "ConcurrentBuildLimit",
    "Description",
    "Environment.ComputeType",
    "Environment.HostKernel",
    "QueuedTimeoutInMinutes",
    "Tags",
    "TimeoutInMinutes",
];
