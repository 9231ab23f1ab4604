//! Event rules: those that start the pipeline, and those that forward events from other
//! accounts.

use super::Deployment;
use super::grants::{Access, Call};
use super::placeholder::Values;
use super::roles::{self, RoleSpec, Trust};
use super::stacks::StackKind;
use crate::pipeline::{
    AccountId, AccountIndex, Action, Environment, Event, RoleId, RoleSettings, Source, State,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// An event rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its logical id in its template.
    pub(crate) logical_id: String,
    pub(crate) name: String,
    /// The bus that it is on, if that is not the default one.
    pub(crate) bus: Option<String>,
    pub(crate) description: String,
    pub(crate) pattern: Value,
    pub(crate) target: Target,
    pub(crate) state: State,
    /// The role with which EventBridge calls the target. A topic of the same account admits the
    /// rule itself.
    pub(crate) role: Option<RoleId>,
    /// The ARN of the queue that gets what the target did not take.
    pub(crate) dead_letter_queue: Option<String>,
    pub(crate) stack: StackKind,
    pub(crate) source: Source,
}

impl Rule {
    /// Its name in an ARN: a rule of another bus than the default one has that in front.
    pub(crate) fn path(&self) -> String {
        on_bus(self.bus.as_deref(), &self.name)
    }
}

/// The name of a rule in its ARN.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html>
fn on_bus(bus: Option<&str>, name: &str) -> String {
    match bus {
        Some(bus) => format!("{bus}/{name}"),
        None => name.to_owned(),
    }
}

/// The target of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Starts the pipeline.
    Pipeline,
    /// Puts the event on home's bus.
    HomeBus,
    /// Publishes the event to a topic that we make, by its logical id.
    OwnTopic(String),
    /// Publishes the event to a topic that exists, by its ARN.
    Topic(String),
}

/// The rules for every source that emits events and is not polled.
pub(super) fn plan_rules(deployment: &mut Deployment<'_>) {
    let pipeline = deployment.pipeline;
    for action in pipeline.actions() {
        let Some(pattern) = pattern(deployment, action) else {
            continue;
        };
        if action.environment.account != pipeline.home {
            let rule = create_forwarding_rule(deployment, action, pattern.clone());
            deployment.event_rules.push(rule);
        }
        let rule = create_starting_rule(deployment, action, pattern);
        deployment.event_rules.push(rule);
    }
    for event in &pipeline.events {
        for rule in rules_of_event(deployment, event) {
            deployment.event_rules.push(rule);
        }
    }
}

/// The rule that starts the pipeline by an event of the user's own, and the one that forwards it
/// to home.
fn rules_of_event(deployment: &mut Deployment<'_>, event: &Event) -> Vec<Rule> {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let (name, source) = (event.name.as_str(), &event.source);
    let of_event = |end: &str| super::logical::of_declared(&["Event"], name, end);
    let mut rules = Vec::new();
    if event.environment != home {
        let stack = if event.environment.region == home.region {
            StackKind::Events(event.environment.account)
        } else {
            StackKind::EventsAt(event.environment.clone())
        };
        let region = event.environment.region.as_str();
        let of_home_region = event.environment.region == home.region;
        let parts: &[&str] = if of_home_region {
            &["event", name, "forward"]
        } else {
            &["event", name, "forward", region]
        };
        let spec = RuleSpec {
            parts,
            logical_ids: ["ForwardRule", "ForwardRole"].map(of_event),
            environment: event.environment.clone(),
            bus: event.bus.clone(),
            stack,
            target: Target::HomeBus,
            description: format!("Forwards event {name} to pipeline {}", pipeline.name),
            state: event.state,
            call: Call::on(&["events:PutEvents"], vec![home_bus(deployment)]),
            why: "puts the event on home's bus",
            action: String::new(),
            source,
        };
        rules.push(create_rule(deployment, event.pattern.clone(), spec));
    }
    let spec = RuleSpec {
        parts: &["event", name, "start"],
        logical_ids: ["Rule", "Role"].map(of_event),
        // Forwarded events arrive on the default bus.
        bus: event.bus.clone().filter(|_| event.environment == home),
        environment: home,
        stack: StackKind::Pipeline,
        target: Target::Pipeline,
        description: match &event.description {
            Some(text) => text.clone(),
            None => format!("Starts pipeline {} by event {name}", pipeline.name),
        },
        state: event.state,
        call: start(deployment),
        why: "starts the pipeline",
        action: String::new(),
        source,
    };
    rules.push(Rule {
        dead_letter_queue: event.dead_letter_queue.clone(),
        ..create_rule(deployment, event.pattern.clone(), spec)
    });
    rules
}

/// The call that starts the pipeline.
pub(super) fn start(deployment: &Deployment<'_>) -> Call {
    Call::on(
        &["codepipeline:StartPipelineExecution"],
        vec![deployment.pipeline.arn()],
    )
}

/// The pattern of a source's events, with the account that they come from.
fn pattern(deployment: &Deployment<'_>, action: &Action) -> Option<Value> {
    let events = action
        .kind
        .events
        .as_ref()
        .filter(|_| action.starts_by_events())?;
    let mut pattern: Value = serde_json::from_str(events.pattern).ok()?;
    fill(&Values::of(deployment, action), &mut pattern)?;
    let account = deployment.pipeline.accounts[action.environment.account]
        .id
        .to_string();
    pattern
        .as_object_mut()?
        .insert("account".into(), Value::from(vec![account]));
    Some(pattern)
}

