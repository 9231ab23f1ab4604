//! What actions work on and nobody makes here, so that it exists before the first run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::arn::Arn;
use crate::plan::{Access, Deployment};
use crate::write::overview::Overview;

/// The things that actions name by an exact ARN and that no stack of the deployment makes.
pub(super) fn existing(deployment: &Deployment<'_>, overview: &Overview<'_>) -> Value {
    let titles = overview.steps.iter().enumerate();
    let titles: BTreeMap<String, usize> = titles
        .map(|(place, step)| (step.action.title(), place))
        .collect();
    let mut found: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
    for grant in deployment.grants.all() {
        let (Access::Call(call), Some(place)) = (&grant.access, titles.get(&grant.action)) else {
            continue;
        };
        for resource in &call.resources {
            // What is named by its objects is a bucket.
            let resource = match Arn::parse(resource) {
                Some(arn) if arn.service == "s3" => resource.strip_suffix("/*"),
                _ => None,
            }
            .unwrap_or(resource);
            let Some(account) = account(deployment, overview, *place, resource) else {
                continue;
            };
            let actions = found.entry((account, resource)).or_default();
            if actions.last() != Some(place) {
                actions.push(*place);
            }
        }
    }
    let existing = found.into_iter().map(|((account, arn), actions)| {
        let (what, name) = words(arn);
        json!({ "account": account, "actions": actions, "arn": arn, "name": name, "what": what })
    });
    existing.collect()
}

/// The account that has a thing; none, where it is a pattern or is made here.
fn account(
    deployment: &Deployment<'_>,
    overview: &Overview<'_>,
    place: usize,
    resource: &str,
) -> Option<String> {
    let arn = Arn::parse(resource).filter(|_| !resource.contains(['*', '?']))?;
    let last = arn.resource.rsplit(['/', ':']).next().unwrap_or_default();
    let made = match arn.service {
        "s3" => {
            // An object has a bucket that is asked for too.
            let bucket = arn.resource.split('/').next().unwrap_or_default();
            let mut stores = deployment.stores.iter();
            arn.resource.contains('/') || stores.any(|store| store.bucket == bucket)
        }
        "codebuild" => {
            let mut projects = deployment.projects.iter();
            projects.any(|project| project.managed.is_some() && project.name == last)
        }
        // They are made when they are used first.
        "logs" | "events" | "iam" | "sts" => true,
        "cloudformation" => true,
        // AWS's own documents are of no account.
        "ssm" => arn.account.is_empty(),
        "codepipeline" => resource == deployment.pipeline.arn(),
        _ => false,
    };
    if made {
        return None;
    }
    Some(match arn.account {
        "" => {
            let account = overview.steps.get(place)?.action.environment.account;
            deployment.pipeline.accounts[account].id.to_string()
        }
        account => account.to_owned(),
    })
}

/// The kind of a thing in words, and its name.
fn words(arn: &str) -> (String, String) {
    let Some(parsed) = Arn::parse(arn) else {
        return ("resource".to_owned(), arn.to_owned());
    };
    let (kind, name) = match parsed.resource.split_once(['/', ':']) {
        Some((kind, name)) => (kind, name),
        None => ("", parsed.resource.as_ref()),
    };
    let what = match (parsed.service, kind) {
        ("codecommit", _) => "CodeCommit repository",
        ("s3", _) => "S3 bucket",
        ("sns", _) => "SNS topic",
        ("sqs", _) => "SQS queue",
        ("ecr", _) => "ECR repository",
        ("codestar-connections" | "codeconnections", "connection") => "connection",
        ("secretsmanager", _) => "secret",
        ("ssm", "parameter") => "parameter",
        ("lambda", "function") => "Lambda function",
        ("states", "stateMachine") => "state machine",
        ("cloudwatch", "alarm") => "CloudWatch alarm",
        ("codebuild", "project") => "build project",
        ("codedeploy", "deploymentgroup") => "CodeDeploy deployment group",
        ("devicefarm", "devicepool") => "Device Farm device pool",
        ("codepipeline", _) => return ("pipeline".to_owned(), parsed.resource.to_string()),
        (service, kind) => return (format!("{} {kind}", title(service)), name.to_owned()),
    };
    let name = if matches!(parsed.service, "codecommit" | "s3" | "sns" | "sqs") {
        parsed.resource.to_string()
    } else {
        name.to_owned()
    };
    (what.to_owned(), name)
}

/// The name of a service of AWS.
fn title(service: &str) -> &str {
    match service {
        "appconfig" => "AppConfig",
        "catalog" => "Service Catalog",
        "codedeploy" => "CodeDeploy",
        "devicefarm" => "Device Farm",
        "ecs" => "ECS",
        "eks" => "EKS",
        "elasticbeanstalk" => "Elastic Beanstalk",
        "elasticloadbalancing" => "load balancer",
        "imagebuilder" => "Image Builder",
        "inspector2" => "Inspector",
        other => other,
    }
}
