//! `EcrBuildAndPublish`: a Docker image, built and pushed to ECR.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Target, Type, Variables, pattern, Existing};

const PRIVATE: Condition = Condition::Is("RegistryType", &["", "private"]);
const PUBLIC: Condition = Condition::Is("RegistryType", &["public"]);

pub(super) static KIND: Kind = Kind {
    name: "EcrBuildAndPublish",
    title: "a Docker image, built and pushed to ECR",
    category: "Build",
    provider: "ECRBuildAndPublish",
    inputs: (1, 1),
    keys: &[
        Key::required("ECRRepositoryName", Type::String(&pattern::ECR_REPOSITORY), "the repository").names(Existing::new("ECR repository", "arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}").only(PRIVATE)).names(Existing::new("public ECR repository", "arn:{partition}:ecr-public::{account}:repository/{ECRRepositoryName}").only(PUBLIC)),
        Key::optional(
            "DockerFilePath",
            Type::String(&pattern::ARTIFACT_PATH),
            "where the Dockerfile is in the input; its root unless said otherwise",
        ),
        Key::optional(
            "ImageTags",
            Type::Strings(&pattern::IMAGE_TAG),
            "the image's tags; `latest` unless said otherwise",
        ),
        Key::optional(
            "RegistryType",
            Type::OneOf(&["private", "public"]),
            "the registry's type; `private` unless said otherwise",
        ),
    ],
    variables: Variables::Named(&["ECRImageDigestId", "ECRRepositoryName"]),
    permissions: &[
        Permission {
            actions: &["ecr:GetAuthorizationToken"],
            resources: &["*"],
            only: Some(PRIVATE),
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"),
            why: "signs in to the registry",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "ecr:BatchCheckLayerAvailability",
                "ecr:CompleteLayerUpload",
                "ecr:DescribeRepositories",
                "ecr:GetDownloadUrlForLayer",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
            resources: &["arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}"],
            only: Some(PRIVATE),
            why: "pushes the image",
            ..Permission::BLANK
        },
        Permission {
            actions: &["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
            resources: &["*"],
            only: Some(PUBLIC),
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html"),
            why: "signs in to the public registry",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "ecr-public:BatchCheckLayerAvailability",
                "ecr-public:CompleteLayerUpload",
                "ecr-public:DescribeRepositories",
                "ecr-public:InitiateLayerUpload",
                "ecr-public:PutImage",
                "ecr-public:UploadLayerPart",
            ],
            resources: &["arn:{partition}:ecr-public::{account}:repository/{ECRRepositoryName}"],
            only: Some(PUBLIC),
            why: "pushes the image",
            ..Permission::BLANK
        },
        super::LOGS,
    ],
    pipeline_types: &["V2"],
    targets: &[
        Target {
            noun: "image",
            keys: &["ECRRepositoryName", "ImageTags"],
            only: None,
            refused: false,
            prepares: false,
            why: "one of them takes the tag away from the image of the other",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html",
        },
    ],
    reads: &[Read::file("Dockerfile")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html",
    ..Kind::BLANK
};