fn fill(values: &Values<'_>, json: &mut Value) -> Option<()> {
    match json {
        Value::String(text) => *text = values.fill(text, str::to_owned)?,
        Value::Array(items) => items.iter_mut().try_for_each(|item| fill(values, item))?,
        Value::Object(map) => map.values_mut().try_for_each(|value| fill(values, value))?,
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Some(())
}

fn create_starting_rule(deployment: &mut Deployment<'_>, action: &Action, pattern: Value) -> Rule {
    let pipeline = deployment.pipeline;
    let spec = RuleSpec {
        parts: &["start", &action.stage, &action.name],
        logical_ids: ["", "Role"]
            .map(|end| super::logical::of_action(&["Start", "On"], action, end)),
        environment: pipeline.home(),
        bus: None,
        stack: StackKind::Pipeline,
        target: Target::Pipeline,
        description: format!(
            "Starts pipeline {} when the source of {} changes",
            pipeline.name,
            action.title()
        ),
        state: State::Enabled,
        call: start(deployment),
        why: "starts the pipeline",
        action: action.title(),
        source: &action.source,
    };
    create_rule(deployment, pattern, spec)
}

fn create_forwarding_rule(
    deployment: &mut Deployment<'_>,
    action: &Action,
    pattern: Value,
) -> Rule {
    let pipeline = deployment.pipeline;
    let account = action.environment.account;
    let spec = RuleSpec {
        parts: &["forward", &action.stage, &action.name],
        logical_ids: ["", "Role"]
            .map(|end| super::logical::of_action(&["Forward", "On"], action, end)),
        environment: Environment {
            account,
            region: pipeline.home().region,
        },
        bus: None,
        stack: StackKind::Events(account),
        target: Target::HomeBus,
        description: format!(
            "Forwards changes of the source of {} to pipeline {}",
            action.title(),
            pipeline.name
        ),
        state: State::Enabled,
        call: Call::on(&["events:PutEvents"], vec![home_bus(deployment)]),
        why: "puts source events on home's bus",
        action: action.title(),
        source: &action.source,
    };
    create_rule(deployment, pattern, spec)
}

/// The parts of a rule that has a role.
struct RuleSpec<'p> {
    /// What the names of the rule and its role are made of.
    parts: &'p [&'p str],
    /// The logical ids of the rule and of its role.
    logical_ids: [String; 2],
    environment: Environment,
    /// The bus, if it is not the default one.
    bus: Option<String>,
    stack: StackKind,
    target: Target,
    description: String,
    state: State,
    call: Call,
    why: &'static str,
    /// The title of the action that it serves, if it serves one.
    action: String,
    source: &'p Source,
}

fn create_rule(deployment: &mut Deployment<'_>, pattern: Value, spec: RuleSpec<'_>) -> Rule {
    let pipeline = deployment.pipeline;
    // A bus cannot be changed under a name that is kept.
    let parts: Vec<&str> = spec
        .parts
        .iter()
        .copied()
        .chain(spec.bus.as_deref())
        .collect();
    let name = deployment.names.rule(&parts);
    let [logical_id, of_role] = spec.logical_ids;
    let role_spec = RoleSpec {
        logical_id: of_role,
        parts: spec.parts,
        account: spec.environment.account,
        stack: spec.stack.clone(),
        description: spec.description.clone(),
        settings: RoleSettings::default(),
        source: spec.source.clone(),
    };
    let mut given = pipeline.settings.event_roles.iter().copied();
    let given = given.find(|role| deployment.role(*role).account == spec.environment.account);
    let role = given.unwrap_or_else(|| {
        roles::add_managed(
            pipeline,
            &deployment.names,
            &mut deployment.roles,
            role_spec,
        )
    });
    let arn = pipeline
        .arns(&spec.environment)
        .event_rule(&on_bus(spec.bus.as_deref(), &name))
        .to_string();
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    let condition = ("ArnEquals", "aws:SourceArn", arn);
    deployment.roles[role].trust(Trust::Service("events.amazonaws.com", vec![condition]));
    deployment.grant(role, Access::Call(spec.call), spec.why, spec.action);
    Rule {
        logical_id,
        name,
        bus: spec.bus,
        description: spec.description,
        pattern,
        target: spec.target,
        state: spec.state,
        role: Some(role),
        dead_letter_queue: None,
        stack: spec.stack,
        source: spec.source.clone(),
    }
}

/// The ARN of home's default event bus.
pub(crate) fn home_bus(deployment: &Deployment<'_>) -> String {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    pipeline.arns(&home).event_bus("default").to_string()
}

/// The logical id of the policy that admits the events of an account to home's bus.
pub(crate) fn bus_policy_logical_id(account: &AccountId) -> String {
    format!("EventsFrom{account}Policy")
}

/// The foreign accounts that put events on home's bus, in the order of their declaration,
/// each with the roles that do it. Roles of home's own account need no policy of the bus.
pub(crate) fn senders(deployment: &Deployment<'_>) -> BTreeMap<AccountIndex, Vec<RoleId>> {
    let mut senders: BTreeMap<AccountIndex, Vec<RoleId>> = BTreeMap::new();
    for rule in deployment
        .event_rules
        .iter()
        .filter(|rule| rule.target == Target::HomeBus)
    {
        let Some(role) = rule.role else { continue };
        let account = deployment.role(role).account;
        if account != deployment.pipeline.home {
            senders.entry(account).or_default().push(role);
        }
    }
    senders
}

/// The logical ids of the rules that an action's source can have.
pub(crate) fn rule_logical_ids(action: &Action) -> [String; 2] {
    ["Start", "Forward"].map(|verb| super::logical::of_action(&[verb, "On"], action, ""))
}
