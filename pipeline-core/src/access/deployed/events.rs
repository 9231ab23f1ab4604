//! Reads what tells of the pipeline, and what starts it by the clock: topics, notification rules and
//! schedules.

use std::borrow::Cow;

use super::reader::Reader;
use crate::access::evaluator::{Policy, one_or_many};
use serde_json::Value;

/// A topic.
#[derive(Debug)]
pub(crate) struct Topic<'a> {
    pub(crate) policies: Vec<Policy<'a>>,
    pub(crate) key: Option<Cow<'a, str>>,
    /// Protocol and endpoint.
    pub(crate) subscriptions: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// A notification rule, which tells a chat channel.
#[derive(Debug)]
pub(crate) struct Channel<'a> {
    pub(crate) resource: Cow<'a, str>,
    pub(crate) events: Vec<Cow<'a, str>>,
    pub(crate) targets: Vec<Cow<'a, str>>,
    pub(crate) enabled: bool,
}

/// A schedule.
#[derive(Debug)]
pub(crate) struct Schedule<'a> {
    /// The ARN of its group.
    pub(crate) group: Option<String>,
    pub(crate) account: &'a str,
    pub(crate) expression: Cow<'a, str>,
    pub(crate) time_zone: Option<Cow<'a, str>>,
    pub(crate) enabled: bool,
    pub(crate) target: Cow<'a, str>,
    pub(crate) role: Cow<'a, str>,
    /// The queue for what the target did not take.
    pub(crate) dead_letter_queue: Option<Cow<'a, str>>,
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn topic(&mut self, logical: &'a str, properties: &'a Value) {
        let Some(arn) = self.stacks.arn(self.stack, logical) else {
            return;
        };
        let subscriptions = one_or_many(properties.get("Subscription")).filter_map(|one| {
            let protocol = self.string(one.get("Protocol"))?;
            Some((protocol, self.string(one.get("Endpoint"))?))
        });
        let topic = Topic {
            policies: Vec::new(),
            key: self.string(properties.get("KmsMasterKeyId")),
            subscriptions: subscriptions.collect(),
        };
        self.deployed.topics.insert(arn, topic);
    }

    pub(super) fn topic_policy(&mut self, logical: &'a str, properties: &'a Value) {
        let Some(document) = properties.get("PolicyDocument") else {
            return;
        };
        for topic in one_or_many(properties.get("Topics")) {
            let Some(arn) = self.string(Some(topic)) else {
                continue;
            };
            let policy = self.policy(logical, "topic policy", document);
            if let Some(topic) = self.deployed.topics.get_mut(arn.as_ref()) {
                topic.policies.push(policy);
            }
        }
    }

    pub(super) fn channel(&mut self, properties: &'a Value) {
        let Some(resource) = self.string(properties.get("Resource")) else {
            return;
        };
        let events = one_or_many(properties.get("EventTypeIds"));
        let targets = one_or_many(properties.get("Targets"));
        let channel = Channel {
            resource,
            events: events
                .filter_map(|event| self.string(Some(event)))
                .collect(),
            targets: targets
                .filter_map(|target| self.string(target.get("TargetAddress")))
                .collect(),
            enabled: properties.get("Status").and_then(Value::as_str) != Some("DISABLED"),
        };
        self.deployed.channels.push(channel);
    }

    pub(super) fn schedule(&mut self, properties: &'a Value) {
        let (Some(expression), Some(target), Some(role)) = (
            self.string(properties.get("ScheduleExpression")),
            self.string(properties.pointer("/Target/Arn")),
            self.string(properties.pointer("/Target/RoleArn")),
        ) else {
            return;
        };
        let one = &self.stacks.all[self.stack];
        let (partition, region, account) = (self.stacks.partition, one.region, one.account);
        let group = self.string(properties.get("GroupName")).map(|group| {
            format!("arn:{partition}:scheduler:{region}:{account}:schedule-group/{group}")
        });
        let schedule = Schedule {
            group,
            account,
            expression,
            time_zone: self.string(properties.get("ScheduleExpressionTimezone")),
            enabled: properties.get("State").and_then(Value::as_str) != Some("DISABLED"),
            target,
            role,
            dead_letter_queue: self.string(properties.pointer("/Target/DeadLetterConfig/Arn")),
        };
        self.deployed.schedules.push(schedule);
    }
}
