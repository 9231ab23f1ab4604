//! `ServiceCatalog`: a new version of a product.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Target, Type, pattern, Existing};

const FROM_FILE: Condition = Condition::Has("ConfigurationFilePath");
const FROM_KEYS: Condition = Condition::Lacks("ConfigurationFilePath");

pub(super) static KIND: Kind = Kind {
    name: "ServiceCatalog",
    title: "a new version of a Service Catalog product",
    category: "Deploy",
    provider: "ServiceCatalog",
    inputs: (1, 1),
    keys: &[
        Key::required("ProductId", Type::String(&pattern::PRODUCT_ID), "the product's id").names(Existing::new("Service Catalog product", "arn:{partition}:catalog:{region}:{account}:product/{ProductId}")),
        Key::optional(
            "ConfigurationFilePath",
            Type::String(&pattern::ARTIFACT_PATH),
            "the path of a file in the input that says all the rest",
        ),
        Key::optional(
            "TemplateFilePath",
            Type::String(&pattern::ARTIFACT_PATH),
            "the template's path in the input",
        )
        .needed_when(FROM_KEYS)
        .ignored_when(FROM_FILE),
        Key::optional(
            "ProductVersionName",
            Type::String(&pattern::PRODUCT_VERSION_NAME),
            "the version's name",
        )
        .needed_when(FROM_KEYS)
        .ignored_when(FROM_FILE),
        Key::optional(
            "ProductType",
            Type::OneOf(&["CLOUD_FORMATION_TEMPLATE"]),
            "the product's type",
        )
        .needed_when(FROM_KEYS)
        .ignored_when(FROM_FILE),
        Key::optional(
            "ProductVersionDescription",
            Type::String(&pattern::USER_TEXT),
            "what is new in the version",
        )
        .ignored_when(FROM_FILE),
    ],
    permissions: &[
        Permission {
            actions: &[
                "servicecatalog:CreateProvisioningArtifact",
                "servicecatalog:DeleteProvisioningArtifact",
                "servicecatalog:DescribeProvisioningArtifact",
                "servicecatalog:ListProvisioningArtifacts",
                "servicecatalog:UpdateProduct",
            ],
            resources: &["arn:{partition}:catalog:{region}:{account}:product/{ProductId}"],
            why: "makes the version",
            ..Permission::BLANK
        },
        Permission {
            actions: &["cloudformation:ValidateTemplate"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html"),
            why: "validates the template",
            ..Permission::BLANK
        },
    ],
    targets: &[
        Target {
            noun: "product version",
            keys: &["ProductId", "ProductVersionName"],
            only: Some(Condition::Has("ProductVersionName")),
            refused: false,
            prepares: false,
            why: "the product gets two versions of one name",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html",
        },
    ],
    reads: &[Read::at("ConfigurationFilePath"), Read::at("TemplateFilePath")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html",
    ..Kind::BLANK
};
