//! Resources beside the pipeline, and their order.

use std::collections::{BTreeMap, BTreeSet};

use super::node;
use super::scope::{PIPELINE, Scope};
use super::template::{Removal, Template};
use crate::codes;
use crate::data::holds_data;
use crate::finding::Findings;
use crate::pipeline::{DeployValue, Part};
use crate::place::Location;
use crate::plan::{Deployment, Resource, Stack};
use serde_json::{Map, Value, json};

/// Renders the resources of a stack.
pub(super) fn render(
    scope: &Scope<'_>,
    template: &mut Template,
    findings: &mut Findings<Location>,
) {
    let all = scope.deployment.resources.iter();
    for found in all.filter(|found| found.stack == scope.stack.kind) {
        let declared = found.declared;
        let mut properties = Map::new();
        for property in &declared.properties {
            match node::value(scope, &property.value) {
                Ok(value) => {
                    properties.insert(property.name.clone(), value);
                }
                Err(unreachable) => {
                    findings
                        .report(&codes::NOT_MADE, property.at, unreachable.message)
                        .help(unreachable.help);
                }
            }
        }
        let mut body = json!({
            "Metadata": { "pipewright:source": declared.source.stable() },
            "Type": declared.kind,
        });
        if !properties.is_empty() {
            body["Properties"] = Value::Object(properties);
        }
        let holds_data = holds_data(&declared.kind);
        let removal = match declared.delete {
            Some(true) => Some(Removal::Delete),
            Some(false) => Some(Removal::Retain),
            None => holds_data.then_some(Removal::Retain),
        };
        if let Some((deletion, replacement)) = removal.map(Removal::policies) {
            body["DeletionPolicy"] = json!(deletion);
            body["UpdateReplacePolicy"] = json!(replacement);
        }
        let mut after: Vec<&str> = Vec::new();
        for written in &declared.depends_on {
            let Some((other, at)) = named(scope.deployment, written) else {
                continue;
            };
            if other.stack == found.stack {
                after.push(&other.logical_id);
            } else if !is_deployed_before(scope, other) {
                let message = format!(
                    "`{}` cannot be made before `{}`: its stack is deployed no earlier",
                    other.declared.name, declared.name
                );
                findings
                    .report(&codes::DEPENDS_ON_A_LATER_STACK, at, message)
                    .help(
                        "leave it out of `depends_on`, or declare both in one account and region",
                    );
            }
        }
        if !after.is_empty() {
            body["DependsOn"] = json!(after);
        }
        template.add_beside(&found.logical_id, body, &declared.source);
    }
}

/// The resource that `depends_on` names, by the token that stands for it; and where it does.
fn named<'d>(
    deployment: &'d Deployment<'_>,
    written: &str,
) -> Option<(&'d Resource<'d>, Location)> {
    let parts = deployment.pipeline.deploy_values.parts(written);
    let [Part::Value(used)] = parts.as_slice() else {
        return None;
    };
    let DeployValue::Resource(name, None) = &used.value else {
        return None;
    };
    let mut all = deployment.resources.iter();
    let found = all.find(|one| one.declared.name == *name)?;
    Some((found, used.at))
}

/// Returns whether the stack of a resource is deployed in an earlier wave than this one.
fn is_deployed_before(scope: &Scope<'_>, other: &Resource<'_>) -> bool {
    let mut stacks = scope.deployment.stacks.iter();
    stacks.any(|stack| stack.kind == other.stack && stack.wave < scope.stack.wave)
}

/// Puts the resources of a template in order: what they name is there, no two need each other,
/// and the pipeline comes after those that do not need it.
pub(super) fn order(
    deployment: &Deployment<'_>,
    stack: &Stack,
    template: &mut Template,
    findings: &mut Findings<Location>,
) {
    let own: Vec<&Resource<'_>> = deployment
        .resources
        .iter()
        .filter(|one| one.stack == stack.kind)
        .collect();
    if own.is_empty() {
        return;
    }
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (logical, body) in template.resources() {
        let mut named = BTreeSet::new();
        references(body, &mut named);
        needs.insert(logical.clone(), named);
    }
    for one in &own {
        let at = one.declared.source.at;
        for name in needs.get(&one.logical_id).into_iter().flatten() {
            let there = needs.contains_key(name)
                || template.parameters().contains_key(name)
                || name.starts_with("AWS::")
                || is_in_a_module(&own, name);
            if !there {
                let message = format!(
                    "resource `{}` names `{name}`, which its template does not have",
                    one.declared.name
                );
                findings
                    .report(&codes::DANGLING_REFERENCE, at, message)
                    .help("name what is declared by its name, without `Ref` and `Fn::GetAtt`");
            }
        }
        circle(&needs, &own, one, findings);
    }
    let before = reachable(&needs, PIPELINE);
    let mut first: BTreeSet<String> = own
        .iter()
        .map(|one| one.logical_id.clone())
        .filter(|id| !before.contains(id) && !reachable(&needs, id).contains(PIPELINE))
        .collect();
    // What another one of them needs comes first anyway.
    for id in first.clone() {
        for needed in reachable(&needs, &id) {
            first.remove(&needed);
        }
    }
    if let Some(pipeline) = template.resource_mut(PIPELINE)
        && !first.is_empty()
    {
        let known = pipeline.get("DependsOn").and_then(Value::as_array);
        let mut all: Vec<Value> = known.cloned().unwrap_or_default();
        all.extend(first.into_iter().map(Value::from));
        pipeline["DependsOn"] = Value::Array(all);
    }
}

