//! What the templates make, by its ARN, and the types of its resources.

use crate::pipeline::Pipeline;
use crate::plan::Stack;
use crate::render::Template;
use serde_json::Value;
use std::collections::BTreeSet;

/// A type whose resources a key can name: the property that holds the name, and the service and
/// the resource of its ARN in front of that.
struct Named {
    kind: &'static str,
    property: &'static str,
    service: &'static str,
    before: &'static str,
}

const fn named(
    kind: &'static str,
    property: &'static str,
    service: &'static str,
    before: &'static str,
) -> Named {
    Named {
        kind,
        property,
        service,
        before,
    }
}

/// Sources: the lists of resource types in
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
#[rustfmt::skip]
const NAMED: &[Named] = &[
    named("AWS::CloudWatch::Alarm", "AlarmName", "cloudwatch", "alarm:"),
    named("AWS::CodeBuild::Project", "Name", "codebuild", "project/"),
    named("AWS::CodeCommit::Repository", "RepositoryName", "codecommit", ""),
    named("AWS::CodeDeploy::Application", "ApplicationName", "codedeploy", "application:"),
    named("AWS::CodePipeline::Pipeline", "Name", "codepipeline", ""),
    named("AWS::ECR::Repository", "RepositoryName", "ecr", "repository/"),
    named("AWS::ECS::Cluster", "ClusterName", "ecs", "cluster/"),
    named("AWS::EKS::Cluster", "Name", "eks", "cluster/"),
    named("AWS::ElasticBeanstalk::Application", "ApplicationName", "elasticbeanstalk", "application/"),
    named("AWS::Lambda::Function", "FunctionName", "lambda", "function:"),
    named("AWS::S3::Bucket", "BucketName", "s3", ""),
    named("AWS::SNS::Topic", "TopicName", "sns", ""),
    named("AWS::SSM::Parameter", "Name", "ssm", "parameter/"),
    named("AWS::SecretsManager::Secret", "Name", "secretsmanager", "secret:"),
    named("AWS::StepFunctions::StateMachine", "StateMachineName", "states", "stateMachine:"),
];

/// The ARNs of what the templates make under a name that is written in them.
pub(in crate::write) fn made(
    pipeline: &Pipeline,
    stacks: &[Stack],
    templates: &[Template],
) -> BTreeSet<String> {
    let mut made = BTreeSet::new();
    for (stack, template) in stacks.iter().zip(templates) {
        let here = pipeline.arns(&stack.environment);
        for body in template.resources().values() {
            let kind = body["Type"].as_str().unwrap_or_default();
            let Some(row) = NAMED.iter().find(|row| row.kind == kind) else {
                continue;
            };
            let Some(name) = body["Properties"][row.property].as_str() else {
                continue;
            };
            let name = match row.service {
                "ssm" => name.trim_start_matches('/'),
                _ => name,
            };
            let mut arn = here.arn(row.service, format!("{}{name}", row.before));
            if row.service == "s3" {
                (arn.region, arn.account) = ("", "");
            }
            made.insert(arn.to_string());
        }
    }
    made
}

/// The types of the resources of each template.
pub(in crate::write) fn kinds(templates: &[Template]) -> Vec<BTreeSet<String>> {
    let of = |template: &Template| {
        let types = template.resources().values();
        let types = types.filter_map(|body| body.get("Type").and_then(Value::as_str));
        types.map(str::to_owned).collect()
    };
    templates.iter().map(of).collect()
}
