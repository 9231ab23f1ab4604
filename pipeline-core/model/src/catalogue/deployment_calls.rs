//! The IAM actions of whoever deploys: CloudFormation makes, changes and deletes each resource in
//! the name of that principal.
//!
//! Sources: the `handlers` of AWS's resource schemas, as far as they are about properties that the
//! templates set; for `AWS::CodeBuild::Project`, whose schema has none,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html>

/// The calls of the deployment itself.
///
/// Source: <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/>
pub static CLIENT: &[&str] = &[
    "cloudformation:CreateChangeSet",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStacks",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:GetTemplate",
    "cloudformation:GetTemplateSummary",
];

/// The calls that upload a template to a bucket, from which CloudFormation reads it.
pub static UPLOAD: &[&str] = &["s3:GetObject", "s3:PutObject"];

/// The calls for a type of the templates; nothing for a type that is not one of ours.
#[must_use]
pub fn of(kind: &str) -> Option<&'static [&'static str]> {
    let found = CALLS.iter().find(|(known, _)| *known == kind);
    found.map(|(_, calls)| *calls)
}

/// The calls by type, in the order of the types.
#[rustfmt::skip]
pub static CALLS: &[(&str, &[&str])] = &[
    ("AWS::CodeBuild::Project", &["codebuild:BatchGetProjects", "codebuild:CreateProject", "codebuild:DeleteProject", "codebuild:UpdateProject", "iam:PassRole"]),
    ("AWS::CodePipeline::CustomActionType", &["codepipeline:CreateCustomActionType", "codepipeline:DeleteCustomActionType", "codepipeline:ListActionTypes", "codepipeline:ListTagsForResource", "codepipeline:TagResource", "codepipeline:UntagResource"]),
    ("AWS::CodePipeline::Pipeline", &["codepipeline:CreatePipeline", "codepipeline:DeletePipeline", "codepipeline:DisableStageTransition", "codepipeline:EnableStageTransition", "codepipeline:GetPipeline", "codepipeline:GetPipelineState", "codepipeline:ListTagsForResource", "codepipeline:StartPipelineExecution", "codepipeline:TagResource", "codepipeline:UntagResource", "codepipeline:UpdatePipeline", "codestar-connections:PassConnection", "iam:GetRole", "iam:PassRole"]),
    ("AWS::CodeStarNotifications::NotificationRule", &["codestar-notifications:CreateNotificationRule", "codestar-notifications:DeleteNotificationRule", "codestar-notifications:DescribeNotificationRule", "codestar-notifications:TagResource", "codestar-notifications:UntagResource", "codestar-notifications:UpdateNotificationRule"]),
    ("AWS::Events::EventBusPolicy", &["events:DescribeEventBus", "events:PutPermission", "events:RemovePermission"]),
    ("AWS::Events::Rule", &["events:DeleteRule", "events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:TagResource", "events:UntagResource", "iam:PassRole"]),
    ("AWS::IAM::ManagedPolicy", &["iam:AttachRolePolicy", "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:DetachRolePolicy", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy", "iam:ListPolicyVersions"]),
    ("AWS::IAM::Role", &["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"]),
    ("AWS::KMS::Alias", &["kms:CreateAlias", "kms:DeleteAlias", "kms:ListAliases", "kms:UpdateAlias"]),
    ("AWS::KMS::Key", &["kms:CreateKey", "kms:DescribeKey", "kms:DisableKey", "kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateKeyDescription"]),
    ("AWS::S3::Bucket", &["s3:CreateBucket", "s3:DeleteBucket", "s3:GetBucketOwnershipControls", "s3:GetBucketPublicAccessBlock", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:ListBucket", "s3:PutBucketOwnershipControls", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:TagResource", "s3:UntagResource"]),
    ("AWS::S3::BucketPolicy", &["s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy"]),
    ("AWS::SNS::Topic", &["sns:CreateTopic", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource", "sns:Unsubscribe", "sns:UntagResource"]),
    ("AWS::SNS::TopicPolicy", &["sns:SetTopicAttributes"]),
    ("AWS::Scheduler::Schedule", &["iam:PassRole", "scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:GetSchedule", "scheduler:UpdateSchedule"]),
    ("AWS::Scheduler::ScheduleGroup", &["scheduler:CreateScheduleGroup", "scheduler:DeleteSchedule", "scheduler:DeleteScheduleGroup", "scheduler:GetScheduleGroup", "scheduler:ListTagsForResource", "scheduler:TagResource", "scheduler:UntagResource"]),
];
