//! `CodeDeploy`: a deployment to the instances of a deployment group.

use crate::catalogue::{Key, Kind, Permission, Read, Type, pattern, existing};

pub(super) static KIND: Kind = Kind {
    name: "CodeDeploy",
    title: "a CodeDeploy deployment to a deployment group",
    category: "Deploy",
    provider: "CodeDeploy",
    inputs: (1, 1),
    keys: &[
        Key::required("ApplicationName", Type::String(&pattern::DEPLOY_APPLICATION), "the application").names(existing::DEPLOY_APPLICATION),
        Key::required(
            "DeploymentGroupName",
            Type::String(&pattern::DEPLOYMENT_GROUP),
            "the deployment group",
        ).names(existing::DEPLOYMENT_GROUP),
        super::INSTANCE_ROLES,
    ],
    permissions: &[
        Permission {
            actions: &[
                "codedeploy:CreateDeployment",
                "codedeploy:GetDeployment",
                "codedeploy:GetDeploymentGroup",
                "codedeploy:ListDeployments",
            ],
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
                "codedeploy:ListDeploymentGroups",
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
            actions: &["codedeploy:ListDeploymentConfigs"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html"),
            why: "finds the deployment configuration",
            ..Permission::BLANK
        },
    ],
    notes: &[super::ABOUT_INSTANCE_ROLES],
    targets: &[super::DEPLOYMENT_GROUP],
    reads: &[Read::file("appspec.yml")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html",
    ..Kind::BLANK
};
