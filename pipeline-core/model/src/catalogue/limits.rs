//! The limits of AWS's services, except for the patterns of names. Each is the largest number
//! that AWS allows, unless its comment says otherwise.

/// The least number of stages: <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
pub const STAGES_MIN: usize = 2;
/// The stages of a pipeline (same page).
pub const STAGES_MAX: usize = 50;
/// The actions in a stage (same page; it also gives 100 for parallel and for sequential
/// ones, so 50 is the safe bound).
pub const STAGE_ACTIONS_MAX: usize = 50;
/// The actions in a pipeline (same page).
pub const PIPELINE_ACTIONS_MAX: usize = 1000;
/// The actions of one execution that run at a time in mode `PARALLEL` (same page).
pub const PARALLEL_MODE_ACTIONS: usize = 5;
/// The highest run order: botocore codepipeline/2015-07-09 shape `ActionRunOrder`.
pub const RUN_ORDER_MAX: i64 = 999;
/// The characters of a configuration value (limits page).
pub const CONFIG_VALUE_MAX: usize = 1000;
/// The bytes of `ParameterOverrides` (limits page: 1 KB).
pub const PARAMETER_OVERRIDES_MAX: usize = 1024;
/// The least and the largest timeout of an approval, in minutes (limits page).
pub const APPROVAL_TIMEOUT: (i64, i64) = (5, 86_400);
/// The pipeline variables of a pipeline (limits page).
pub const VARIABLES_MAX: usize = 50;
/// The triggers of a pipeline (limits page).
pub const TRIGGERS_MAX: usize = 50;
/// The filters of one event type of a trigger (limits page).
pub const FILTERS_MAX: usize = 3;
/// The patterns that a filter includes, and those that it excludes (limits page).
pub const PATTERNS_MAX: usize = 8;
/// The rules of a condition: botocore codepipeline/2015-07-09 shape `RuleDeclarationList`.
pub const RULES_MAX: usize = 5;
/// The commands of a `Commands` rule:
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html>
pub const COMMANDS_MAX: usize = 50;
/// The longest time that a rule may take, in minutes: botocore codepipeline/2015-07-09
/// shape `RuleTimeout`.
pub const RULE_MINUTES_MAX: i64 = 86_400;
/// The keys of an action type's configuration: botocore codepipeline/2015-07-09 shape
/// `ActionConfigurationPropertyList`.
pub const PROPERTIES_MAX: usize = 10;
/// The input or output artifacts of an action type: same file, shape `MaximumArtifactCount`.
pub const ARTIFACTS_MAX: i64 = 5;
/// The tags of a resource, ours among them (limits page).
pub const TAGS_MAX: usize = 50;
/// The characters of a role's name, and of an `EventBridge` rule's:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>, botocore events/2015-10-07.
pub const ROLE_NAME_MAX: usize = 64;
/// The characters of a stack's name:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const STACK_NAME_MAX: usize = 128;
/// The characters of a bucket's name:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
pub const BUCKET_NAME_MAX: usize = 63;
/// The characters of a build project's name: botocore codebuild/2016-10-06 shape `ProjectName`.
pub const PROJECT_NAME_MAX: usize = 150;
/// The characters of a report group's name: botocore codebuild/2016-10-06 shape `ReportGroupName`.
pub const REPORT_GROUP_NAME_MAX: usize = 128;
/// The characters of a key's alias: <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>
pub const ALIAS_MAX: usize = 256;
/// The bytes of a bucket policy: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html>
pub const BUCKET_POLICY_MAX: usize = 20_480;
/// The bytes of a key policy: <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>
pub const KEY_POLICY_MAX: usize = 32_768;
/// The characters of all inline policies of a role, white space not counted:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub const INLINE_POLICIES_MAX: usize = 10_240;
/// The characters of a managed policy (same page).
pub const MANAGED_POLICY_MAX: usize = 6_144;
/// The managed policies of a role (same page; it can be raised to 25).
pub const MANAGED_POLICIES_MAX: usize = 20;
/// The characters of role ARNs that a role's policies list one by one for `sts:AssumeRole`;
/// above that, they name the IAM path. This limit is ours, not AWS's: below it, ten managed
/// policies are enough. Ten was AWS's earlier quota, which an account may still have.
pub const ROLES_NAMED_MAX: usize = 50_000;
/// The characters of a trust policy (same page; it can be raised to 8,192).
pub const TRUST_POLICY_MAX: usize = 2_048;
/// The characters of the policy of an event bus (it can be raised):
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>
pub const BUS_POLICY_MAX: usize = 10_240;
/// The rules of an event bus; it can be raised (same page).
pub const RULES_PER_BUS: usize = 300;
/// The rules of an event bus in the regions that have fewer (same page).
pub const RULES_PER_BUS_IN: &[(&str, usize)] = &[("af-south-1", 100), ("eu-south-1", 100)];
/// The characters of an event pattern (same page; it can be raised to 4,096).
pub const EVENT_PATTERN_MAX: usize = 2_048;
/// The characters in the name of a topic:
/// <https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html>
pub const TOPIC_NAME_MAX: usize = 256;
/// The characters in the name of a schedule, and of a group of schedules:
/// <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html>
pub const SCHEDULE_NAME_MAX: usize = 64;
/// The roles of an account; it can be raised to 10,000:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub const ROLES_PER_ACCOUNT: usize = 1_000;
/// The customer managed policies of an account; it can be raised (same page).
pub const MANAGED_POLICIES_PER_ACCOUNT: usize = 1_500;
/// The custom action types of an account in a region; it can be raised:
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
pub const ACTION_TYPES_PER_REGION: usize = 50;
/// The pipelines of an account in a region; it can be raised (same page).
pub const PIPELINES_PER_REGION: usize = 1_000;
/// The bytes of a template that is read from S3:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_MAX: usize = 1_000_000;
/// The bytes of a template that is sent with the call (same page).
pub const TEMPLATE_DIRECT_MAX: usize = 51_200;
/// The resources of a stack (same page).
pub const RESOURCES_MAX: usize = 500;

/// Parameters of a template.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const PARAMETERS_MAX: usize = 200;
/// Bytes of a parameter's value.
pub const PARAMETER_VALUE_MAX: i64 = 4_096;
/// References in a template that CloudFormation looks up by `{{resolve:…}}`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
pub const DYNAMIC_REFERENCES_MAX: usize = 60;
/// The outputs of a template (same page).
pub const OUTPUTS_MAX: usize = 200;
