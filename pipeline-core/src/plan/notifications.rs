//! Notifications: the topics that we make, and the rules that publish to topics.

use super::events::{Rule, Target};
use super::grants::{Access, Call};
use super::roles::{self, RoleSpec, Trust};
use super::stacks::StackKind;
use super::{Deployment, logical};
use crate::arn::Arn;
use crate::pipeline::{Environment, Notification, RoleId, RoleSettings, Source};
use serde_json::{Map, Value, json};

/// A topic that we make for a notification.
#[derive(Debug)]
pub(crate) struct Topic {
    /// Its logical id in the pipeline's template.
    pub(crate) logical_id: String,
    pub(crate) name: String,
    pub(crate) arn: String,
    /// The ARNs of the rules that publish to it.
    pub(crate) publishers: Vec<String>,
    /// The position of its notification among the pipeline's.
    pub(crate) notification: usize,
}

/// A topic that exists, and what publishes to it.
#[derive(Debug)]
pub(crate) struct ExistingTopic {
    pub(crate) arn: String,
    /// The role of a rule, where the topic is of another account.
    pub(crate) role: Option<RoleId>,
    /// The ARNs of the rules that publish to it.
    pub(crate) publishers: Vec<String>,
}

/// A notification rule, which tells a chat channel.
#[derive(Debug)]
pub(crate) struct Channel {
    /// Its logical id in the pipeline's template.
    pub(crate) logical_id: String,
    pub(crate) name: String,
    /// The ids of the events that are told.
    pub(crate) events: Vec<String>,
    /// The position of its notification among the pipeline's.
    pub(crate) notification: usize,
}

/// What is planned for all notifications.
#[derive(Debug, Default)]
pub(crate) struct Notified {
    pub(crate) topics: Vec<Topic>,
    pub(crate) existing: Vec<ExistingTopic>,
    pub(crate) channels: Vec<Channel>,
}

/// The service that publishes to a topic.
pub(crate) const PUBLISHER: &str = "events.amazonaws.com";

/// The call by which it does.
pub(crate) const PUBLISH: &str = "sns:Publish";

/// Plans topics, rules and channels.
pub(super) fn plan_notifications(deployment: &mut Deployment<'_>) {
    let pipeline = deployment.pipeline;
    for (index, notification) in pipeline.notifications.iter().enumerate() {
        if notification.makes_topic() {
            own_topic(deployment, index, notification);
        }
        if let Some(arn) = &notification.topic {
            existing_topic(deployment, arn, notification);
        }
        if notification.chatbot.is_some() {
            channel(deployment, index, notification);
        }
    }
}

fn own_topic(deployment: &mut Deployment<'_>, index: usize, notification: &Notification) {
    let pipeline = deployment.pipeline;
    let name = deployment.names.topic(&notification.name);
    let logical_id = logical::of_declared(&["Notify"], &notification.name, "Topic");
    let arn = pipeline.arns(&pipeline.home()).topic(&name).to_string();
    let target = Target::OwnTopic(logical_id.clone());
    let publishers = rules(deployment, notification, &target, None);
    deployment.notified.topics.push(Topic {
        logical_id,
        name,
        arn,
        publishers,
        notification: index,
    });
}

/// EventBridge calls a topic of another account with a role, and that account admits the role. A
/// topic of home's account admits the rules.
///
/// Sources: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html>,
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html>
fn existing_topic(deployment: &mut Deployment<'_>, arn: &str, notification: &Notification) {
    let pipeline = deployment.pipeline;
    let is_home = match pipeline.account_of_value(arn) {
        Some(account) => account == pipeline.home,
        None => Arn::parse(arn).is_some_and(|arn| arn.account == pipeline.home_id().as_str()),
    };
    let role = (!is_home).then(|| {
        let parts = ["notify", notification.name.as_str()];
        let spec = RoleSpec {
            logical_id: logical::of_declared(&["Notify"], &notification.name, "Role"),
            parts: &parts,
            account: pipeline.home,
            stack: StackKind::Pipeline,
            description: described(deployment, notification),
            settings: RoleSettings::default(),
            source: notification.source.clone(),
        };
        roles::add_managed(pipeline, &deployment.names, &mut deployment.roles, spec)
    });
    let target = Target::Topic(arn.to_owned());
    let publishers = rules(deployment, notification, &target, role);
    if let Some(role) = role {
        let conditions = publishers.iter();
        let conditions = conditions.map(|arn| ("ArnEquals", "aws:SourceArn", arn.clone()));
        deployment.roles[role].trust(Trust::Service(PUBLISHER, conditions.collect()));
        let call = Call::on(&[PUBLISH], vec![arn.to_owned()]);
        let why = "publishes the pipeline's states";
        deployment.grant(role, Access::Call(call), why, "");
    }
    deployment.notified.existing.push(ExistingTopic {
        arn: arn.to_owned(),
        role,
        publishers,
    });
}

fn described(deployment: &Deployment<'_>, notification: &Notification) -> String {
    match &notification.description {
        Some(text) => text.clone(),
        None => format!(
            "Tells states of pipeline {}: {}",
            deployment.pipeline.name, notification.name
        ),
    }
}

