//! `InspectorScan`: a search for vulnerabilities in code or in an image.

use crate::catalogue::{Condition, Content, Key, Kind, Permission, Type, Variables, pattern, Existing};

const OF_CODE: Condition = Condition::Is("InspectorRunMode", &["SourceCodeScan"]);
const OF_IMAGE: Condition = Condition::Is("InspectorRunMode", &["ECRImageScan"]);

const fn threshold(name: &'static str) -> Key {
    Key::optional(
        name,
        Type::Number(0, i64::MAX),
        "with more vulnerabilities of this severity, the action fails",
    )
}

pub(super) static KIND: Kind = Kind {
    name: "InspectorScan",
    title: "a search for vulnerabilities by Amazon Inspector, in code or in an image",
    category: "Invoke",
    provider: "InspectorScan",
    inputs: (0, 1),
    outputs: (1, 1),
    input_needed: Some(OF_CODE),
    keys: &[
        Key::required(
            "InspectorRunMode",
            Type::OneOf(&["SourceCodeScan", "ECRImageScan"]),
            "what is searched: the input artifact, or an image of an ECR repository",
        ),
        Key::optional(
            "ECRRepositoryName",
            Type::String(&pattern::ECR_REPOSITORY),
            "the image's repository",
        ).names(Existing::new("ECR repository", "arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}").must(&["hold an image with tag `{ImageTag}`"]).only(OF_IMAGE))
        .needed_when(OF_IMAGE)
        .ignored_when(OF_CODE),
        Key::optional("ImageTag", Type::String(&pattern::IMAGE_TAG), "the image's tag")
            .ignored_when(OF_CODE),
        threshold("CriticalThreshold"),
        threshold("HighThreshold"),
        threshold("MediumThreshold"),
        threshold("LowThreshold"),
    ],
    variables: Variables::Named(&["HighestScannedSeverity"]),
    permissions: &[
        Permission {
            actions: &["inspector-scan:ScanSbom"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html"),
            why: "has the bill of materials searched",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
            resources: &["arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}"],
            only: Some(OF_IMAGE),
            why: "reads the image",
            ..Permission::BLANK
        },
        Permission {
            actions: &["ecr:GetAuthorizationToken"],
            resources: &["*"],
            only: Some(OF_IMAGE),
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"),
            why: "signs in to the registry",
            ..Permission::BLANK
        },
        super::LOGS,
    ],
    // AWS's table leaves the column empty, but the compute that it runs on needs V2.
    pipeline_types: &["V2"],
    notes: &["Its artifact is the bill of materials, with what was found."],
    content: Content::Report("a bill of materials"),
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html",
    ..Kind::BLANK
};