/// Reports the circle that a resource is in, at the first resource of it.
fn circle(
    needs: &BTreeMap<String, BTreeSet<String>>,
    own: &[&Resource<'_>],
    one: &Resource<'_>,
    findings: &mut Findings<Location>,
) {
    let needed = reachable(needs, &one.logical_id);
    if !needed.contains(&one.logical_id) {
        return;
    }
    let is_in = |other: &&&Resource<'_>| {
        needed.contains(&other.logical_id)
            && reachable(needs, &other.logical_id).contains(&one.logical_id)
    };
    let all: Vec<_> = own.iter().filter(is_in).collect();
    if all
        .first()
        .is_none_or(|first| first.logical_id != one.logical_id)
    {
        return;
    }
    let others: Vec<String> = all
        .iter()
        .skip(1)
        .map(|it| format!("`{}`", it.declared.name))
        .collect();
    let name = &one.declared.name;
    let message = match others.as_slice() {
        [] if reachable_by_itself(needs, one) => format!("resource `{name}` needs itself"),
        [] => format!("resource `{name}` needs something that needs it"),
        others => format!(
            "resource `{name}` needs {}, which needs it",
            others.join(", ")
        ),
    };
    let finding = findings.report(&codes::RESOURCE_CYCLE, one.declared.source.at, message);
    finding.help("give one of them a name of your own, and write that in the other");
    for other in all.iter().skip(1) {
        finding.related("it goes through this one", other.declared.source.at);
    }
}

/// Returns whether a resource names itself.
fn reachable_by_itself(needs: &BTreeMap<String, BTreeSet<String>>, one: &Resource<'_>) -> bool {
    let named = needs.get(&one.logical_id);
    named.is_some_and(|named| named.contains(&one.logical_id))
}

/// What a resource needs, and what that needs.
fn reachable(needs: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&String> = needs.get(from).into_iter().flatten().collect();
    while let Some(next) = open.pop() {
        if found.insert(next.clone()) {
            open.extend(needs.get(next).into_iter().flatten());
        }
    }
    found
}

/// Returns whether a name is that of something in a module: the module's logical id stands before it.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/module-ref-resources.html>
fn is_in_a_module(own: &[&Resource<'_>], name: &str) -> bool {
    own.iter().any(|one| {
        one.declared.kind.ends_with("::MODULE") && name.starts_with(one.logical_id.as_str())
    })
}

/// The names in `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`.
fn references(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let first = match inner {
                    Value::Array(items) => items.first().and_then(Value::as_str),
                    other => other.as_str(),
                };
                match (key.as_str(), first) {
                    ("Ref", Some(name)) if map.len() == 1 => {
                        out.insert(name.to_owned());
                    }
                    ("Fn::GetAtt", Some(name)) if map.len() == 1 => {
                        let name = name.split('.').next().unwrap_or(name);
                        out.insert(name.to_owned());
                    }
                    ("Fn::Sub", Some(text)) if map.len() == 1 => {
                        let own = inner.get(1).and_then(Value::as_object);
                        let is_own = |name: &str| own.is_some_and(|own| own.contains_key(name));
                        out.extend(substituted(text).filter(|name| !is_own(name)));
                        references(inner, out);
                    }
                    ("DependsOn", _) => {
                        let items = inner.as_array().into_iter().flatten();
                        let items = items.chain([inner]).filter_map(Value::as_str);
                        out.extend(items.map(str::to_owned));
                    }
                    ("Metadata", _) => {}
                    _ => references(inner, out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

/// The names in `${…}`, but for those in `${!…}`.
fn substituted(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split("${").skip(1);
    parts.filter_map(|part| {
        let (name, _) = part.split_once('}')?;
        let name = name.split('.').next()?.trim();
        (!name.starts_with('!')).then(|| name.to_owned())
    })
}
