//! Events that start the pipeline: the rules that they match, their roles, and home's bus.

use super::Required;
use super::provider::OTHER;
use crate::access::deployed::Rule;
use crate::access::evaluator::{Resource, ResourcePolicy, account_of};
use crate::access::forbidden::ForbiddenKind;
use crate::access::principals::UNDECLARED;
use crate::access::verifier::{ApiCall, Purpose};
use crate::codes;
use crate::pipeline::Action;
use crate::place::Location;
use crate::plan::Values;
use serde_json::{Map, Value, json};

const SERVICE: &str = "events.amazonaws.com";

impl<'w> Required<'w, '_> {
    /// Every source that emits events and is not polled starts the pipeline by them.
    pub(super) fn events(&mut self) {
        for action in self.inventory.pipeline.actions() {
            let Some(event) = self.event(action) else {
                continue;
            };
            self.followed(action, &event);
            for other in others(&event) {
                self.ignored(action, &other);
            }
        }
    }

    /// The event that a change of the source makes, by the catalogue.
    fn event(&self, action: &'w Action) -> Option<Value> {
        let events = action
            .kind
            .events
            .as_ref()
            .filter(|_| action.starts_by_events())?;
        let values = Values::of(self.inventory.deployment, action);
        let pattern = serde_json::from_str(events.pattern).ok()?;
        let mut event = sample(&pattern, &values)?;
        let account = self.inventory.pipeline.accounts[action.environment.account]
            .id
            .as_str();
        event
            .as_object_mut()?
            .insert("account".into(), json!(account));
        Some(event)
    }

    /// From where the event happens to the start of the pipeline.
    fn followed(&mut self, action: &'w Action, event: &Value) {
        let inventory = self.inventory;
        let home = inventory.pipeline.home();
        let account = inventory.pipeline.accounts[action.environment.account]
            .id
            .as_str();
        let region = action.environment.region.as_str();
        let bus = self.home_bus();
        let Some(pipeline) = inventory
            .deployed
            .pipeline
            .as_ref()
            .map(|found| found.arn.as_str())
        else {
            return;
        };
        let fits = |rule: &&'w Rule<'w>, account: &str, region: &str| {
            rule.enabled
                && rule.bus.is_none()
                && rule.account == account
                && rule.region == region
                && matches(&rule.pattern, event)
        };
        if account != inventory.home {
            let forward = inventory.deployed.rules.iter();
            let forward = forward.filter(|rule| fits(rule, account, region));
            let forward: Vec<_> = forward.collect();
            self.calls_target(
                action,
                &forward,
                &bus,
                "events:PutEvents",
                "puts source events on home's bus",
            );
        }
        let start = inventory.deployed.rules.iter();
        let start = start.filter(|rule| fits(rule, inventory.home, home.region.as_str()));
        let start: Vec<_> = start.collect();
        self.calls_target(
            action,
            &start,
            pipeline,
            "codepipeline:StartPipelineExecution",
            "starts the pipeline",
        );
    }

    /// One of the rules must call the target, with a role that may.
    fn calls_target(
        &mut self,
        action: &'w Action,
        rules: &[&'w Rule<'w>],
        target: &str,
        call: &'static str,
        why: &'static str,
    ) {
        let title = action.title();
        let missing =
            format!("action `{title}` could not run: no rule {why} when its source changes");
        let at = action.source.at;
        self.target_called((&title, at), rules, target, (call, why), missing);
    }

    /// One of the rules must call the target, and each that does with a role that may: several sources or
    /// events of the user's may want the same. `missing` is the message that none does.
    pub(super) fn target_called(
        &mut self,
        (title, at): (&str, Location),
        rules: &[&'w Rule<'w>],
        target: &str,
        (call, why): (&'static str, &'static str),
        missing: String,
    ) {
        let purpose = Purpose {
            action: std::rc::Rc::from(title),
            why: why.into(),
            at,
        };
        let calling = rules.iter().filter_map(|rule| {
            let (_, role) = rule.targets.iter().find(|(arn, _)| arn == target)?;
            Some((*rule, role.as_deref()?))
        });
        let calling: Vec<(&'w Rule<'w>, &'w str)> = calling.collect();
        if calling.is_empty() {
            self.verifier.fail(&codes::COULD_NOT_RUN, at, missing);
        }
        for (rule, role) in calling {
            self.called_by(rule, role, target, call, &purpose);
        }
    }

    /// A rule calls the target with a role that may.
    fn called_by(
        &mut self,
        rule: &'w Rule<'w>,
        role: &'w str,
        target: &str,
        call: &'static str,
        purpose: &Purpose<'_>,
    ) {
        let at = purpose.at;
        if account_of(role) != rule.account {
            let message = format!("rule `{}` has a role of another account", rule.logical);
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
        }
        let source = Some((rule.arn.as_str(), rule.account));
        self.assumed_by_service(role, SERVICE, source, at, &purpose.action);
        if call == "events:PutEvents" {
            self.access.senders.insert(role);
            let Some(principal) = self.role(purpose, role) else {
                return;
            };
            let bus = self.bus(target);
            let context = [super::artifacts::TLS];
            let call = ApiCall {
                action: call,
                context: &context,
            };
            self.verifier.require(purpose, principal, &bus, [call]);
            let other = Some(format!("{target}{OTHER}"));
            self.neighbours(purpose, principal, &bus, other, [call].into_iter());
        } else {
            self.scoped(
                purpose,
                role,
                target,
                &["codepipeline:StartPipelineExecution"],
            );
        }
    }

    /// An event of somebody else's must not start the pipeline.
    fn ignored(&mut self, action: &'w Action, event: &Value) {
        let titles = crate::plan::rule_logical_ids(action);
        for rule in &self.inventory.deployed.rules {
            // A rule of another source may want just this event.
            let of_this = |known: &Rule<'_>| titles.iter().any(|title| *title == known.logical);
            if rule.enabled && of_this(rule) && matches(&rule.pattern, event) {
                let message = format!(
                    "an event that is not of `{}`'s source: rule `{}` would act on it",
                    action.title(),
                    rule.logical
                );
                self.verifier
                    .fail(&codes::OPEN_TO_OTHERS, action.source.at, message);
            } else {
                let kind = ForbiddenKind::EventOfOthers;
                self.verifier.count_denied(kind);
            }
        }
    }

    pub(in crate::access) fn home_bus(&self) -> String {
        crate::plan::home_bus(self.inventory.deployment)
    }

    fn bus(&self, arn: &str) -> Resource<'w> {
        bus(self.inventory, arn)
    }

    /// Calls on one resource.
    pub(super) fn calls(
        &mut self,
        purpose: &Purpose<'_>,
        role: &'w str,
        arn: &str,
        actions: &'static [&'static str],
    ) {
        let Some(principal) = self.role(purpose, role) else {
            return;
        };
        let context = [super::artifacts::TLS];
        let calls = actions.iter().map(|action| ApiCall {
            action,
            context: &context,
        });
        let account = account_of(role);
        let own = crate::access::resources::without_policy(arn.to_owned(), account);
        self.verifier
            .require(purpose, principal, &own, calls.clone());
        if arn != "*" {
            self.neighbours(purpose, principal, &own, None, calls);
        }
    }
}

