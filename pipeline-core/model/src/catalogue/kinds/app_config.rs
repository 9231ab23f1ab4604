//! `AppConfig`: a configuration for an application's environment.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Target, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "AppConfig",
    title: "a configuration, deployed by AppConfig",
    category: "Deploy",
    provider: "AppConfig",
    inputs: (1, 1),
    keys: &[
        Key::required("Application", Type::String(&pattern::APP_CONFIG_ID), "the application's id").names(Existing::new("AppConfig application", "arn:{partition}:appconfig:{region}:{account}:application/{Application}")),
        Key::required("Environment", Type::String(&pattern::APP_CONFIG_ID), "the environment's id").names(Existing::new("AppConfig environment", "arn:{partition}:appconfig:{region}:{account}:application/{Application}/environment/{Environment}").within("application `{Application}`")),
        Key::required(
            "ConfigurationProfile",
            Type::String(&pattern::APP_CONFIG_ID),
            "the configuration profile's id",
        ).names(Existing::new("AppConfig configuration profile", "arn:{partition}:appconfig:{region}:{account}:application/{Application}/configurationprofile/{ConfigurationProfile}").within("application `{Application}`")),
        Key::required(
            "InputArtifactConfigurationPath",
            Type::String(&pattern::ARTIFACT_PATH),
            "the configuration's path in the input",
        ),
        Key::optional(
            "DeploymentStrategy",
            Type::String(&pattern::DEPLOYMENT_STRATEGY),
            "the deployment strategy's id",
        ).names(Existing::new("AppConfig deployment strategy", "arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/{DeploymentStrategy}").provided("AppConfig.")),
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
            prepares: false,
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
