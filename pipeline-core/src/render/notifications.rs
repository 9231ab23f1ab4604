//! Topics with their subscriptions and policies, and notification rules.

use super::scope::{PIPELINE, Scope};
use super::template::{Resource, Template};
use crate::pipeline::State;
use crate::plan::{Channel, Topic, policy_logical_id};
use crate::policy;
use serde_json::{Map, Value, json};

/// Renders them into the pipeline's stack.
pub(super) fn render(scope: &Scope<'_>, template: &mut Template) {
    for topic in &scope.deployment.notified.topics {
        self::topic(scope, topic, template);
    }
    for channel in &scope.deployment.notified.channels {
        self::channel(scope, channel, template);
    }
}

fn topic(scope: &Scope<'_>, topic: &Topic, template: &mut Template) {
    let notification = &scope.deployment.pipeline.notifications[topic.notification];
    let of = |protocol: &'static str, endpoints: &[String]| -> Vec<Value> {
        let endpoints = endpoints.iter();
        endpoints
            .map(|endpoint| json!({ "Protocol": protocol, "Endpoint": endpoint }))
            .collect()
    };
    let mut subscriptions = of("email", &notification.email);
    subscriptions.extend(of("https", &notification.https));
    let mut properties = json!({
        "TopicName": &topic.name,
        "Subscription": subscriptions,
        "Tags": scope.tags(),
    });
    if let Some(key) = &notification.key {
        properties["KmsMasterKeyId"] = json!(key);
    }
    let source = &notification.source;
    template.add(
        &topic.logical_id,
        Resource::new("AWS::SNS::Topic", source, properties),
    );
    let statements = policy::topic_policy(topic);
    let properties = json!({
        "Topics": [{ "Ref": &topic.logical_id }],
        "PolicyDocument": scope.document(&statements),
    });
    template.add(
        &policy_logical_id(topic),
        Resource::new("AWS::SNS::TopicPolicy", source, properties),
    );
}

fn channel(scope: &Scope<'_>, channel: &Channel, template: &mut Template) {
    let pipeline = scope.deployment.pipeline;
    let notification = &pipeline.notifications[channel.notification];
    let Some(chatbot) = &notification.chatbot else {
        return;
    };
    let kind = if chatbot.contains("/microsoft-teams-channel/") {
        "AWSChatbotMicrosoftTeams"
    } else {
        "AWSChatbotSlack"
    };
    let properties = json!({
        "Name": &channel.name,
        "DetailType": notification.detail_type.as_deref().unwrap_or("FULL"),
        "EventTypeIds": &channel.events,
        "Resource": pipeline.arn(),
        "Status": state(notification.state),
        "Targets": [{ "TargetType": kind, "TargetAddress": chatbot }],
        "Tags": tags(scope),
    });
    let source = &notification.source;
    let mut rule = Resource::new(
        "AWS::CodeStarNotifications::NotificationRule",
        source,
        properties,
    );
    // It looks for the pipeline when it is made.
    rule.depends_on = vec![PIPELINE.to_owned()];
    template.add(&channel.logical_id, rule);
}

fn state(state: State) -> &'static str {
    match state {
        State::Enabled => "ENABLED",
        State::Disabled => "DISABLED",
    }
}

/// The tags as a map, which is how a notification rule takes them.
fn tags(scope: &Scope<'_>) -> Map<String, Value> {
    let pairs = scope.tags();
    let pairs = pairs.as_array().into_iter().flatten();
    pairs
        .filter_map(|pair| {
            let key = pair.get("Key")?.as_str()?;
            Some((key.to_owned(), pair.get("Value")?.clone()))
        })
        .collect()
}