/// Home's bus, as it is asked for.
pub(in crate::access) fn bus<'w>(
    inventory: &'w crate::access::principals::Inventory<'w>,
    arn: &str,
) -> Resource<'w> {
    let policies = inventory.deployed.buses.get(arn);
    Resource {
        policy: ResourcePolicy::Known(policies.map_or(&[], Vec::as_slice)),
        policy_name: "event bus policy",
        ..crate::access::resources::without_policy(arn.to_owned(), inventory.home)
    }
}

/// An event that a pattern of the catalogue wants: the first of each list of values.
fn sample(pattern: &Value, values: &Values<'_>) -> Option<Value> {
    Some(match pattern {
        Value::Object(map) => {
            let mut out = Map::new();
            for (key, value) in map.iter() {
                let found = sample(value, values)?;
                // An event has its resources as a list too.
                let found = if key == "resources" {
                    json!([found])
                } else {
                    found
                };
                out.insert(key.to_owned(), found);
            }
            Value::Object(out)
        }
        Value::Array(items) => sample(items.first()?, values)?,
        Value::String(string) => Value::from(values.fill(string, str::to_owned)?),
        other => other.clone(),
    })
}

/// Events like this one, of another account, another resource, another branch.
fn others(event: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    let mut abroad = event.clone();
    if let Some(event) = abroad.as_object_mut() {
        event.insert("account".into(), json!(UNDECLARED));
    }
    out.push(abroad);
    for pointer in [
        "/resources/0",
        "/detail/referenceName",
        "/detail/bucket/name",
        "/detail/object/key",
        "/detail/repository-name",
        "/detail/image-tag",
        "/source",
    ] {
        let mut other = event.clone();
        if let Some(value) = other.pointer_mut(pointer) {
            *value = json!(format!(
                "{}-of-someone-else",
                value.as_str().unwrap_or_default()
            ));
            out.push(other);
        }
    }
    out
}

/// Returns whether an event matches a pattern, whose values are lists of strings.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>
pub(super) fn matches(pattern: &Value, event: &Value) -> bool {
    match pattern {
        Value::Object(map) => map
            .iter()
            .all(|(key, wanted)| match (key.as_str(), wanted) {
                ("$or", Value::Array(any)) => any.iter().any(|one| matches(one, event)),
                _ => event.get(key).is_some_and(|found| matches(wanted, found)),
            }),
        Value::Array(wanted) => match event {
            Value::Array(found) => found.iter().any(|one| wanted.contains(one)),
            one => wanted.contains(one),
        },
        _ => false,
    }
}