/// Adds a rule for each sort of state that is told, and returns their ARNs.
fn rules(
    deployment: &mut Deployment<'_>,
    notification: &Notification,
    target: &Target,
    role: Option<RoleId>,
) -> Vec<String> {
    let pipeline = deployment.pipeline;
    let mut arns = Vec::new();
    for told in Told::ALL {
        let Some(pattern) = told.pattern(deployment, notification) else {
            continue;
        };
        let name = deployment
            .names
            .rule(&["notify", &notification.name, told.word()]);
        let rule = Rule {
            logical_id: logical::of_declared(&["Notify"], &notification.name, told.end()),
            description: described(deployment, notification),
            pattern,
            target: target.clone(),
            state: notification.state,
            role,
            dead_letter_queue: None,
            stack: StackKind::Pipeline,
            source: notification.source.clone(),
            name,
            bus: None,
        };
        let home = pipeline.home();
        arns.push(pipeline.arns(&home).event_rule(&rule.name).to_string());
        deployment.event_rules.push(rule);
    }
    arns
}

/// The things whose states are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Pipeline,
    Stage,
    Action,
}

impl Told {
    pub(crate) const ALL: [Told; 3] = [Told::Pipeline, Told::Stage, Told::Action];

    fn word(self) -> &'static str {
        match self {
            Told::Pipeline => "pipeline",
            Told::Stage => "stage",
            Told::Action => "action",
        }
    }

    fn end(self) -> &'static str {
        match self {
            Told::Pipeline => "PipelineRule",
            Told::Stage => "StageRule",
            Told::Action => "ActionRule",
        }
    }

    /// The type of its events.
    ///
    /// Source: <https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-codepipeline.html>
    fn detail_type(self) -> &'static str {
        match self {
            Told::Pipeline => "CodePipeline Pipeline Execution State Change",
            Told::Stage => "CodePipeline Stage Execution State Change",
            Told::Action => "CodePipeline Action Execution State Change",
        }
    }

    /// The states of it that a notification tells.
    pub(crate) fn states(self, notification: &Notification) -> &[String] {
        match self {
            Told::Pipeline => &notification.pipeline_states,
            Told::Stage => &notification.stage_states,
            Told::Action => &notification.action_states,
        }
    }

    fn pattern(self, deployment: &Deployment<'_>, notification: &Notification) -> Option<Value> {
        let states = self.states(notification);
        if states.is_empty() {
            return None;
        }
        let pipeline = deployment.pipeline;
        let Environment { region, .. } = pipeline.home();
        let mut detail = Map::new();
        detail.insert("pipeline".to_owned(), json!([&pipeline.name]));
        detail.insert("state".to_owned(), json!(states));
        if self != Told::Pipeline && !notification.stages.is_empty() {
            detail.insert("stage".to_owned(), json!(&notification.stages));
        }
        if self == Told::Action {
            actions(&notification.actions, &mut detail);
        }
        Some(json!({
            "source": ["aws.codepipeline"],
            "account": [pipeline.home_id().as_str()],
            "region": [region.as_str()],
            "detail-type": [self.detail_type()],
            "detail": detail,
        }))
    }
}

/// Narrows the events of actions: those of each stage, and those of any.
fn actions(actions: &[(Option<String>, String)], detail: &mut Map<String, Value>) {
    let mut stages: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
    for (stage, name) in actions {
        let stage = stage.as_deref();
        match stages.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, names)) => names.push(name),
            None => stages.push((stage, vec![name])),
        }
    }
    let mut each: Vec<Map<String, Value>> = stages
        .into_iter()
        .map(|(stage, names)| {
            let mut one = Map::new();
            if let Some(stage) = stage {
                one.insert("stage".to_owned(), json!([stage]));
            }
            one.insert("action".to_owned(), json!(names));
            one
        })
        .collect();
    let clash = each
        .first()
        .is_some_and(|one| one.contains_key("stage") && detail.contains_key("stage"));
    if each.len() == 1 && !clash {
        detail.extend(each.remove(0));
    } else if !each.is_empty() {
        detail.insert("$or".to_owned(), json!(each));
    }
}

fn channel(deployment: &mut Deployment<'_>, index: usize, notification: &Notification) {
    let mut events = Vec::new();
    for told in Told::ALL {
        let word = told.word();
        events.extend(told.states(notification).iter().map(|state| {
            let state = state.to_lowercase();
            format!("codepipeline-pipeline-{word}-execution-{state}")
        }));
    }
    events.sort();
    events.dedup();
    let channel = Channel {
        logical_id: logical::of_declared(&["Notify"], &notification.name, "Channel"),
        name: deployment.names.rule(&["notify", &notification.name]),
        events,
        notification: index,
    };
    deployment.notified.channels.push(channel);
}

/// The declarations of what is made, by logical id.
pub(super) fn logical_ids<'d>(
    deployment: &'d Deployment<'_>,
) -> impl Iterator<Item = (String, &'d Source)> {
    let pipeline = deployment.pipeline;
    let notified = &deployment.notified;
    let topics = notified.topics.iter().flat_map(move |topic| {
        let source = &pipeline.notifications[topic.notification].source;
        [
            (topic.logical_id.clone(), source),
            (policy_logical_id(topic), source),
        ]
    });
    let channels = notified.channels.iter().map(move |channel| {
        let source = &pipeline.notifications[channel.notification].source;
        (channel.logical_id.clone(), source)
    });
    topics.chain(channels)
}

/// The logical id of the policy of a topic.
pub(crate) fn policy_logical_id(topic: &Topic) -> String {
    format!("{}Policy", topic.logical_id)
}
