//! `ElasticBeanstalk`: a new version for an environment.

use crate::catalogue::{Key, Kind, Target, Type, pattern, Existing};

pub(super) static KIND: Kind = Kind {
    name: "ElasticBeanstalk",
    title: "a new version of an application for an Elastic Beanstalk environment",
    category: "Deploy",
    provider: "ElasticBeanstalk",
    inputs: (1, 1),
    keys: &[
        Key::required("ApplicationName", Type::String(&pattern::BEANSTALK_APPLICATION), "the application").names(Existing::new("Elastic Beanstalk application", "arn:{partition}:elasticbeanstalk:{region}:{account}:application/{ApplicationName}")),
        Key::required("EnvironmentName", Type::String(&pattern::BEANSTALK_ENVIRONMENT), "the environment").names(Existing::new("Elastic Beanstalk environment", "arn:{partition}:elasticbeanstalk:{region}:{account}:environment/{ApplicationName}/{EnvironmentName}").within("application `{ApplicationName}`")),
    ],
    // The caller changes all resources of the environment. AWS's page requires every action
    // of eleven services; this is AWS's managed policy for that.
    managed_policies: &["AdministratorAccess-AWSElasticBeanstalk"],
    notes: &[
        "AWS's page asks for all of `elasticbeanstalk`, `ec2`, `elasticloadbalancing`, `autoscaling`, `cloudwatch`, `s3`, `sns`, `cloudformation`, `rds`, `sqs` and `ecs`: the role that is made gets AWS's managed policy instead, which is wide too. Name a narrower role of your own with `as ROLE`.",
    ],
    targets: &[
        Target {
            noun: "environment",
            keys: &["ApplicationName", "EnvironmentName"],
            only: None,
            refused: true,
            prepares: false,
            why: "Elastic Beanstalk refuses to update an environment that is not ready",
            source: "https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_EnvironmentDescription.html",
        },
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html",
    takes_all: Some("the source of an application"),
    ..Kind::BLANK
};
