//! Calls that a user's statement must not allow a role: all that read, write or administer a
//! store, or take a role over.
//!
//! Sources: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>

/// On an object.
pub(super) const READ: &[&str] = &[
    "s3:GetObject",
    "s3:GetObjectAnnotation",
    "s3:GetObjectAttributes",
    "s3:GetObjectTagging",
    "s3:GetObjectTorrent",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionAnnotation",
    "s3:GetObjectVersionAnnotationForReplication",
    "s3:GetObjectVersionAttributes",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionTagging",
    "s3:GetObjectVersionTorrent",
    "s3:ListObjectAnnotations",
    "s3:ListObjectVersionAnnotations",
];

pub(super) const FIND: &[&str] = &["s3:GetBucketLocation"];

/// On a bucket: what is in it.
pub(super) const LIST: &[&str] = &[
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListBucketVersions",
];

/// On an object, with a word of its encryption.
pub(super) const UPLOAD: &[&str] = &["s3:PutObject"];

pub(super) const WRITE: &[&str] = &[
    "s3:DeleteObjectAnnotation",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionAnnotation",
    "s3:DeleteObjectVersionTagging",
    "s3:PutObjectAcl",
    "s3:PutObjectAnnotation",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionAcl",
    "s3:PutObjectVersionAnnotation",
    "s3:PutObjectVersionTagging",
    "s3:ReplicateObject",
    "s3:ReplicateObjectAnnotation",
    "s3:ReplicateTags",
];

/// Calls on objects that a role which writes artifacts does not need.
pub(super) const BEYOND_OBJECTS: &[&str] = &[
    "s3:BypassGovernanceRetention",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:InitiateReplication",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:ReplicateDelete",
    "s3:UpdateObjectEncryption",
];

pub(super) const BEYOND_BUCKET: &[&str] = &[
    "s3:CreateBucketMetadataTableConfiguration",
    "s3:DeleteBucket",
    "s3:DeleteBucketMetadataTableConfiguration",
    "s3:DeleteBucketPolicy",
    "s3:DeleteBucketWebsite",
    "s3:PauseReplication",
    "s3:PutAnalyticsConfiguration",
    "s3:PutBucketAbac",
    "s3:PutBucketAcl",
    "s3:PutBucketCORS",
    "s3:PutBucketLogging",
    "s3:PutBucketNotification",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketRequestPayment",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutBucketWebsite",
    "s3:PutEncryptionConfiguration",
    "s3:PutIntelligentTieringConfiguration",
    "s3:PutInventoryConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
    "s3:TagResource",
    "s3:UntagResource",
    "s3:UpdateBucketMetadataAnnotationTableConfiguration",
    "s3:UpdateBucketMetadataInventoryTableConfiguration",
    "s3:UpdateBucketMetadataJournalTableConfiguration",
];

pub(super) const DECRYPT: &[&str] = &["kms:Decrypt", "kms:ReEncryptFrom"];

pub(super) const ENCRYPT: &[&str] = &[
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptTo",
];

pub(super) const BEYOND_KEY: &[&str] = &[
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
];

/// On a role: what it may do, and who may be it.
pub(super) const ROLE: &[&str] = &[
    "iam:AcquireRole",
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
];

/// On a policy that a role has.
pub(super) const POLICY: &[&str] = &[
    "iam:CreatePolicyVersion",
    "iam:DeletePolicyVersion",
    "iam:SetDefaultPolicyVersion",
];

/// On a user.
pub(super) const USER: &[&str] = &[
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:DeactivateMFADevice",
    "iam:DeleteUserPermissionsBoundary",
    "iam:DeleteUserPolicy",
    "iam:DetachUserPolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateAccessKey",
    "iam:UpdateLoginProfile",
    "iam:UploadSSHPublicKey",
    "iam:UploadSigningCertificate",
];

