//! `CodeDeployToEcs`: a blue/green deployment of an ECS service.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Type, pattern, existing};

const fn image(name: &'static str) -> Key {
    Key::optional(name, Type::Artifact, "the input whose `imageDetail.json` names an image")
}

const fn container(name: &'static str) -> Key {
    Key::optional(
        name,
        Type::String(&pattern::CONTAINER_PLACEHOLDER),
        "the placeholder in the task definition that the image replaces",
    )
}

pub(super) static KIND: Kind = Kind {
    name: "CodeDeployToEcs",
    title: "a blue/green deployment of an ECS service by CodeDeploy",
    category: "Deploy",
    provider: "CodeDeployToECS",
    inputs: (1, 5),
    keys: &[
        Key::required("ApplicationName", Type::String(&pattern::DEPLOY_APPLICATION), "the application").names(existing::DEPLOY_APPLICATION),
        Key::required(
            "DeploymentGroupName",
            Type::String(&pattern::DEPLOYMENT_GROUP),
            "the deployment group",
        ).names(existing::DEPLOYMENT_GROUP),
        Key::required(
            "TaskDefinitionTemplateArtifact",
            Type::Artifact,
            "the input that holds the task definition",
        ),
        Key::required(
            "AppSpecTemplateArtifact",
            Type::Artifact,
            "the input that holds the AppSpec file",
        ),
        Key::optional(
            "TaskDefinitionTemplatePath",
            Type::String(&pattern::ARTIFACT_PATH),
            "the task definition's path; `taskdef.json` unless said otherwise",
        ),
        Key::optional(
            "AppSpecTemplatePath",
            Type::String(&pattern::ARTIFACT_PATH),
            "the AppSpec file's path; `appspec.yaml` unless said otherwise",
        ),
        image("Image1ArtifactName").needed_when(Condition::Has("Image1ContainerName")),
        container("Image1ContainerName").needed_when(Condition::Has("Image1ArtifactName")),
        image("Image2ArtifactName").needed_when(Condition::Has("Image2ContainerName")),
        container("Image2ContainerName").needed_when(Condition::Has("Image2ArtifactName")),
        image("Image3ArtifactName").needed_when(Condition::Has("Image3ContainerName")),
        container("Image3ContainerName").needed_when(Condition::Has("Image3ArtifactName")),
        image("Image4ArtifactName").needed_when(Condition::Has("Image4ContainerName")),
        container("Image4ContainerName").needed_when(Condition::Has("Image4ArtifactName")),
        super::TASK_ROLES,
    ],
    permissions: &[
        Permission {
            actions: &["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
            resources: &[
                "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{ApplicationName}/{DeploymentGroupName}",
            ],
            why: "starts the deployment and follows it",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "codedeploy:GetApplication",
                "codedeploy:GetApplicationRevision",
                "codedeploy:RegisterApplicationRevision",
            ],
            resources: &[
                "arn:{partition}:codedeploy:{region}:{account}:application:{ApplicationName}",
            ],
            why: "registers the revision",
            ..Permission::BLANK
        },
        Permission {
            actions: &["codedeploy:GetDeploymentConfig"],
            resources: &["arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:*"],
            why: "reads the deployment configuration that the group names",
            ..Permission::BLANK
        },
        Permission {
            actions: &["ecs:RegisterTaskDefinition"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html"),
            why: "registers the task definition",
            ..Permission::BLANK
        },
    ],
    notes: &[super::ABOUT_TASK_ROLES, "A task definition with tags also needs `ecs:TagResource`: give it with `as ROLE`."],
    targets: &[super::DEPLOYMENT_GROUP],
    reads: &[Read::file("taskdef.json").of("TaskDefinitionTemplateArtifact").or("TaskDefinitionTemplatePath"), Read::file("appspec.yaml").of("AppSpecTemplateArtifact").or("AppSpecTemplatePath"), Read::file("imageDetail.json").of("Image1ArtifactName"), Read::file("imageDetail.json").of("Image2ArtifactName"), Read::file("imageDetail.json").of("Image3ArtifactName"), Read::file("imageDetail.json").of("Image4ArtifactName")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html",
    ..Kind::BLANK
};
