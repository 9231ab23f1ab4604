//! The calls of S3 and KMS that reading and writing artifacts take. Policies are made of the
//! catalogue's lists. These are a second path: they stand here once more, from the same pages,
//! so that a call which is forgotten there is missed here.
//!
//! Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html>,
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html>,
//! <https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html>

/// On the bucket, before anything else.
pub(in crate::access) const BUCKET: &[&str] = &[
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketVersioning",
];

/// On an object, to read it: by its version too, as CodePipeline passes artifacts between actions.
pub(in crate::access) const READ: &[&str] = &[
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionTagging",
];

/// On an object, to write it.
pub(in crate::access) const WRITE: &[&str] =
    &["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"];

/// On the key, when an object is read.
pub(super) const DECRYPT: &[&str] = &["kms:Decrypt", "kms:DescribeKey"];

/// On the key, when an object is written: in parts, copied, or encrypted on the client.
pub(super) const ENCRYPT: &[&str] = &[
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

#[cfg(test)]
mod tests {
    use crate::catalogue::artifacts::ADMINISTER_KEY;

    /// Everything that can be done with a key but to use it and to grant its use, so that it
    /// can be looked after, and its policy mended.
    #[test]
    fn the_administration_of_a_key_lacks_no_call() {
        let administration: &[&str] = &[
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
        assert_eq!(ADMINISTER_KEY, administration);
    }
}
