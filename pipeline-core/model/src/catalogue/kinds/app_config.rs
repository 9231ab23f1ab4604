//! `AppConfig`: a configuration for an application's environment.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Target, Type, pattern};

pub(super) static KIND: Kind = Kind {
    name: "AppConfig",
    title: "a configuration, deployed by AppConfig",
    category: "Deploy",
    provider: "AppConfig",
    inputs: (1, 1),
    keys: &[
        Key::required("Application", Type::Text(&pattern::APP_CONFIG_ID), "the application's id"),
        Key::required("Environment", Type::Text(&pattern::APP_CONFIG_ID), "the environment's id"),
        Key::required(
            "ConfigurationProfile",
            Type::Text(&pattern::APP_CONFIG_ID),
            "the configuration profile's id",
        ),
        Key::required(
            "InputArtifactConfigurationPath",
            Type::Text(&pattern::ARTIFACT_PATH),
            "the configuration's path in the input",
        ),
        Key::optional(
            "DeploymentStrategy",
            Type::Text(&pattern::DEPLOYMENT_STRATEGY),
            "the deployment strategy's id",
        ),
    ],
    permissions: &[
        Permission {
            actions: CALLS,
            resources: &[
                "arn:{partition}:appconfig:{region}:{account}:application/{Application}",
                "arn:{partition}:appconfig:{region}:{account}:application/{Application}/*",
            ],
            why: "deploys the configuration",
            ..Permission::BLANK
        },
        Permission {
            actions: &["appconfig:StartDeployment"],
            resources: &[
                "arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/{DeploymentStrategy}",
            ],
            only: Some(Condition::Has("DeploymentStrategy")),
            why: "deploys by the strategy",
            ..Permission::BLANK
        },
        Permission {
            actions: &["appconfig:StartDeployment"],
            resources: &["arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/*"],
            only: Some(Condition::Lacks("DeploymentStrategy")),
            why: "deploys by the strategy that AWS takes",
            ..Permission::BLANK
        },
    ],
    targets: &[
        Target {
            noun: "environment",
            keys: &["Application", "Environment"],
            only: None,
            refused: true,
            why: "AppConfig runs one deployment in an environment at a time",
            source: "https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-deploying.html",
        },
    ],
    reads: &[Read::at("InputArtifactConfigurationPath")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-AppConfig.html",
    ..Kind::BLANK
};

const CALLS: &[&str] = &[
    "appconfig:GetDeployment",
    "appconfig:StartDeployment",
    "appconfig:StopDeployment",
];
