//! `Manual`: an approval by a person.

use crate::catalogue::{ArnRegion, ArtifactAccess, Key, Kind, Permission, Placement, Type, limits, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "Manual",
    title: "an approval by a person",
    category: "Approval",
    provider: "Manual",
    keys: &[
        Key::optional(
            "NotificationArn",
            Type::String(&pattern::TOPIC_ARN),
            "the SNS topic that hears of it",
        ).names(Existing::new("SNS topic", "{NotificationArn}"))
        .of_region(ArnRegion {
            home: true,
            certain: true,
            why: "an approval's topic is in the pipeline's region",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
        }),
        Key::optional(
            "ExternalEntityLink",
            Type::String(&pattern::WEB_ADDRESS),
            "a link for the approver to follow",
        ),
        Key::optional(
            "CustomData",
            Type::String(&pattern::USER_TEXT),
            "a text for the approver to read",
        ),
    ],
    own_keys: &[Key::optional(
        "TimeoutInMinutes",
        Type::Number(limits::APPROVAL_TIMEOUT.0, limits::APPROVAL_TIMEOUT.1),
        "how long it waits, in minutes; AWS's default is seven days",
    )
    .also_at_deployment()],
    reviews: true,
    placement: Placement::Nowhere,
    artifacts: ArtifactAccess::Nobody,
    permissions: &[Permission {
        actions: &["sns:Publish"],
        resources: &["{NotificationArn}"],
        only: Some(crate::catalogue::Condition::Has("NotificationArn")),
        why: "tells the topic",
        ..Permission::BLANK
    }],
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    prerequisites: &[
        "if topic `{NotificationArn}` encrypts with a KMS key of your own, allow `kms:GenerateDataKey` and `kms:Decrypt` on that key in the `statements` of the action's role (`as ROLE`) and in the key's policy",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
    ..Kind::BLANK
};
