//! The actions of S3 and KMS that reading and writing artifacts needs.
//!
//! Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html>
//! for the actions, <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html>
//! for those on the key. Each wildcard there is replaced by the actions that S3 calls:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>

/// The actions on the bucket, to read or to write.
pub const BUCKET: &[&str] = &[
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketVersioning",
];

/// The actions on the objects, to read.
pub const READ_OBJECTS: &[&str] = &[
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionTagging",
];

/// The actions on the objects, to write. The ACL is CodePipeline's
/// `bucket-owner-full-control`, which an owner-enforced bucket still accepts.
pub const WRITE_OBJECTS: &[&str] = &["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"];

/// The actions on the key, to read.
pub const READ_KEY: &[&str] = &["kms:Decrypt", "kms:DescribeKey"];

/// The actions on the key, to write. A multipart upload needs `kms:Decrypt` too.
pub const WRITE_KEY: &[&str] = &[
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

/// The actions on the key, to administer it without using it.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html>
pub const ADMINISTER_KEY: &[&str] = &[
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
];
