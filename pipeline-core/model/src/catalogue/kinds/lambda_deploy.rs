//! `LambdaDeploy`: new code, or another version, for a Lambda function.

use crate::catalogue::{Condition, Key, Kind, Permission, Target, Type, Variables, pattern, Existing, existing};

pub(super) static KIND: Kind = Kind {
    name: "LambdaDeploy",
    title: "new code for a Lambda function, or another version behind an alias",
    category: "Deploy",
    provider: "Lambda",
    inputs: (0, 1),
    keys: &[
        Key::required("FunctionName", Type::String(&pattern::PLAIN_FUNCTION_NAME), "the function; alias and version have keys of their own").names(existing::FUNCTION),
        Key::optional(
            "FunctionAlias",
            Type::String(&pattern::FUNCTION_ALIAS),
            "the alias that moves to the new version; without it the code becomes a new version only",
        ).names(Existing::new("Lambda alias", "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:{FunctionAlias}").within("function `{FunctionName}`"))
        .needed_when(Condition::Has("PublishedTargetVersion")),
        Key::optional(
            "PublishedTargetVersion",
            Type::String(&pattern::FUNCTION_VERSION),
            "the version that the alias moves to",
        ).names(Existing::new("Lambda version", "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:{PublishedTargetVersion}").within("function `{FunctionName}`"))
        .needed_when(Condition::NoInputs),
        Key::optional(
            "DeployStrategy",
            Type::String(&pattern::DEPLOY_STRATEGY),
            "how traffic moves; `AllAtOnce` unless said otherwise",
        )
        .ignored_when(Condition::Lacks("FunctionAlias")),
        Key::optional(
            "Alarms",
            Type::Strings(&pattern::LISTED_ALARM),
            "alarms that end the deployment",
        ).names(Existing::new("CloudWatch alarm", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{Alarms}"))
        .items(1, 10),
    ],
    variables: Variables::Named(&["FunctionVersion"]),
    permissions: &[
        Permission {
            actions: &[
                "lambda:GetAlias",
                "lambda:GetFunctionConfiguration",
                "lambda:GetProvisionedConcurrencyConfig",
                "lambda:PublishVersion",
                "lambda:UpdateAlias",
                "lambda:UpdateFunctionCode",
            ],
            resources: &[
                "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}",
                "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:*",
            ],
            why: "updates the function and moves its alias",
            ..Permission::BLANK
        },
        Permission {
            actions: &["cloudwatch:DescribeAlarms"],
            resources: &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{Alarms}"],
            only: Some(Condition::Has("Alarms")),
            why: "watches the alarms",
            ..Permission::BLANK
        },
        super::LOGS,
        // Only this action's page gives the log group this name.
        Permission {
            resources: &[
                "arn:{partition}:logs:{region}:{account}:log-group:/{region}/codepipeline/{pipeline}",
                "arn:{partition}:logs:{region}:{account}:log-group:/{region}/codepipeline/{pipeline}:*",
            ],
            ..super::LOGS
        },
    ],
    pipeline_types: &["V2"],
    notes: &[
        "AWS's page says one input, and also what is needed without one: both are allowed here.",
        "AWS's page calls the log group `/REGION/codepipeline/PIPELINE`, and those of other actions `/aws/codepipeline/PIPELINE`: the role may write both.",
    ],
    targets: &[
        Target {
            noun: "function",
            keys: &["FunctionName"],
            only: None,
            refused: false,
            prepares: false,
            why: "Lambda refuses to update a function while another update of it is in progress",
            source: "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html",
        },
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html",
    takes_all: Some("the code of a function"),
    ..Kind::BLANK
};
