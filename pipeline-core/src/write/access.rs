//! `access.json`: every role, its grants and the proof; `sources.json`: the line of the
//! user's source that each resource comes from.

use serde_core::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::gained::{Gain, SharedRole};
use super::must_exist::{self, must_exist};
use super::report::{code, codes};
use super::requirement::{Requirement, requirements};
use super::{Rendered, deployers, proven, template_file};
use crate::emitted::Count;
use crate::json_text::{Layout, List, text};
use crate::pipeline::{RoleId, UserStatement};
use crate::plan::{Access, Deployment, Grant, Role, StoreId, Trust};
use crate::render::{Overridden, Template, made};

pub(super) fn access(rendered: &[Rendered<'_>], counts: &[Count]) -> String {
    // A grant and a request have a line each.
    let layout = Layout {
        depth: 6,
        indent: 1,
        ..Layout::INDENTED
    };
    text(&Report(rendered, counts), layout)
}

struct Report<'a>(&'a [Rendered<'a>], &'a [Count]);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_map(Some(2))?;
        report.serialize_entry(
            "pipelines",
            &List(|| self.0.iter().map(|one| Pipeline(self.0, one))),
        )?;
        let quotas = self.1.iter().map(|count| {
            json!({
                "account": count.account,
                "allowed": count.max,
                "number": count.amount,
                "region": count.region,
                "what": count.noun,
            })
        });
        report.serialize_entry("quotas", &quotas.collect::<Value>())?;
        report.end()
    }
}

/// All pipelines, and the one that is written.
struct Pipeline<'a>(&'a [Rendered<'a>], &'a Rendered<'a>);

impl Serialize for Pipeline<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Pipeline(all, found) = self;
        let deployment = &found.deployment;
        let pipeline = deployment.pipeline;
        let home = json!({
            "account": pipeline.home_id().as_str(),
            "region": pipeline.home().region.as_str(),
        });
        let requirements = requirements(found);
        let roles = || {
            let roles = deployment.roles.iter().enumerate();
            let roles = roles.map(|(index, role)| (RoleId(index), role));
            roles
                .filter(|(id, _)| deployment.has_part(*id))
                .map(|(id, role)| {
                    let shared = SharedRole::of(found, id);
                    self::role(deployment, id, role, shared.as_ref())
                })
        };
        let mut out = serializer.serialize_map(None)?;
        let deployers = deployers::groups(found);
        out.serialize_entry("deployers", &deployers::value(&deployers, pipeline))?;
        out.serialize_entry("home", &home)?;
        let existing = must_exist(all, found);
        out.serialize_entry("mustExist", &must_exist::Report(&existing, pipeline))?;
        out.serialize_entry("name", &pipeline.name)?;
        out.serialize_entry("outputs", &outputs(found))?;
        let overridden = found.templates.iter().flat_map(Template::overridden);
        let overridden: Vec<Value> = overridden.map(overridden_value).collect();
        if !overridden.is_empty() {
            out.serialize_entry("overrides", &overridden)?;
        }
        out.serialize_entry("proof", &proven::Report(found))?;
        let mut written = Ok(());
        proven::requests(found, |requests| {
            written = out.serialize_entry("requests", requests);
        });
        written?;
        let requirements = List(|| requirements.iter().map(requirement));
        out.serialize_entry("requirements", &requirements)?;
        out.serialize_entry("roles", &List(roles))?;
        out.end()
    }
}

/// The outputs that the user declares.
fn outputs(found: &Rendered<'_>) -> Value {
    let outputs = &found.deployment.pipeline.outputs;
    let outputs = outputs.iter().map(|output| {
        let stack = made::stack_of_output(&found.deployment, output);
        let mut out = json!({ "name": output.name });
        if let Some(export) = &output.export_name {
            out["export"] = json!(export);
        }
        if let Some(stack) = stack {
            out["stack"] = json!(stack.name);
        }
        out
    });
    outputs.collect()
}

fn overridden_value(found: &Overridden) -> Value {
    json!({
        "after": found.after,
        "before": found.before,
        "path": found.path,
        "resource": found.logical_id,
        "stack": found.stack,
        "type": found.kind,
    })
}

