//! Notifications: each state that is told reaches its topic, and no other does; schedules and
//! events of the user's own start the pipeline.

use super::Required;
use super::artifacts::TLS;
use super::events::matches;
use super::pipeline_events::{SORTS, states, told_events, untold_events};
use crate::access::deployed::{Rule, Schedule, Topic};
use crate::access::evaluator::{Resource, ResourcePolicy, account_of};
use crate::access::forbidden::ForbiddenKind;
use crate::access::principals::{Inventory, UNDECLARED};
use crate::access::resources::without_policy;
use crate::access::verifier::{ApiCall, Purpose};
use crate::codes;
use crate::pipeline::{Event, Notification, State};
use serde_json::json;
use std::rc::Rc;

/// The services, and the call of a publisher. They are spelled here once more, since what is
/// verified is how planning spells them.
const EVENTS: &str = "events.amazonaws.com";
const SCHEDULER: &str = "scheduler.amazonaws.com";
const PUBLISH: &str = "sns:Publish";
const SEND: &[&str] = &["sqs:SendMessage"];
const START: &[&str] = &["codepipeline:StartPipelineExecution"];

impl<'w> Required<'w, '_> {
    pub(super) fn notifications(&mut self) {
        let inventory = self.inventory;
        for notification in &inventory.pipeline.notifications {
            if notification.makes_topic() {
                self.own_topic(notification);
            }
            if let Some(topic) = &notification.topic {
                self.told(notification, topic);
            }
            if let Some(chatbot) = &notification.chatbot {
                self.chat(notification, chatbot);
            }
            if notification.makes_topic() || notification.topic.is_some() {
                self.untold_states(notification);
            }
        }
    }

    /// The topic of a notification has its subscribers, and nobody else.
    fn own_topic(&mut self, notification: &'w Notification) {
        let of = |protocol: &'static str, endpoints: &'w [String]| {
            endpoints
                .iter()
                .map(move |endpoint| (protocol, endpoint.as_str()))
        };
        let mut wanted: Vec<(&str, &str)> = of("email", &notification.email).collect();
        wanted.extend(of("https", &notification.https));
        wanted.sort_unstable();
        let inventory = self.inventory;
        let has_them = |topic: &Topic<'_>| {
            let subscriptions = topic.subscriptions.iter();
            let mut subscriptions: Vec<(&str, &str)> = subscriptions
                .map(|(protocol, endpoint)| (protocol.as_ref(), endpoint.as_ref()))
                .collect();
            subscriptions.sort_unstable();
            subscriptions == wanted && topic.key.as_deref() == notification.key.as_deref()
        };
        let topics = inventory.deployed.topics.iter();
        let topics: Vec<&'w str> = topics
            .filter(|(_, topic)| has_them(topic))
            .map(|(arn, _)| arn.as_str())
            .collect();
        let Some(first) = topics.first() else {
            let why = "no topic has just its subscribers and its key";
            self.untold(notification, why);
            return;
        };
        // Other notifications may have the same subscribers.
        let events = told_events(inventory, notification);
        let of_its_states = topics.iter().filter(|topic| {
            let rules = self.publishing(notification, topic);
            let mut events = events.iter();
            events.all(|event| rules.iter().any(|rule| matches(&rule.pattern, event)))
        });
        let of_its_states: Vec<&'w str> = of_its_states.copied().collect();
        if of_its_states.is_empty() {
            self.told(notification, first);
        }
        for topic in of_its_states {
            self.told(notification, topic);
        }
    }

    fn untold(&mut self, notification: &Notification, why: &str) {
        let message = format!(
            "notification `{}` could not be sent: {why}",
            notification.name
        );
        let at = notification.source.at;
        self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
    }

    /// The rules that publish to a topic, as a notification has it.
    fn publishing(&self, notification: &Notification, topic: &str) -> Vec<&'w Rule<'w>> {
        let inventory = self.inventory;
        let enabled = notification.state == State::Enabled;
        let publishes = |rule: &&'w Rule<'w>| {
            rule.account == inventory.home
                && rule.region == inventory.pipeline.home().region.as_str()
                && rule.enabled == enabled
                && rule.targets.iter().any(|(arn, _)| arn == topic)
        };
        inventory.deployed.rules.iter().filter(publishes).collect()
    }

    /// A rule publishes each state that is told to the topic. Where several do, for several
    /// notifications, each of them may.
    fn told(&mut self, notification: &'w Notification, topic: &'w str) {
        let rules = self.publishing(notification, topic);
        for event in told_events(self.inventory, notification) {
            let tells = |rule: &&&'w Rule<'w>| matches(&rule.pattern, &event);
            let rules: Vec<&'w Rule<'w>> = rules.iter().filter(tells).copied().collect();
            if rules.is_empty() {
                self.untold(notification, "no rule publishes a state that is to be told");
            }
            for rule in rules {
                self.published(notification, rule, topic);
            }
        }
    }

    /// No rule of a notification publishes another state.
    fn untold_states(&mut self, notification: &'w Notification) {
        let own = self.rules_of(notification);
        for event in untold_events(self.inventory, notification) {
            let mut rules = own.iter();
            if let Some(rule) = rules.find(|rule| matches(&rule.pattern, &event)) {
                let message = format!(
                    "notification `{}` tells what it is not to tell: rule `{}`",
                    notification.name, rule.logical
                );
                let at = notification.source.at;
                self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
            } else {
                let kind = ForbiddenKind::StateNotTold;
                self.verifier.count_denied(kind);
            }
        }
    }

    /// The rules of a notification, which no other notification has.
    fn rules_of(&self, notification: &Notification) -> Vec<&'w Rule<'w>> {
        let planned = self.inventory.deployment.event_rules.iter();
        let logical_ids: Vec<&str> = planned
            .filter(|rule| rule.source.words == notification.source.words)
            .map(|rule| rule.logical_id.as_str())
            .collect();
        let rules = self.inventory.deployed.rules.iter();
        rules
            .filter(|rule| logical_ids.contains(&rule.logical))
            .collect()
    }

    /// A rule may publish to a topic: by the topic's policy, or with a role, if the topic is of
    /// another account.
    fn published(&mut self, notification: &'w Notification, rule: &'w Rule<'w>, topic: &'w str) {
        let at = notification.source.at;
        let title = self.no_action.clone();
        let inventory = self.inventory;
        let target = rule.targets.iter().find(|(arn, _)| arn == topic);
        let role = target.and_then(|(_, role)| role.as_deref());
        let purpose = Purpose {
            action: title.clone(),
            why: "publishes the pipeline's states".into(),
            at,
        };
        match role {
            Some(role) => {
                let source = (rule.arn.as_str(), rule.account);
                let principal = inventory.service(EVENTS, Some(source));
                let call = ApiCall {
                    action: "sts:AssumeRole",
                    context: &[],
                };
                let resource = inventory.assumable(role);
                self.assumed_by_service(role, EVENTS, Some(source), at, &title);
                self.verifier
                    .require(&purpose, &principal, &resource, [call]);
                self.scoped(&purpose, role, topic, &[PUBLISH]);
            }
            None if self::account_of_topic(inventory, topic) != inventory.home => {
                self.untold(
                    notification,
                    "its topic is of another account, and no role publishes to it",
                );
            }
            None if !self.is_asked_for(rule, topic) => {
                self.untold(
                    notification,
                    "its topic's owner is asked to admit another rule",
                );
            }
            None => {
                let principal = inventory.service(EVENTS, Some((&rule.arn, rule.account)));
                let context = [TLS];
                let call = ApiCall {
                    action: PUBLISH,
                    context: &context,
                };
                let resource = self::topic(inventory, topic);
                self.verifier
                    .require(&purpose, &principal, &resource, [call]);
            }
        }
    }

    /// Returns whether a topic that exists is asked to admit a rule; one that we make admits it.
    fn is_asked_for(&self, rule: &Rule<'_>, topic: &str) -> bool {
        let mut existing = self.inventory.deployment.notified.existing.iter();
        self.inventory.deployed.topics.contains_key(topic)
            || existing.any(|asked| asked.arn == topic && asked.publishers.contains(&rule.arn))
    }

    /// A notification rule tells the channel of these states of the pipeline, and of no others.
    fn chat(&mut self, notification: &Notification, chatbot: &str) {
        let deployed = self.inventory.deployed;
        let pipeline = deployed.pipeline.as_ref().map(|found| found.arn.as_str());
        let mut wanted: Vec<String> = SORTS
            .iter()
            .flat_map(|sort| {
                let word = sort.to_lowercase();
                states(notification, sort).iter().map(move |state| {
                    let state = state.to_lowercase();
                    format!("codepipeline-pipeline-{word}-execution-{state}")
                })
            })
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let told = deployed.channels.iter().any(|channel| {
            let mut events: Vec<&str> = channel.events.iter().map(AsRef::as_ref).collect();
            events.sort_unstable();
            pipeline == Some(channel.resource.as_ref())
                && channel.enabled == (notification.state == State::Enabled)
                && channel.targets.iter().map(AsRef::as_ref).eq([chatbot])
                && events.iter().eq(wanted.iter())
        });
        if !told {
            self.untold(
                notification,
                "no notification rule tells its channel just its states",
            );
        }
    }

    /// Every schedule starts the pipeline.
    pub(super) fn schedules(&mut self) {
        let inventory = self.inventory;
        let Some(pipeline) = &inventory.deployed.pipeline else {
            return;
        };
        for schedule in &inventory.pipeline.schedules {
            let at = schedule.source.at;
            let role = schedule
                .role
                .map(|role| &inventory.deployment.role(role).arn);
            // Several of the same times may each have a role of its own.
            let found = inventory.deployed.schedules.iter().filter(|found| {
                role.is_none_or(|role| *role == *found.role)
                    && found.expression == schedule.expression
                    && found.target == pipeline.arn
                    && found.time_zone.as_deref() == schedule.time_zone.as_deref()
                    && found.dead_letter_queue.as_deref() == schedule.dead_letter_queue.as_deref()
                    && found.enabled == (schedule.state == State::Enabled)
            });
            let found: Vec<&'w Schedule<'w>> = found.collect();
            if found.is_empty() {
                let message = format!(
                    "schedule `{}` could not run: nothing starts the pipeline at its times",
                    schedule.name
                );
                self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
            }
            for found in found {
                self.scheduled(found, &pipeline.arn, at);
            }
        }
        // Two of the same times are two that are made.
        let (wanted, found) = (
            inventory.pipeline.schedules.len(),
            inventory.deployed.schedules.len(),
        );
        if wanted != found {
            let message = format!("{found} schedules are made, and {wanted} are declared");
            let at = inventory.pipeline.source.at;
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
        }
    }

    fn scheduled(
        &mut self,
        schedule: &'w Schedule<'w>,
        pipeline: &str,
        at: crate::place::Location,
    ) {
        let title: Rc<str> = self.no_action.clone();
        let Some(group) = &schedule.group else {
            let message = "a schedule has no group, which its role's trust could name".to_owned();
            self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
            return;
        };
        let role = schedule.role.as_ref();
        if account_of(role) != schedule.account {
            let message = format!("a schedule has role `{role}`, of another account");
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
        }
        let source = Some((group.as_str(), schedule.account));
        self.assumed_by_service(role, SCHEDULER, source, at, &title);
        let purpose = Purpose {
            action: title,
            why: "starts the pipeline".into(),
            at,
        };
        // Each schedule's group, of which only the first one is asked about above.
        let assume = ApiCall {
            action: "sts:AssumeRole",
            context: &[],
        };
        let inventory = self.inventory;
        let principal = inventory.service(SCHEDULER, source);
        let resource = inventory.assumable(role);
        self.verifier
            .require(&purpose, &principal, &resource, [assume]);
        let abroad = inventory.service(SCHEDULER, Some((group.as_str(), UNDECLARED)));
        let kind = ForbiddenKind::ServiceForOthers;
        self.verifier.forbid(kind, at, &abroad, &resource, assume);
        self.scoped(&purpose, role, pipeline, START);
        if let Some(queue) = &schedule.dead_letter_queue {
            let purpose = Purpose {
                why: "keeps what could not start the pipeline".into(),
                ..purpose
            };
            self.scoped(&purpose, role, queue, SEND);
        }
    }

    /// Every event of the user's own starts the pipeline.
    pub(super) fn users_events(&mut self) {
        let inventory = self.inventory;
        let Some(pipeline) = &inventory.deployed.pipeline else {
            return;
        };
        let home = inventory.pipeline.home();
        let bus = self.home_bus();
        for event in &inventory.pipeline.events {
            let account = inventory.pipeline.accounts[event.environment.account]
                .id
                .as_str();
            let region = event.environment.region.as_str();
            let bus_of_event = event.bus.as_deref();
            let missing = |what: &str| {
                format!(
                    "event `{}` could not start the pipeline: no rule {what}",
                    event.name
                )
            };
            if event.environment != home {
                let why = "puts the event on home's bus";
                self.target_called(
                    ("", event.source.at),
                    &self.rules_for(event, (account, region), (bus_of_event, None)),
                    &bus,
                    ("events:PutEvents", why),
                    missing(why),
                );
            }
            let why = "starts the pipeline";
            self.target_called(
                ("", event.source.at),
                &self.rules_for(
                    event,
                    (inventory.home, home.region.as_str()),
                    (
                        bus_of_event.filter(|_| event.environment == home),
                        event.dead_letter_queue.as_deref(),
                    ),
                ),
                &pipeline.arn,
                ("codepipeline:StartPipelineExecution", why),
                missing(why),
            );
        }
    }

    /// The rules of an environment that want just these events: of the user's pattern, in the
    /// account and the region that are said; on this bus, and with this queue for what they cannot deliver.
    fn rules_for(
        &self,
        event: &Event,
        (account, region): (&str, &str),
        (bus, queue): (Option<&str>, Option<&str>),
    ) -> Vec<&'w Rule<'w>> {
        let inventory = self.inventory;
        let of = &event.environment;
        let id = inventory.pipeline.accounts[of.account].id.as_str();
        let mut pattern = event.pattern.clone();
        pattern["account"] = json!([id]);
        pattern["region"] = json!([of.region.as_str()]);
        let rules = inventory.deployed.rules.iter();
        rules
            .filter(|rule| {
                rule.account == account
                    && rule.region == region
                    && rule.enabled == (event.state == State::Enabled)
                    && *rule.pattern == pattern
                    && rule.bus.as_deref() == bus
                    && rule.dead_letter_queue.as_deref() == queue
            })
            .collect()
    }
}

/// The account of a topic; that of a declared resource is known by its declaration.
fn account_of_topic<'w>(inventory: &'w Inventory<'w>, topic: &'w str) -> &'w str {
    let pipeline = inventory.pipeline;
    match pipeline.account_of_value(topic) {
        Some(account) => pipeline.accounts[account].id.as_str(),
        None => account_of(topic),
    }
}

/// A topic, as it is asked for.
pub(in crate::access) fn topic<'w>(inventory: &'w Inventory<'w>, arn: &'w str) -> Resource<'w> {
    let policy = match inventory.deployed.topics.get(arn) {
        Some(topic) => ResourcePolicy::Known(&topic.policies),
        None => ResourcePolicy::Imported("topic"),
    };
    Resource {
        policy,
        policy_name: "topic policy",
        ..without_policy(arn, account_of_topic(inventory, arn))
    }
}
