//! Queues and topics that exist.

use super::{Policy, Requirement, account_of, code, pasted};
use crate::arn::Arn;
use crate::plan::{self, Deployment};
use crate::policy::{self, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Queues are asked to admit the rules that send to them what they could not deliver. A role sends
/// what a schedule could not, and needs no policy of the queue.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html>
pub(super) fn queues(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let arns = pipeline.arns(&home);
    let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in &deployment.event_rules {
        if let Some(queue) = &rule.dead_letter_queue {
            let rules = asked.entry(queue).or_default();
            rules.push(arns.event_rule(&rule.path()).to_string());
        }
    }
    for (queue, rules) in asked {
        let statement = Statement::allow(&["sqs:SendMessage"])
            .sid("KeepEvents")
            .to(policy::Principal::Service(plan::PUBLISHER.to_owned()))
            .on_arn(queue)
            .when("ArnEquals", "aws:SourceArn", &rules);
        out.push(Requirement {
            owner: format!("queue {}", code(queue)),
            must: "admit EventBridge for what could not start the pipeline, in its policy"
                .to_owned(),
            statements: pasted(deployment, vec![statement]),
            account: pipeline.home_id().to_string(),
            ..Requirement::default()
        });
    }
}

/// Topics that exist are asked to admit what publishes to them, and the keys of topics to admit
/// EventBridge.
///
/// Source: <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services>
pub(super) fn topics(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    for topic in &deployment.notified.existing {
        let statement = match topic.role {
            Some(role) => {
                let root = Arn::root(
                    deployment.pipeline.partition(),
                    deployment.pipeline.home_id().as_str(),
                );
                let role = &deployment.role(role).arn;
                policy::published_by_role(&topic.arn, root.to_string(), role)
            }
            None => policy::publishes(&topic.arn, &topic.publishers),
        };
        // What is declared beside the pipeline gets its policy there too.
        let is_declared = is_declared(deployment, &topic.arn);
        let must = match is_declared {
            true => {
                "admit the pipeline's notifications, in a resource of type `AWS::SNS::TopicPolicy` beside it"
            }
            false => "admit the pipeline's notifications in its policy",
        };
        out.push(Requirement {
            owner: format!("topic {}", code(&topic.arn)),
            must: must.to_owned(),
            statements: pasted(deployment, vec![statement]),
            account: owner(deployment, &topic.arn),
            policy: (!is_declared).then(|| Policy::Topic(topic.arn.clone())),
            ..Requirement::default()
        });
    }
    for topic in &deployment.notified.topics {
        let notification = &deployment.pipeline.notifications[topic.notification];
        let subscribers = notification.email.iter().chain(&notification.https);
        let subscribers: Vec<String> = subscribers.map(|one| code(one)).collect();
        out.push(Requirement {
            owner: format!("the subscribers of topic {}", code(&topic.arn)),
            must: format!(
                "confirm their subscriptions once: {}",
                subscribers.join(", ")
            ),
            statements: Vec::new(),
            account: deployment.pipeline.home_id().to_string(),
            ..Requirement::default()
        });
    }
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for notification in &deployment.pipeline.notifications {
        keys.extend(
            notification
                .key
                .as_deref()
                .filter(|_| notification.makes_topic()),
        );
    }
    for key in keys {
        let statement = Statement::allow(&["kms:Decrypt", "kms:GenerateDataKey*"])
            .to(policy::Principal::Service(plan::PUBLISHER.to_owned()))
            .on_arn("*");
        let is_declared = is_declared(deployment, key);
        let must = match is_declared {
            true => "let EventBridge encrypt what it publishes, in the `KeyPolicy` of its resource",
            false => "let EventBridge encrypt what it publishes, in its key policy",
        };
        out.push(Requirement {
            owner: format!("key {}", code(key)),
            must: must.to_owned(),
            statements: pasted(deployment, vec![statement]),
            account: owner(deployment, key),
            policy: (!is_declared).then(|| Policy::Key(key.to_owned())),
            ..Requirement::default()
        });
    }
}

/// The account of a topic or a key.
fn owner(deployment: &Deployment<'_>, arn: &str) -> String {
    let pipeline = deployment.pipeline;
    match pipeline.account_of_value(arn) {
        Some(account) => pipeline.accounts[account].id.to_string(),
        None => account_of(arn),
    }
}

/// Returns whether an ARN is that of a declared resource.
fn is_declared(deployment: &Deployment<'_>, arn: &str) -> bool {
    deployment.pipeline.account_of_value(arn).is_some()
}
