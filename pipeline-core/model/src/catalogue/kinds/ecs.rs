//! `Ecs`: a new image for an ECS service.

use crate::catalogue::{Key, Kind, Permission, Type, pattern};

pub(super) static KIND: Kind = Kind {
    name: "Ecs",
    title: "a new task definition for an ECS service",
    category: "Deploy",
    provider: "ECS",
    inputs: (1, 1),
    keys: &[
        Key::required("ClusterName", Type::Text(&pattern::ECS_CLUSTER), "the cluster"),
        Key::required("ServiceName", Type::Text(&pattern::ECS_SERVICE), "the service"),
        Key::optional(
            "FileName",
            Type::Text(&pattern::ARTIFACT_PATH),
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
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html",
    ..Kind::BLANK
};
