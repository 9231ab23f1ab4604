//! Event rules: those that start the pipeline, and those that forward events from other
//! accounts.

use super::Deployment;
use super::grants::{Access, Call};
use super::placeholder::Values;
use super::roles::{self, RoleSpec, Trust};
use super::stacks::StackKind;
use crate::pipeline::{AccountId, AccountIndex, Action, Environment, RoleId, RoleSettings, Source};
use serde_json::Value;
use std::collections::BTreeMap;

/// An event rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its logical id in its template.
    pub(crate) logical_id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) pattern: Value,
    pub(crate) target: Target,
    /// The role with which EventBridge calls the target.
    pub(crate) role: RoleId,
    pub(crate) stack: StackKind,
    pub(crate) source: Source,
}

/// The target of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Starts the pipeline.
    Pipeline,
    /// Puts the event on home's bus.
    HomeBus,
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
    let call = Call::on(
        &["codepipeline:StartPipelineExecution"],
        vec![pipeline.arn()],
    );
    let plan = Planned {
        word: "start",
        logical_id: "Start",
        account: pipeline.home,
        stack: StackKind::Pipeline,
        target: Target::Pipeline,
        description: format!(
            "Starts pipeline {} when the source of {} changes",
            pipeline.name,
            action.title()
        ),
        call,
        why: "starts the pipeline",
    };
    create_rule(deployment, action, pattern, plan)
}

fn create_forwarding_rule(
    deployment: &mut Deployment<'_>,
    action: &Action,
    pattern: Value,
) -> Rule {
    let pipeline = deployment.pipeline;
    let account = action.environment.account;
    let call = Call::on(&["events:PutEvents"], vec![home_bus(deployment)]);
    let plan = Planned {
        word: "forward",
        logical_id: "Forward",
        account,
        stack: StackKind::Events(account),
        target: Target::HomeBus,
        description: format!(
            "Forwards changes of the source of {} to pipeline {}",
            action.title(),
            pipeline.name
        ),
        call,
        why: "puts source events on home's bus",
    };
    create_rule(deployment, action, pattern, plan)
}

/// The parts of one of the two rules of a source.
struct Planned {
    word: &'static str,
    logical_id: &'static str,
    account: AccountIndex,
    stack: StackKind,
    target: Target,
    description: String,
    call: Call,
    why: &'static str,
}

fn create_rule(
    deployment: &mut Deployment<'_>,
    action: &Action,
    pattern: Value,
    plan: Planned,
) -> Rule {
    let pipeline = deployment.pipeline;
    let parts = [plan.word, &action.stage, &action.name];
    let name = deployment.names.rule(&parts);
    let spec = RoleSpec {
        logical_id: super::logical::of_action(&[plan.logical_id, "On"], action, "Role"),
        parts: &parts,
        account: plan.account,
        stack: plan.stack.clone(),
        description: plan.description.clone(),
        settings: RoleSettings::default(),
        source: action.source.clone(),
    };
    let mut given = pipeline.settings.event_roles.iter().copied();
    let given = given.find(|role| deployment.role(*role).account == plan.account);
    let role = given
        .unwrap_or_else(|| roles::create(pipeline, &deployment.names, &mut deployment.roles, spec));
    let environment = Environment {
        account: plan.account,
        region: pipeline.home().region,
    };
    let arn = pipeline.arns(&environment).event_rule(&name).to_string();
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    let condition = ("ArnEquals", "aws:SourceArn", arn);
    deployment.roles[role].trust(Trust::Service("events.amazonaws.com", vec![condition]));
    deployment.grant(role, Access::Call(plan.call), plan.why, action.title());
    Rule {
        logical_id: super::logical::of_action(&[plan.logical_id, "On"], action, ""),
        name,
        description: plan.description,
        pattern,
        target: plan.target,
        role,
        stack: plan.stack,
        source: action.source.clone(),
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
/// each with the roles that do it.
pub(crate) fn senders(deployment: &Deployment<'_>) -> BTreeMap<AccountIndex, Vec<RoleId>> {
    let mut senders: BTreeMap<AccountIndex, Vec<RoleId>> = BTreeMap::new();
    for rule in deployment
        .event_rules
        .iter()
        .filter(|rule| rule.target == Target::HomeBus)
    {
        senders
            .entry(deployment.role(rule.role).account)
            .or_default()
            .push(rule.role);
    }
    senders
}

/// The logical ids of the rules that an action's source can have.
pub(crate) fn rule_logical_ids(action: &Action) -> [String; 2] {
    ["Start", "Forward"].map(|verb| super::logical::of_action(&[verb, "On"], action, ""))
}
