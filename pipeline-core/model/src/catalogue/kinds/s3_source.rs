//! `S3Source`: an object in a versioned S3 bucket.

use crate::catalogue::{
    Condition, DefaultValue, Events, Key, Kind, Permission, Placement, Type, Variables, pattern, Existing};

/// The condition under which a start of the pipeline may name any object of the bucket.
const ANY_OBJECT: Condition = Condition::Is("AllowOverrideForS3ObjectKey", &["true"]);
const ONE_OBJECT: Condition = Condition::Is("AllowOverrideForS3ObjectKey", &["", "false"]);

pub(super) static KIND: Kind = Kind {
    name: "S3Source",
    title: "an object in a versioned S3 bucket",
    category: "Source",
    provider: "S3",
    outputs: (1, 1),
    keys: &[
        Key::required("S3Bucket", Type::String(&pattern::BUCKET_NAME), "the bucket; it must be versioned").names(Existing::new("S3 bucket", "arn:{partition}:s3:::{S3Bucket}").must(&["be versioned", "hold object `{S3ObjectKey}`"])),
        Key::required("S3ObjectKey", Type::String(&pattern::SOURCE_KEY), "the object's key"),
        Key::optional(
            "AllowOverrideForS3ObjectKey",
            Type::Bool,
            "whether a start of the pipeline may name another object",
        ),
        Key::optional(
            "PollForSourceChanges",
            Type::Bool,
            "whether CodePipeline polls the bucket; left out, an EventBridge rule starts the pipeline",
        )
        .or(DefaultValue::Text("false")),
    ],
    own_keys: &[Kind::START_UNLESS_POLLED],
    variables: Variables::Named(&["BucketName", "ETag", "ObjectKey", "VersionId"]),
    placement: Placement::HomeRegion,
    permissions: &[
        Permission {
            actions: &[
                "s3:GetObject",
                "s3:GetObjectTagging",
                "s3:GetObjectVersion",
                "s3:GetObjectVersionTagging",
            ],
            resources: &["arn:{partition}:s3:::{S3Bucket}/{S3ObjectKey}"],
            conditions: &[("StringEquals", "aws:ResourceAccount", "{account}")],
            only: Some(ONE_OBJECT),
            why: "reads the object",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "s3:GetObject",
                "s3:GetObjectTagging",
                "s3:GetObjectVersion",
                "s3:GetObjectVersionTagging",
            ],
            resources: &["arn:{partition}:s3:::{S3Bucket}/*"],
            conditions: &[("StringEquals", "aws:ResourceAccount", "{account}")],
            only: Some(ANY_OBJECT),
            why: "reads the object that a start of the pipeline names",
            ..Permission::BLANK
        },
        Permission {
            actions: &["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
            resources: &["arn:{partition}:s3:::{S3Bucket}"],
            conditions: &[("StringEquals", "aws:ResourceAccount", "{account}")],
            why: "finds the bucket and its versions",
            ..Permission::BLANK
        },
    ],
    events: Some(Events {
        pattern: r#"{
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "account": ["{account}"],
            "detail": {
                "bucket": { "name": ["{S3Bucket}"] },
                "object": { "key": ["{S3ObjectKey}"] }
            }
        }"#,
        polling: Some("PollForSourceChanges"),
    }),
    prerequisites: &[
        "enable versioning on bucket `{S3Bucket}`",
        "have bucket `{S3Bucket}` send its events to EventBridge",
        "if bucket `{S3Bucket}` encrypts with a KMS key of your own, allow `kms:Decrypt` on that key in the `statements` of the action's role (`as ROLE`) and in the key's policy",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html",
    ..Kind::BLANK
};