/// On a group of users.
pub(super) const GROUP: &[&str] = &[
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:DeleteGroupPolicy",
    "iam:DetachGroupPolicy",
    "iam:PutGroupPolicy",
];

/// On an identity provider, which roles trust.
pub(super) const SAML_PROVIDER: &[&str] = &["iam:UpdateSAMLProvider"];

pub(super) const OIDC_PROVIDER: &[&str] = &[
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:UpdateOpenIDConnectProviderThumbprint",
];

/// On the pipeline, a stage or an action of it: what it does, and whether it goes on.
pub(super) const PIPELINE: &[&str] = &[
    "codepipeline:DeletePipeline",
    "codepipeline:DisableStageTransition",
    "codepipeline:EnableStageTransition",
    "codepipeline:OverrideStageCondition",
    "codepipeline:PutActionRevision",
    "codepipeline:PutApprovalResult",
    "codepipeline:RollbackStage",
    "codepipeline:UpdatePipeline",
];

/// On a build project: what its builds run, with the project's role.
pub(super) const PROJECT: &[&str] = &[
    "codebuild:DeleteProject",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "codebuild:StartSandbox",
    "codebuild:UpdateProject",
    "codebuild:UpdateProjectVisibility",
];

/// On an event rule: what starts the pipeline.
pub(in crate::access) const RULE: &[&str] = &[
    "events:DeleteRule",
    "events:DisableRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
];

/// On a schedule: when it starts the pipeline, and with what.
pub(in crate::access) const SCHEDULE: &[&str] =
    &["scheduler:DeleteSchedule", "scheduler:UpdateSchedule"];

/// On the group of the schedules.
pub(in crate::access) const SCHEDULE_GROUP: &[&str] = &["scheduler:DeleteScheduleGroup"];

/// On a topic that a notification is published to: whom it tells.
pub(in crate::access) const TOPIC: &[&str] = &[
    "sns:AddPermission",
    "sns:DeleteTopic",
    "sns:PutDataProtectionPolicy",
    "sns:RemovePermission",
    "sns:SetTopicAttributes",
    "sns:Subscribe",
];

/// On a rule of a notification in the console's list: whom it tells, and of what.
pub(in crate::access) const NOTIFICATION_RULE: &[&str] = &[
    "codestar-notifications:DeleteNotificationRule",
    "codestar-notifications:Subscribe",
    "codestar-notifications:Unsubscribe",
    "codestar-notifications:UpdateNotificationRule",
];

/// On a stack of the pipeline.
pub(super) const STACK: &[&str] = &[
    "cloudformation:CreateChangeSet",
    "cloudformation:DeleteStack",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:ExecuteStackRefactor",
    "cloudformation:RollbackStack",
    "cloudformation:UpdateStack",
];

pub(super) const ASSUME: &[&str] = &["sts:AssumeRole"];

pub(super) const PASS: &[&str] = &["iam:PassRole"];

/// Some services that run what their caller gives them, with a role that the caller passes.
pub(super) const SERVICES: &[&str] = &[
    "cloudformation.amazonaws.com",
    "codebuild.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "glue.amazonaws.com",
    "lambda.amazonaws.com",
    "sagemaker.amazonaws.com",
    "states.amazonaws.com",
];

/// All of these calls.
#[cfg(feature = "testing")]
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    let all = [
        READ,
        FIND,
        LIST,
        UPLOAD,
        WRITE,
        BEYOND_OBJECTS,
        BEYOND_BUCKET,
        DECRYPT,
        ENCRYPT,
        BEYOND_KEY,
        ROLE,
        POLICY,
        USER,
        GROUP,
        SAML_PROVIDER,
        OIDC_PROVIDER,
        PIPELINE,
        PROJECT,
        RULE,
        SCHEDULE,
        SCHEDULE_GROUP,
        TOPIC,
        NOTIFICATION_RULE,
        STACK,
        ASSUME,
        PASS,
    ];
    all.into_iter().flatten().copied()
}