pub(super) fn requirement(found: &Requirement) -> Value {
    json!({
        "account": found.account,
        "must": match found.needed_by.is_empty() {
            true => found.must.clone(),
            false => format!("have this: {}", found.must),
        },
        "owner": match found.needed_by.as_slice() {
            [] => found.owner.clone(),
            [one] => format!("action {}", code(one)),
            all => format!("actions {}", codes(all)),
        },
        "statements": found.statements,
    })
}

fn role(
    deployment: &Deployment<'_>,
    id: RoleId,
    role: &Role,
    shared: Option<&SharedRole<'_>>,
) -> Value {
    let account = &deployment.pipeline.accounts[role.account];
    let grants = deployment.grants.of(id);
    let trusts = role.trust.iter().map(|trust| match trust {
        Trust::Service(name, _) => *name,
        Trust::Role(other) => deployment.role(*other).arn.as_str(),
    });
    let mut out = json!({
        "account": account.name,
        "grants": grants.map(|grant| self::grant(deployment, grant, shared)).collect::<Value>(),
        "imported": role.managed.is_none(),
        "role": role.arn,
        "source": role.source.stable(),
        "trusts": trusts.collect::<Value>(),
    });
    if let Some(shared) = shared {
        out["gains"] = shared.gains.iter().map(gain).collect();
    }
    if let Some(managed) = &role.managed {
        if shared.is_some() {
            out["one_per"] = json!(managed.one_per.word());
        }
        let settings = &managed.settings;
        if !settings.managed_policies.is_empty() {
            out["managed_policies"] = json!(settings.managed_policies);
        }
        if !settings.statements.is_empty() {
            out["statements"] = settings.statements.iter().map(statement).collect();
        }
    }
    out
}

/// A statement that the user gave a role.
pub(super) fn statement(said: &UserStatement) -> Value {
    let mut out = json!({
        "actions": said.actions,
        "effect": if said.deny { "Deny" } else { "Allow" },
        "resources": said.resources,
    });
    for (operator, key, values) in &said.conditions {
        out["conditions"][operator][key] = json!(values);
    }
    out
}

/// What an action may do by a shared role and has no need for.
fn gain(found: &Gain<'_>) -> Value {
    let numbers = found.numbers.iter().map(|(from, to)| json!([from, to]));
    let mut out = json!({ "action": found.action, "numbers": numbers.collect::<Value>() });
    if !found.managed_policies.is_empty() {
        out["managed_policies"] = json!(found.managed_policies);
    }
    out
}

fn grant(deployment: &Deployment<'_>, grant: &Grant, shared: Option<&SharedRole<'_>>) -> Value {
    let (need, on) = words(deployment, &grant.access);
    let mut out = json!({ "need": need, "on": on, "why": grant.why });
    if let Some(number) = shared.and_then(|shared| shared.number(grant)) {
        out["number"] = json!(number);
    }
    if !grant.action.is_empty() {
        out["action"] = json!(grant.action);
    }
    out
}

/// An access in words, and the resources that it is for.
pub(super) fn words(deployment: &Deployment<'_>, need: &Access) -> (String, Vec<String>) {
    let store = |id: StoreId| {
        let store = &deployment.stores[id];
        vec![format!("store of {} ({})", store.region, store.bucket)]
    };
    match need {
        Access::Read(id) => ("read artifacts".to_owned(), store(*id)),
        Access::Write(id) => ("write artifacts".to_owned(), store(*id)),
        Access::Assume(role) => (
            "sts:AssumeRole".to_owned(),
            vec![deployment.role(*role).arn.clone()],
        ),
        Access::Pass(role, _) => (
            "iam:PassRole".to_owned(),
            vec![deployment.role(*role).arn.clone()],
        ),
        Access::Call(call) => (call.actions.join(", "), call.resources.clone()),
    }
}

pub(super) fn sources(rendered: &[Rendered<'_>]) -> String {
    let stacks = rendered.iter().flat_map(Rendered::stacks);
    let stacks: Map<String, Value> = stacks
        .map(|(stack, template)| {
            let sources = template.sources().iter();
            let exact = sources.map(|(id, source)| (id.clone(), json!(source.exact())));
            (template_file(stack), Value::Object(exact.collect()))
        })
        .collect();
    format!("{:#}\n", Value::Object(stacks))
}
