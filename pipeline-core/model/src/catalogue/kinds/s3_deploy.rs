//! `S3Deploy`: files into a bucket.

use crate::catalogue::{ArnRegion, Condition, Key, Kind, Permission, Target, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "S3Deploy",
    title: "the files of an artifact, or the artifact as one object, into a bucket",
    category: "Deploy",
    provider: "S3",
    inputs: (1, 1),
    keys: &[
        Key::required("BucketName", Type::String(&pattern::BUCKET_NAME), "the bucket").names(Existing::new("S3 bucket", "arn:{partition}:s3:::{BucketName}")),
        Key::required("Extract", Type::Bool, "whether the artifact is unpacked"),
        Key::optional(
            "ObjectKey",
            Type::String(&pattern::DEPLOYED_KEY),
            "the object's key; with `extract: true` a prefix",
        )
        .needed_when(Condition::Is("Extract", &["false"])),
        Key::optional(
            "KMSEncryptionKeyARN",
            Type::String(&pattern::KEY_ARN),
            "the key that the objects are encrypted with",
        ).names(Existing::new("KMS key", "{KMSEncryptionKeyARN}"))
        .of_region(ArnRegion {
            home: false,
            certain: false,
            why: "S3 takes a key of the bucket's own region",
            source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        }),
        Key::optional(
            "CannedACL",
            Type::OneOf(&[
                "private",
                "public-read",
                "public-read-write",
                "authenticated-read",
                "aws-exec-read",
                "bucket-owner-read",
                "bucket-owner-full-control",
            ]),
            "the objects' access control list",
        ),
        Key::optional(
            "CacheControl",
            Type::String(&pattern::CACHE_CONTROL),
            "the objects' `Cache-Control`",
        ),
    ],
    permissions: &[
        Permission {
            actions: &["s3:PutObject"],
            resources: &["arn:{partition}:s3:::{BucketName}/*"],
            conditions: &[("StringEquals", "aws:ResourceAccount", "{account}")],
            why: "puts the objects",
            ..Permission::BLANK
        },
        Permission {
            actions: &["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
            resources: &["arn:{partition}:s3:::{BucketName}/*"],
            conditions: &[("StringEquals", "aws:ResourceAccount", "{account}")],
            only: Some(Condition::Has("CannedACL")),
            why: "sets the objects' access control list",
            ..Permission::BLANK
        },
        Permission {
            actions: &["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
            resources: &["arn:{partition}:s3:::{BucketName}"],
            conditions: &[("StringEquals", "aws:ResourceAccount", "{account}")],
            why: "finds the bucket",
            ..Permission::BLANK
        },
        Permission {
            actions: &["kms:Decrypt", "kms:GenerateDataKey"],
            resources: &["{KMSEncryptionKeyARN}"],
            only: Some(Condition::Has("KMSEncryptionKeyARN")),
            why: "encrypts the objects with the key that is named",
            ..Permission::BLANK
        },
    ],
    targets: &[
        Target {
            noun: "object",
            keys: &["BucketName", "ObjectKey"],
            only: Some(Condition::Is("Extract", &["false"])),
            refused: false,
            prepares: false,
            why: "one of them overwrites what the other one writes",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html",
        },
    ],
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    prerequisites: &[
        "if bucket `{BucketName}` encrypts with a KMS key of your own that `kms_encryption_key_arn` does not name, allow `kms:GenerateDataKey` and `kms:Decrypt` on that key in the `statements` of the action's role (`as ROLE`) and in the key's policy",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html",
    ..Kind::BLANK
};
