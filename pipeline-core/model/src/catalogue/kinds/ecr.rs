//! `Ecr`: an image in an ECR repository.

use crate::catalogue::{Content, DefaultValue, Events, Key, Kind, Permission, Placement, Type, Variables, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "Ecr",
    title: "an image of an ECR repository",
    category: "Source",
    provider: "ECR",
    outputs: (1, 1),
    keys: &[
        Key::required("RepositoryName", Type::String(&pattern::ECR_REPOSITORY), "the repository").names(Existing::new("ECR repository", "arn:{partition}:ecr:{region}:{account}:repository/{RepositoryName}").must(&["hold an image with tag `{ImageTag}`"])),
        Key::optional(
            "ImageTag",
            Type::String(&pattern::IMAGE_TAG),
            "the image's tag; `latest` unless said otherwise",
        )
        .or(DefaultValue::Text("latest")),
    ],
    own_keys: &[Kind::START_ON_CHANGE],
    variables: Variables::Named(&[
        "ImageDigest",
        "ImageTag",
        "ImageURI",
        "RegistryId",
        "RepositoryName",
    ]),
    placement: Placement::HomeRegion,
    permissions: &[Permission {
        actions: &["ecr:DescribeImages"],
        resources: &["arn:{partition}:ecr:{region}:{account}:repository/{RepositoryName}"],
        why: "finds the image",
        ..Permission::BLANK
    }],
    // AWS does not poll ECR: only the EventBridge rule starts the pipeline.
    events: Some(Events {
        pattern: r#"{
            "source": ["aws.ecr"],
            "detail-type": ["ECR Image Action"],
            "detail": {
                "action-type": ["PUSH"],
                "result": ["SUCCESS"],
                "repository-name": ["{RepositoryName}"],
                "image-tag": ["{ImageTag}"]
            }
        }"#,
        polling: None,
    }),
    notes: &[
        "Its artifact is a file, `imageDetail.json`, that describes the image.",
        "`ImageTag` is not set where a start of the pipeline overrides the revision.",
        "No page of AWS shows it with a role in another account.",
    ],
    content: Content::Files(&["imageDetail.json"]),
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html",
    ..Kind::BLANK
};
