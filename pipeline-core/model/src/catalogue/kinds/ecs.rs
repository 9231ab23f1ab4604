//! `Ecs`: a new image for an ECS service.

use crate::catalogue::{Key, Kind, Permission, Read, Target, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "Ecs",
    title: "a new task definition for an ECS service",
    category: "Deploy",
    provider: "ECS",
    inputs: (1, 1),
    keys: &[
        Key::required("ClusterName", Type::String(&pattern::ECS_CLUSTER), "the cluster").names(Existing::new("ECS cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{ClusterName}")),
        Key::required("ServiceName", Type::String(&pattern::ECS_SERVICE), "the service").names(Existing::new("ECS service", "arn:{partition}:ecs:{region}:{account}:service/{ClusterName}/{ServiceName}").within("cluster `{ClusterName}`")),
        Key::optional(
            "FileName",
            Type::String(&pattern::ARTIFACT_PATH),
            "the file of container names and images in the input; `imagedefinitions.json` unless said otherwise",
        ),
        Key::optional(
            "DeploymentTimeout",
            Type::Number(1, 60),
            "how long the deployment may take, in minutes",
        ),
        super::TASK_ROLES,
    ],
    permissions: &[
        Permission {
            actions: &["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html"),
            why: "registers the task definition",
            ..Permission::BLANK
        },
        Permission {
            actions: &["ecs:DescribeServices", "ecs:UpdateService"],
            resources: &[
                "arn:{partition}:ecs:{region}:{account}:service/{ClusterName}/{ServiceName}",
            ],
            why: "updates the service and follows it",
            ..Permission::BLANK
        },
        Permission {
            actions: &["ecs:TagResource"],
            resources: &["arn:{partition}:ecs:{region}:{account}:task-definition/*"],
            conditions: &[("StringEquals", "ecs:CreateAction", "RegisterTaskDefinition")],
            why: "copies the tags of the task definition",
            ..Permission::BLANK
        },
    ],
    notes: &[super::ABOUT_TASK_ROLES],
    targets: &[
        Target {
            noun: "service",
            keys: &["ClusterName", "ServiceName"],
            only: None,
            refused: false,
            prepares: false,
            why: "a deployment of a service takes the place of the one before it, so that one of the two actions is for nothing or fails",
            source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html",
        },
    ],
    reads: &[Read::file("imagedefinitions.json").or("FileName")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html",
    ..Kind::BLANK
};
